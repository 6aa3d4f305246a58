"""The shareable conclusions of a meeting on one page: no name of the household, who was there by organisation."""

from collections.abc import Iterable

from django.conf import settings

from accompaniment.coordination.choices import GuestKind, HouseholdPart
from accompaniment.models import CaseMeeting, MeetingConclusions, MeetingDecision
from veille.core import clock
from veille.core.pdf import make_one_page_pdf

_HOUSEHOLD = {
    HouseholdPart.PRESENT: "le ménage",
    HouseholdPart.REPRESENTED: "quelqu’un pour le ménage",
    HouseholdPart.ABSENT: "",
}
_SIZES = ("size-1", "size-2", "size-3", "size-4")


def conclusions_pdf(
    conclusions: MeetingConclusions, decisions: Iterable[MeetingDecision], *, careful: bool = False
) -> bytes:
    """A household that asks for care (`careful`) carries home the neutral name of the service, and no other."""
    meeting = conclusions.meeting
    context = {
        "meeting": meeting,
        "keeper": "" if careful else meeting.organisation.name,
        "conclusions": conclusions,
        "decisions": decisions,
        "attended": [] if careful else who_was_there(meeting),
        "service": meeting.case.dispositif.public_name,
        "today": clock.today(),
        "demo": settings.IS_DEMO,
    }
    return make_one_page_pdf("accompaniment/meeting_conclusions_pdf.html", context, sizes=_SIZES)


def who_was_there(meeting: CaseMeeting) -> list[str]:
    """The household, then the organisations: people are named by what they do, as long as the household agrees."""
    present = meeting.guests.filter(attended=True).select_related("organisation")
    told = [_HOUSEHOLD[meeting.household_part], meeting.organisation.name]
    for guest in present.order_by("kind", "body", "pk"):
        if guest.kind == GuestKind.ORGANISATION:
            told.append(guest.organisation.name)
        elif guest.kind == GuestKind.OUTSIDE and guest.agreed_on:
            told.append(f"{guest.function}, {guest.body}")
    return [one for one in dict.fromkeys(told) if one]
