"""Who lives there, seen closely: a child of two homes, one to be born, a guarantor; a household written twice."""

from collections import defaultdict
from datetime import date

from cellule.models import AgendaItem
from households.models import (
    ContactDetail,
    ContactKind,
    CustodyRhythm,
    ExternalReference,
    Person,
    ReferenceKind,
    Source,
    TenancyRole,
)
from partners.configuration import Door
from veille.core.normalise import sort_text
from veille.demonstration.files import File
from veille.demonstration.frames import World
from veille.demonstration.remarkable import running_cases

_SAME = ("first_name", "last_name", "alias", "search_name", "birth_date", "birth_year", "gender")


def make(world: World) -> None:
    running = list(running_cases(world))
    _share_custody(world)
    _expect_a_child(world, running)
    _vouch(world, running)
    _number_elsewhere(running)
    _choose_a_safe_way(world, running)
    _write_twice(world, running)


def _share_custody(world: World) -> None:
    """The children of the couple that parted: even weeks on one side, odd ones on the other."""
    sides: dict[str, CustodyRhythm] = {}
    for child in (p for p in world.rows.of(Person) if p.role == "child_alternate"):
        first_side = child.first_name not in sides
        child.custody_rhythm = CustodyRhythm.EVEN_WEEKS if first_side else CustodyRhythm.ODD_WEEKS
        child.custody_share = 50
        sides[child.first_name] = child.custody_rhythm


def _expect_a_child(world: World, running: list[File]) -> None:
    couple = next(f for f in running if len(f.people) == 3 and f.people[1].role == "spouse_partner")
    last_name = couple.people[0].last_name
    child = Person(last_name=last_name, role="unborn_child", expected_month=date(2019, 3, 1), source=Source.CONFIDED)
    _join(world, couple, child)


def _vouch(world: World, running: list[File]) -> None:
    """A mother stands surety for the lease her son has just signed, and lives elsewhere."""
    tenant = next(f for f in running if f.door == Door.ACCESS and f.lease_signed_on)
    mother = Person(
        first_name="Odette",
        last_name=tenant.people[0].last_name,
        birth_year=tenant.people[0].birth_year - 26,
        gender="woman",
        role="ascendant",
        tenancy_role=TenancyRole.GUARANTOR,
        lives_elsewhere=True,
    )
    _join(world, tenant, mother)


def _join(world: World, file: File, person: Person) -> None:
    names = [field.name for field in Person._meta.concrete_fields if field.name not in {"id", "household"}]
    fields = {name: getattr(person, name) for name in names}
    fields["search_name"] = sort_text(f"{person.first_name} {person.last_name} {person.alias}")
    world.rows.add(Person, household=file.household, **fields)


def _number_elsewhere(running: list[File]) -> None:
    """Asked for a dwelling, a household has numbers in two registers; the landlord has its own."""
    seekers = [f for f in running if f.door == Door.ACCESS][:6]
    for index, file in enumerate(seekers):
        _refer(file, ReferenceKind.NUR, f"0590118{file.opened_on.year}{1200345 + 97 * index}", Source.LANDLORD_KNOWN)
        if index % 2:
            _refer(file, ReferenceKind.SIAO, str(5_902_000 + 131 * index), Source.CONFIDED)
    for index, file in enumerate([f for f in running if f.door == Door.RETENTION][:4]):
        _refer(file, ReferenceKind.OWN, f"CT-{48_210 + 17 * index}", Source.LANDLORD_KNOWN)


def _refer(file: File, kind: str, value: str, source: str) -> None:
    owner = file.landlord if kind == ReferenceKind.OWN else file.operator
    compact = "".join(char for char in value.upper() if char.isalnum())
    fields = {"kind": kind, "value": value, "search_value": compact, "source": source}
    file.add(ExternalReference, organisation=owner, noted_on=file.opened_on, **fields)


def _choose_a_safe_way(world: World, running: list[File]) -> None:
    """Where somebody else may answer, the way and the hours were chosen with the person."""
    phones = {row.case: row for row in world.rows.of(ContactDetail) if row.kind == ContactKind.PHONE}
    for file in [f for f in running if f.case in phones][:8:2]:
        phone = phones[file.case]
        phone.is_preferred, phone.no_message = True, True
        phone.preference, phone.hours = "Par SMS", "entre 14 h et 17 h, jamais le week-end"


def _write_twice(world: World, running: list[File]) -> None:
    """A household already accompanied was oriented again by its own worker, who did not recognise it."""
    waiting = [f for f in world.files if f.frame.key == "vs" and f.measure is None and f.case.closed_on is None]
    sessions = defaultdict(set)
    for item in world.rows.of(AgendaItem):
        if item.case_id:
            sessions[item.case_id].add(item.session_id)
    pairs = [
        (known, again)
        for again in waiting
        for known in running
        if again.referrer is known.operator and again.author is known.lead and again.door == known.door
        if not sessions[known.case.pk] & sessions[again.case.pk]
    ]
    shown = world.person("Marchetti")  # whose account the demonstration prints
    known, again = min(pairs, key=lambda pair: (pair[0].lead is not shown, _unlike(*pair)))
    for person, twin in zip(again.people, known.people, strict=False):
        for name in _SAME:
            setattr(person, name, getattr(twin, name))


def _unlike(known: File, again: File) -> int:
    """How far two households are from being the same, by the places of their members."""
    here, there = ([person.role for person in file.people] for file in (known, again))
    return abs(len(here) - len(there)) + sum(one != other for one, other in zip(here, there, strict=False))
