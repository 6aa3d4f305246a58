"""The compte rendu as it leaves: the part of each organisation, one entry for a file or for somebody invited."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from cellule.models import Minutes, MinutesEntry, Session
from cellule.outside_choices import MinutesState
from cellule.seats import seats_of
from cellule.services.closing import standing_decisions
from cellule.services.minutes import readers_of
from partners.models import Organisation
from partners.object_rights import roles_with
from veille.core.pdf import make_pdf


@dataclass(frozen=True)
class OrganisationPart:
    """What one organisation that sits reads, and whether it reads the whole."""

    organisation: Organisation
    people: int
    is_whole: bool
    entries: tuple[MinutesEntry, ...]


def parts_by_organisation(session: Session, entries: Iterable[MinutesEntry]) -> list[OrganisationPart]:
    """Of these entries, those that each organisation of the seats reads."""
    entries = list(entries)
    readers = _readers(session, entries)
    whole_roles = roles_with("session_record", "R", scope="seat")
    seats = seats_of(session.instance).filter(role__in=roles_with("session_record", "R"))
    held: dict[UUID, list] = {}
    for seat in seats:
        held.setdefault(seat.organisation_id, []).append(seat)
    parts = []
    for organisation, its_seats in held.items():
        whole = any(seat.role in whole_roles for seat in its_seats)
        mine = tuple(e for e in entries if whole or e.case_id is None or organisation in readers[e.pk])
        people = len({seat.user_id for seat in its_seats})
        parts.append(OrganisationPart(its_seats[0].organisation, people, whole, mine))
    return parts


def _readers(session: Session, entries: list[MinutesEntry]) -> dict[UUID, set[UUID]]:
    """Whose entry each is: kept with what was given out, worked out for what is being written."""
    decisions = {decision.agenda_item_id: decision for decision in standing_decisions(session)}
    readers = {}
    for entry in entries:
        if entry.minutes.state != MinutesState.DRAFT:
            readers[entry.pk] = set(entry.readers.order_by("pk").values_list("pk", flat=True))
        elif entry.case_id:
            readers[entry.pk] = readers_of(entry.agenda_item, decisions.get(entry.agenda_item_id))
    return readers


def minutes_pdf(
    minutes: Minutes, entries: Iterable[MinutesEntry], *, organisation: Organisation | None = None
) -> bytes:
    """The common part and these entries; nothing tells how many others there are."""
    session = minutes.session
    attendances = session.attendances.filter(is_present=True).select_related("organisation")
    context = {
        "session": session,
        "minutes": minutes,
        "entries": list(entries),
        "organisation": organisation,
        "attendances": attendances.order_by("organisation__sort_name"),
        "demo": settings.IS_DEMO,
    }
    return make_pdf("cellule/minutes_pdf.html", context)


def extract_pdf(entry: MinutesEntry) -> bytes:
    """One situation of a session, and nothing of the others."""
    return make_pdf("cellule/extract_pdf.html", {"entry": entry, "session": entry.session, "demo": settings.IS_DEMO})
