"""Invented households: who they are, how old, under which names."""

from datetime import date, timedelta

from households.models import Household, Person, Source, TenancyRole
from veille.core.normalise import sort_text
from veille.demonstration.dice import Dice, data
from veille.demonstration.frames import Frame, World

SINGLE = ("single_woman", "single_man")


def make_household(world: World, frame: Frame, family: str, *, on: date, is_tenant: bool) -> tuple[Household, list]:
    """A household of a type, as it was on a day. Some keep back a member from the landlord, or go by an alias."""
    household = world.rows.add(Household, dispositif=frame.dispositif)
    maker = _Maker(world, household, on, is_tenant)
    maker.adults(family)
    if family in {"couple_children", "single_mother", "single_father"}:
        maker.children(world.dice.between(1, 4))
    return household, maker.people


def copy_household(world: World, frame: Frame, people: tuple, *, on: date) -> tuple[Household, list]:
    """Those who left another household, copied without any link; the first one becomes its reference person."""
    household = world.rows.add(Household, dispositif=frame.dispositif)
    kept = ("first_name", "last_name", "alias", "search_name", "birth_date", "birth_year", "gender", "role", "source")
    copies = []
    for person in people:
        fields = {name: getattr(person, name) for name in kept}
        copies.append(world.rows.add(Person, household=household, arrived_on=on, **fields))
    copies[0].role, copies[0].tenancy_role = "reference_person", TenancyRole.APPLICANT
    return household, copies


class _Maker:
    def __init__(self, world: World, household: Household, on: date, is_tenant: bool):
        self.world, self.dice, self.household, self.on = world, world.dice, household, on
        self.is_tenant = is_tenant
        self.last_name = self.dice.pick(data("names.json")["last"])
        self.people: list[Person] = []

    def adults(self, family: str) -> None:
        couple = family.startswith("couple")
        first = {"single_man": "man", "single_father": "man", "single_woman": "woman", "single_mother": "woman"}
        gender = first.get(family) or self.dice.pick(["woman", "man"])
        age = self.dice.between(23, 44) if family not in SINGLE else self.dice.between(20, 71)
        held = TenancyRole.HOLDER if self.is_tenant else TenancyRole.APPLICANT
        self._add("reference_person", gender, age, held)
        if couple:
            other = "man" if gender == "woman" else "woman"
            shared = TenancyRole.CO_HOLDER if self.is_tenant else TenancyRole.APPLICANT
            self._add("spouse_partner", other, max(19, age + self.dice.between(-6, 6)), shared)
        if family == "adults_group":
            self._add("other_relative", self.dice.pick(["woman", "man"]), self.dice.between(19, 30), TenancyRole.NONE)

    def children(self, count: int) -> None:
        eldest = min(17, max(1, self._parent_age() - 20))
        for _ in range(count):
            self._add("child", self.dice.pick(["girl", "boy"]), self.dice.between(0, eldest), TenancyRole.NONE)

    def _parent_age(self) -> int:
        return self.on.year - self.people[0].birth_year

    def _add(self, role: str, names: str, age: int, tenancy: str) -> None:
        born = self.on - timedelta(days=int(age * 365.25) + self.dice.between(20, 300))
        is_known = self.dice.chance(0.7)
        last_name = self.last_name
        if role not in {"child", "reference_person"} and self.dice.chance(0.4):
            last_name = self.dice.pick(data("names.json")["last"])
        person = self.world.rows.add(
            Person,
            household=self.household,
            first_name=self.dice.pick(data("names.json")[names]),
            last_name=last_name,
            alias=self.dice.pick(data("names.json")["alias"]) if self.dice.chance(0.05) else "",
            birth_date=born if is_known else None,
            birth_year=born.year,
            gender={"girl": "woman", "boy": "man"}.get(names, names),
            role=role,
            tenancy_role=tenancy,
            source=Source.CONFIDED if self._is_kept_back(role) else Source.LANDLORD_KNOWN,
        )
        person.search_name = sort_text(f"{person.first_name} {person.last_name} {person.alias}")
        self.people.append(person)

    def _is_kept_back(self, role: str) -> bool:
        return role not in {"reference_person", "child"} and self.dice.chance(0.1)


def phone(dice: Dice, territory: str) -> str:
    """A number of the ranges kept for fiction."""
    prefix = "06 39 98"
    if dice.chance(0.2):
        prefix = {"ile-de-france": "01 99 00", "centre": "02 61 91", "aude": "05 36 49"}.get(territory, "03 53 01")
    return f"{prefix} {dice.between(0, 99):02} {dice.between(0, 99):02}"
