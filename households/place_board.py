"""The inventory as a page shows it: a place is free, taken or out; who takes it is said through the file alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from households.banner import household_names
from households.models import HousingPeriod, StayTerm, TransitionalPlace
from households.pages import CasePage
from partners.models import Dispositif
from partners.roles import Section
from veille.core import clock
from veille.core.actor import Actor
from veille.core.formats import counted, far_date


@dataclass(frozen=True)
class Resident:
    """A household the reader may open: nothing of any other."""

    case: UUID
    number: str
    name: str
    since: date
    term_on: date | None


@dataclass(frozen=True)
class PlaceRow:
    """A line of the inventory."""

    place: TransitionalPlace
    where: str
    label: str
    tone: str
    detail: str
    resident: Resident | None
    is_ending: bool
    can_write: bool = False

    @property
    def term_on(self) -> date | None:
        """Of the stay, for who reads it."""
        return self.resident.term_on if self.resident else None


def rows_of(actor: Actor, places: Iterable[TransitionalPlace]) -> list[PlaceRow]:
    """The lines of some places, fetched with `with_list_data`; one query more for the files she reads."""
    shown = list(places)
    residents = residents_of(actor, [place.pk for place in shown])
    kept = set(
        TransitionalPlace.objects.kept_by(actor).filter(pk__in=[p.pk for p in shown]).values_list("pk", flat=True)
    )
    return [_row(place, residents.get(place.pk), place.pk in kept) for place in shown]


def residents_of(actor: Actor, places: list[UUID], day: date | None = None) -> dict[UUID, Resident]:
    """Place → the household that lives there, of the files she reads."""
    terms = Prefetch("terms", StayTerm.objects.visible_to(actor).order_by("-rank"), to_attr="told_terms")
    stays = HousingPeriod.objects.visible_to(actor).current(day or clock.today()).filter(place_held__in=places)
    stays = stays.filter(stays.of_known_files(actor))
    found = list(stays.select_related("case").prefetch_related(terms).order_by("starts_on", "pk"))
    names = household_names(actor, [stay.case for stay in found]) if found else {}
    return {stay.place_held_id: _resident(stay, names) for stay in found}


def _resident(stay: HousingPeriod, names: dict) -> Resident:
    term = next(iter(stay.told_terms), None)
    name = names.get(stay.case.household_id, "")
    return Resident(stay.case_id, stay.case.number, name, stay.starts_on, term.term_on if term else None)


def _row(place: TransitionalPlace, resident: Resident | None, can_write: bool) -> PlaceRow:
    label, tone, detail = state_of_place(place)
    until, today = place.where.available_until, clock.today()
    is_ending = bool(place.is_taken and until and (until - today).days <= 90)
    return PlaceRow(place, place.where.words, label, tone, detail, resident, is_ending, can_write)


def state_of_place(place: TransitionalPlace) -> tuple[str, str, str]:
    """Word, tone, and what else is true of the place whoever lives there."""
    today, until = clock.today(), place.where.available_until
    if place.withdrawn_on and place.withdrawn_on <= today:
        return "Retirée", "neutral", f"le {far_date(place.withdrawn_on)}"
    if place.is_taken:
        return "Occupée", "progress", ""
    if place.available_from > today:
        return "À venir", "neutral", f"le {far_date(place.available_from)}"
    if until and until < today:
        return "Plus disponible", "warning", f"depuis le {far_date(until)}"
    free_since = max(day for day in (place.available_from, place.last_left_on) if day)
    return "Libre", "success", f"vide depuis {counted((today - free_since).days, 'jour')}"


def free_places(actor: Actor, dispositif: UUID) -> QuerySet[TransitionalPlace]:
    """Where a household of this dispositif may enter today."""
    places = TransitionalPlace.objects.visible_to(actor).open_on(clock.today()).filter(dispositif=dispositif)
    return places.with_list_data().filter(is_taken=False)


def dispositifs_of(actor: Actor) -> QuerySet[Dispositif]:
    """Those of the places she reads or counts."""
    counted_or_read = (TransitionalPlace.objects.countable_by(actor), TransitionalPlace.objects.visible_to(actor))
    keys = Q(pk__in=[])
    for places in counted_or_read:
        keys |= Q(pk__in=places.order_by().values("dispositif"))
    return Dispositif.objects.filter(keys).order_by("name", "pk")


def narrowed(actor: Actor, filters: dict) -> QuerySet[TransitionalPlace]:
    """The inventory she reads, in the order of the page; places taken out only when they are asked for."""
    places = TransitionalPlace.objects.visible_to(actor).with_list_data()
    state, today = filters.get("state"), clock.today()
    if filters.get("dispositif"):
        places = places.filter(dispositif=filters["dispositif"])
    if filters.get("modality"):
        places = places.filter(modality=filters["modality"])
    if state == "withdrawn":
        return places.filter(withdrawn_on__lte=today)
    if state == "taken":
        return places.standing().filter(is_taken=True)
    return places.open_on(today).filter(is_taken=False) if state == "free" else places.standing()


def offers_places(page: CasePage) -> bool:
    """Whether she holds places for this dispositif, and writes where the household lives."""
    places = TransitionalPlace.objects.visible_to(page.actor).standing()
    here = places.filter(dispositif=page.case.rules.dispositif_id)
    return page.writes(Section.HOUSING) and here.exists()
