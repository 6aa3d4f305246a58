"""Finding a household again, inside one's own perimeter only: what lies outside is as if it did not exist."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import permutations
from uuid import UUID

from django.db.models import Q, QuerySet

from households.banner import household_name
from households.composition import CHILD_ROLES
from households.models import Case, Person
from households.searching import people_named
from veille.core import clock, formats, reads
from veille.core.actor import Actor
from veille.core.models import AccessKind
from veille.core.normalise import sort_text

_OFFERED = 10
_SAME_BIRTH_YEARS = 1


@dataclass(frozen=True)
class PickedHousehold:
    """A household she may take up again, with its latest case that she sees."""

    household_id: UUID
    case: Case
    name: str
    born: str

    @property
    def label(self) -> str:
        """« Aïcha Nord, 1984 – VS-2018-48213 »."""
        return ", ".join(part for part in (self.name, self.born) if part) + f" – {self.case.number}"


def pick_households(actor: Actor, query: str) -> list[PickedHousehold]:
    """Up to ten households of her perimeter whose name resembles the query; journalled as one search."""
    if not sort_text(query):
        return []
    return _picked(actor, people_named(actor, query))


def possible_duplicates(
    actor: Actor, first_name: str, last_name: str, birth_year: int | None = None, *, alias: str = ""
) -> list[PickedHousehold]:
    """Households of her perimeter where somebody has this name (and about this year of birth, when known)."""
    name = f"{first_name} {last_name}".strip() or alias
    if not sort_text(name):
        return []
    return _picked(actor, _born_about(people_named(actor, name), birth_year))


def _born_about(people: QuerySet[Person], year: int | None) -> QuerySet[Person]:
    return people if year is None else people.filter(_about(year))


def _about(year: int) -> Q:
    """An unknown year excludes nobody, on either side."""
    return Q(birth_year__range=(year - _SAME_BIRTH_YEARS, year + _SAME_BIRTH_YEARS)) | Q(birth_year=None)


def possible_twins(actor: Actor, case: Case) -> list[PickedHousehold]:
    """Other households of her perimeter, in the same dispositif, with an adult of the same name and about the same age.

    Children are not compared: those of two homes are written in both, and neither home tells the other.
    """
    adults = Person.objects.visible_to(actor).exclude(role__in=CHILD_ROLES).present_on(clock.today())
    same = Q(pk__in=())
    for person in adults.filter(household=case.household_id).order_by("pk"):
        same |= _alike(person)
    others = adults.exclude(household=case.household_id).filter(same)
    return _picked(actor, others, dispositif=case.rules.dispositif_id)


def _alike(person: Person) -> Q:
    """The same first and last names, either way round, at about the same age."""
    names = [sort_text(f"{a} {b}") for a, b in permutations((person.first_name, person.last_name))]
    alike = Q(pk__in=())
    for name in filter(None, names):
        alike |= Q(search_name=name) | Q(search_name__startswith=f"{name} ")
    return alike & _about(person.birth_year) if person.birth_year else alike


def _picked(actor: Actor, people: QuerySet[Person], *, dispositif: UUID | None = None) -> list[PickedHousehold]:
    found = {p.household_id: p for p in people.present_on(clock.today()).order_by("search_name", "pk")[: _OFFERED * 3]}
    cases = Case.objects.visible_to(actor).filter(household__in=found).order_by("opened_on", "pk")
    if dispositif:
        cases = cases.filter(rules__dispositif=dispositif)
    latest = {case.household_id: case for case in cases}
    picked = [_pick(found[household], latest[household]) for household in found if household in latest][:_OFFERED]
    _record(picked)
    return picked


def _pick(person: Person, case: Case) -> PickedHousehold:
    born = formats.far_date(person.birth_date) if person.birth_date else str(person.birth_year or "")
    return PickedHousehold(person.household_id, case, household_name([person]), born)


def _record(picked: Iterable[PickedHousehold]) -> None:
    case_ids = [item.case.pk for item in picked]
    if case_ids:
        reads.record(case_ids, section="identity", kind=AccessKind.SEARCH)
