"""The banner of a file: what one must know wherever one is in it. It never says more than the rights open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from households.composition import composition_sentence
from households.models import Case, HousingPeriod, Person
from households.permissions import Rights
from households.places import HIDDEN, place_of
from households.states import CaseState, state_of
from partners.roles import Right, Section
from veille.core import clock, reference
from veille.core.actor import Actor


@dataclass(frozen=True)
class Banner:
    """What the banner shows; empty strings where nothing is known or open."""

    reference: str
    door: str
    state: CaseState
    name: str
    composition: str
    housing: str
    lead: str
    is_restricted: bool


def banner_of(actor: Actor, case: Case, rights: Rights, period: HousingPeriod | None) -> Banner:
    """Litigation sees neither door nor number, whose prefix tells the dispositif: a right of STATE only."""
    knows_file = rights[Section.STATE] >= Right.READ
    people = _people(actor, case)
    return Banner(
        reference=case.number if knows_file else "Dossier",
        door=case.door if knows_file else "",
        state=state_of(case, in_detail=knows_file),
        name=household_name(people),
        composition=composition_sentence(people, clock.today()) if people else "",
        housing=housing_sentence(period) if period else "",
        lead=lead_sentence(case) if rights[Section.MEASURE] >= Right.STATE else "",
        is_restricted=case.is_restricted,
    )


def _people(actor: Actor, case: Case) -> list[Person]:
    return list(Person.objects.visible_to(actor).filter(household=case.household_id).present_on(clock.today()))


class Named(Protocol):
    """What the name of a file is made of."""

    @property
    def role(self) -> str: ...

    @property
    def full_name(self) -> str: ...


def household_name(people: Sequence[Named]) -> str:
    """The name a file goes by: the reference person, else the first of those one may read."""
    first = next((p for p in people if p.role == "reference_person"), people[0] if people else None)
    return first.full_name if first else ""


def household_names(actor: Actor, cases: Iterable[Case]) -> dict[UUID, str]:
    """Household → the name its file goes by, of those the actor may read, in one query."""
    households = {case.household_id for case in cases}
    if not households:
        return {}
    people: dict[UUID, list[Person]] = {}
    for person in Person.objects.visible_to(actor).filter(household__in=households).present_on(clock.today()):
        people.setdefault(person.household_id, []).append(person)
    return {household: household_name(members) for household, members in people.items()}


def lead_sentence(case: Case, *, is_short: bool = False) -> str:
    """« Lina Serra (La Vie active) », from a case fetched with `with_list_data`; « (LVA) » where room is short."""
    person = f"{case.lead_first_name or ''} {case.lead_last_name or ''}".strip()
    return lead_in_words(person, (is_short and case.operator_acronym) or case.operator_name or "")


def lead_in_words(person: str, operator: str) -> str:
    return f"{person} ({operator})" if person and operator else person or operator


def current_housing(actor: Actor, case: Case) -> HousingPeriod | None:
    """Where the household lives today, as far as the actor reads it."""
    periods = HousingPeriod.objects.visible_to(actor).filter(case=case).current(clock.today())
    return periods.select_related("commune", "dwelling__landlord", "dwelling__commune").order_by("-starts_on").first()


def housing_sentence(period: HousingPeriod) -> str:
    """« Harnes, T3, Habitat 62/59 », or the situation alone; a secret place is never told."""
    place = place_of(period)
    if place.is_secret:
        return HIDDEN
    if place.landlord is None:
        known = [place.commune.name] if place.commune else []
        is_told = period.situation != "unknown" or not known
        situation = [reference.label("housing_situation", period.situation)] if is_told else []
        return ", ".join([*situation, *known])
    kind = [reference.label("dwelling_type", place.dwelling_type)] if place.dwelling_type else []
    return ", ".join([place.commune.name, *kind, place.landlord.short_name])
