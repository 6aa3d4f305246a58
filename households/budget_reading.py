"""The budget of a case for a month, as one of its readers may see it: lines in force, who lives there, figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from households import budget_figures as figures
from households.budget_figures import Figure, Part, Rent
from households.composition import ADULT_FROM, age_on
from households.models import HousingPeriod, MoneyKind, MoneyLine, Person
from households.pages import CasePage
from households.places import place_of
from households.rent_ceilings import ceiling_on, zone_of
from veille.core import clock, formats, reference

LISTS = {MoneyKind.RESOURCE: "resource_type", MoneyKind.CHARGE: "charge_type", MoneyKind.DEBT: "debt_type"}
# Situations that owe a rent: without its amount, nothing true can be said of what is left.
_TENANTS = frozenset({"social_tenant", "private_tenant", "subletting", "bridging", "adapted_housing"})
_WHOLE = Decimal(1)
# They stand in the place of an answer.
_UNSAID = frozenset({"unknown", "refused_to_answer"})
# A child in charge for the allowance is under 21 (code de la construction et de l'habitation, art. R. 823-4).
_DEPENDANT_UNTIL = 21
_CHILDREN = frozenset({"child", "child_alternate"})


def last_day(month: date) -> date:
    return formats.plus_months(month, 1) - timedelta(days=1)


def line_label(line: MoneyLine) -> str:
    """« RSA », « Autre : bourse communale »."""
    label = reference.label(LISTS[MoneyKind(line.kind)], line.code)
    return f"{label.split(' – ')[0]} : {line.detail}" if line.detail else label


def part_of(line: MoneyLine) -> Part:
    return Part(line_label(line), line.amount, line.code)


def presence(person: Person) -> Decimal:
    """How much of the month she is counted for: a child in shared custody for its share, else a half."""
    if person.role == "unborn_child" or person.lives_elsewhere:
        return Decimal(0)
    if person.role != "child_alternate":
        return _WHOLE
    return Decimal(person.custody_share) / 100 if person.custody_share else figures.SHARED_CUSTODY


def is_adult(person: Person, day: date) -> bool:
    if person.role == "unborn_child" or person.lives_elsewhere:
        return False
    age = age_on(person, day)
    return age >= ADULT_FROM if age is not None else person.role not in _CHILDREN


@dataclass(frozen=True)
class MonthBudget:
    """The lines in force in a month and what comes out of them; `day` is its last one, or today."""

    month: date
    day: date
    lines: tuple[MoneyLine, ...]
    people: tuple[Person, ...]
    period: HousingPeriod | None

    def of(self, kind: str) -> list[MoneyLine]:
        """In the order of their list."""
        ranks = {code: rank for rank, (code, _) in enumerate(reference.choices(LISTS[MoneyKind(kind)]))}
        return sorted((line for line in self.lines if line.kind == kind), key=lambda line: ranks.get(line.code, 999))

    @property
    def resources(self) -> list[MoneyLine]:
        """Without the housing allowance, shown apart."""
        return [line for line in self.of(MoneyKind.RESOURCE) if line.code != figures.APL]

    @property
    def allowances(self) -> list[MoneyLine]:
        return [line for line in self.of(MoneyKind.RESOURCE) if line.code == figures.APL]

    @property
    def charges(self) -> list[MoneyLine]:
        return self.of(MoneyKind.CHARGE)

    @property
    def debts(self) -> list[MoneyLine]:
        return self.of(MoneyKind.DEBT)

    @property
    def debt_total(self) -> Decimal | None:
        """None when a debt is noted without its amount: a part of a sum is no sum."""
        amounts = [line.amount for line in self.debts]
        return None if None in amounts else sum(amounts, Decimal(0))

    def _parts(self, kind: str) -> list[Part]:
        return [part_of(line) for line in self.of(kind) if line.code not in _UNSAID]

    def _charge_parts(self) -> list[Part]:
        """The rental charges of the lease stand in until they are noted."""
        parts = self._parts(MoneyKind.CHARGE)
        known = self.period.monthly_charges if self.period else None
        if known is None or any(part.code == figures.RENTAL_CHARGES for part in parts):
            return parts
        return [*parts, Part("Charges locatives du bail", known, figures.RENTAL_CHARGES)]

    @property
    def rent(self) -> Rent:
        period = self.period
        return Rent(period.monthly_rent, period.situation in _TENANTS) if period else Rent()

    @property
    def persons(self) -> Decimal:
        return sum((presence(person) for person in self.people), Decimal(0))

    @cached_property
    def unheard(self) -> list[str]:
        """Adults of whom no resource is noted; a resource of the whole household speaks for all."""
        heard = {line.person_id for line in self.resources if line.code not in _UNSAID}
        if None in heard:
            return []
        return [p.full_name for p in self.people if is_adult(p, self.day) and p.pk not in heard]

    @cached_property
    def income(self) -> Figure:
        return figures.income(self._parts(MoneyKind.RESOURCE), self.unheard)

    @cached_property
    def figures(self) -> list[Figure]:
        resources, charges = self._parts(MoneyKind.RESOURCE), self._charge_parts()
        paid = figures.housing_cost(self.rent, charges, resources)
        residual = figures.residual_income(self.income, paid, charges)
        return [
            self.income,
            residual,
            figures.rest_to_live(residual, self.persons),
            figures.effort_rate(self.rent, self.income, charges, resources),
            self._over_ceiling(),
        ]

    def _over_ceiling(self) -> Figure:
        zone = self._zone()
        ceiling = ceiling_on(zone, self.month) if zone else None
        if ceiling is None:
            why = f"un plafond en vigueur en {formats.month(self.month)}" if zone else "la zone APL de la commune"
            return figures.rent_over_ceiling(self.rent, None, why)
        is_couple = any(person.role == "spouse_partner" for person in self.people)
        dependants = sum(self._is_dependant(person) for person in self.people)
        amount = ceiling.of(is_couple=is_couple, dependants=dependants)
        family = "couple" if is_couple else "personne seule"
        children = formats.counted(dependants, "enfant à charge", "enfants à charge")
        basis = f"zone {zone}, {family}, {children} ; {ceiling.source}"
        return figures.rent_over_ceiling(self.rent, amount, "", basis)

    def _zone(self) -> str:
        commune = self.period and place_of(self.period).commune
        return zone_of(commune.code, commune.parent_id) if commune else ""

    def _is_dependant(self, person: Person) -> bool:
        age = age_on(person, self.day)
        return person.role in _CHILDREN and (age is None or age < _DEPENDANT_UNTIL)


def month_budget(page: CasePage, month: date) -> MonthBudget:
    """The budget of a month, from the rows open to who looks; who has left took her money along."""
    end = last_day(month)
    day = min(end, clock.today()) if month <= clock.today() else end
    lines = standing_lines(page).filter(starts_on__lte=month).exclude(ends_on__lt=end)
    people = tuple(page.people.present_on(day))
    there = {None, *(person.pk for person in people)}
    periods = HousingPeriod.objects.visible_to(page.actor).filter(case=page.case).current(day)
    period = periods.select_related("commune", "dwelling__commune", "dwelling__landlord").order_by("-starts_on").first()
    return MonthBudget(month, day, tuple(line for line in lines if line.person_id in there), people, period)


def standing_lines(page: CasePage):
    """The lines that count, corrected ones left out."""
    rows = MoneyLine.objects.visible_to(page.actor).filter(case=page.case, corrected_on=None)
    return rows.select_related("person", "author", "organisation").order_by("kind", "code", "-starts_on", "pk")


def former_lines(page: CasePage, month: date) -> list[MoneyLine]:
    """What no longer stands in a month: ended before it, or corrected."""
    rows = MoneyLine.objects.visible_to(page.actor).filter(case=page.case).select_related("person")
    former = rows.filter(corrected_on__isnull=False) | rows.filter(ends_on__lt=month)
    return list(former.order_by("-starts_on", "kind", "code", "-created_at", "pk"))


def months_of_change(lines: Iterable[MoneyLine], today: date) -> list[date]:
    """The months in which something changed, and this one, the latest first."""
    changes = {line.starts_on for line in lines}
    changes |= {formats.plus_months(line.ends_on.replace(day=1), 1) for line in lines if line.ends_on}
    this_month = today.replace(day=1)
    return sorted({month for month in changes if month <= this_month} | {this_month}, reverse=True)
