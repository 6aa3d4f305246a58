"""What households live on: resources, charges and debts of those one accompanies; some are told in part only."""

from datetime import date, timedelta
from decimal import Decimal

from households.composition import ADULT_FROM, age_on
from households.models import MoneyKind, MoneyLine, Person
from partners.configuration import Door
from veille.core import formats
from veille.demonstration.dice import STORY_DAY, Dice
from veille.demonstration.files import File
from veille.demonstration.frames import World

_SEED = 5012
_TOLD = 0.6  # of the households one has met
_PARTLY = 0.2
_CHANGED = 0.5
_EARNED = {"rsa": 7, "wage": 5, "unemployment": 4, "aah": 2, "daily_allowance": 1}
_AMOUNT = {
    "rsa": (470, 560),
    "wage": (640, 1320),
    "unemployment": (520, 940),
    "aah": (780, 819),
    "daily_allowance": (560, 900),
    "retirement": (690, 980),
}
_CHARGES = {
    "rental_charges": (45, 95),
    "electricity": (42, 110),
    "water": (14, 34),
    "insurance_home": (11, 22),
    "phone_internet": (20, 62),
    "transport": (18, 80),
    "daily_life": (120, 320),
}
_SENIOR = 62
_CHILDREN = {"child", "child_alternate"}


def make(world: World) -> None:
    dice = Dice(_SEED)
    for file in world.files:
        met = file.measure.started_on if file.measure else None
        if file.lead and met and met <= STORY_DAY and dice.chance(_TOLD):
            _Teller(file, dice).tell(met.replace(day=1))


class _Teller:
    """The budget of one file, as its lead person noted it at the first meetings."""

    def __init__(self, file: File, dice: Dice):
        self.file, self.dice = file, dice

    def tell(self, month: date) -> None:
        adults = [p for p in self.file.people if (age_on(p, STORY_DAY) or 0) >= ADULT_FROM]
        is_partial = self.dice.chance(_PARTLY)
        for person in adults[:1] if is_partial else adults:
            self._earns(person, month)
        self._family(len(self.file.people) - len(adults), month)
        if not is_partial:
            for code, span in _CHARGES.items():
                self._line(MoneyKind.CHARGE, code, self.dice.between(*span), month)
        self._debts(month)

    def _earns(self, person: Person, month: date) -> None:
        if person.role in _CHILDREN:
            self._line(MoneyKind.RESOURCE, "none", 0, month, person=person)
            return
        senior = (age_on(person, month) or 0) >= _SENIOR
        code = "retirement" if senior else self.dice.weighted(_EARNED)
        amount = self.dice.between(*_AMOUNT[code])
        line = self._line(MoneyKind.RESOURCE, code, amount, month, person=person, proof_seen=self.dice.chance(0.6))
        later = formats.plus_months(month, self.dice.between(4, 9))
        if self.dice.chance(_CHANGED) and later <= STORY_DAY:
            line.ends_on = later - timedelta(days=1)
            code = self.dice.pick([code, "wage"]) if not senior else code
            self._line(MoneyKind.RESOURCE, code, self.dice.between(*_AMOUNT[code]), later, person=person)

    def _family(self, children: int, month: date) -> None:
        mother = self.file.people[0]
        if children >= 2:
            self._line(MoneyKind.RESOURCE, "family_allowance", 131 + 167 * (children - 2), month, person=mother)
        rented = next((p for p in self.file.housing if p.monthly_rent), None)
        if rented and rented.starts_on <= month:
            apl = (rented.monthly_rent * Decimal("0.55")).quantize(Decimal(1))
            self._line(MoneyKind.RESOURCE, "apl", apl, month, proof_seen=True)

    def _debts(self, month: date) -> None:
        debt = next((p.arrears for p in self.file.housing if p.arrears), None)
        if debt and self.file.door == Door.RETENTION:
            self._line(MoneyKind.DEBT, "rent_debt", debt, month, months=max(1, int(debt) // 320))
        for code in ("energy_debt", "consumer_debt"):
            if self.dice.chance(0.3):
                self._line(MoneyKind.DEBT, code, self.dice.between(3, 30) * 40, month)

    def _line(self, kind: str, code: str, amount, month: date, **fields) -> MoneyLine:
        return self.file.add(
            MoneyLine,
            kind=kind,
            code=code,
            amount=Decimal(amount),
            starts_on=month,
            organisation=self.file.operator,
            author=self.file.lead,
            **fields,
        )
