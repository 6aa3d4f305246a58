"""Finding a household again, inside one's own perimeter only: what lies outside is as if it did not exist."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from households.banner import household_name
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
    actor: Actor, first_name: str, last_name: str, birth_date: date | None = None
) -> list[PickedHousehold]:
    """Households of her perimeter where somebody has this name (and about this year of birth, when known)."""
    if not sort_text(f"{first_name}{last_name}"):
        return []
    people = people_named(actor, f"{first_name} {last_name}")
    if birth_date:
        near = range(birth_date.year - _SAME_BIRTH_YEARS, birth_date.year + _SAME_BIRTH_YEARS + 1)
        people = people.filter(birth_year__in=near) | people.filter(birth_year=None)
    return _picked(actor, people)


def _picked(actor: Actor, people: QuerySet[Person]) -> list[PickedHousehold]:
    found = {p.household_id: p for p in people.present_on(clock.today()).order_by("search_name", "pk")[: _OFFERED * 3]}
    cases = Case.objects.visible_to(actor).filter(household__in=found).order_by("opened_on", "pk")
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
