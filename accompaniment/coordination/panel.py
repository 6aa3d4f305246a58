"""The meetings and relays of a file as its pages show them, each as far as the actor reads."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from accompaniment.coordination.choices import FirstAppointment, GuestKind, MeetingState, RelayState
from accompaniment.coordination.permissions import can_answer, can_change_meeting, can_coordinate, can_relay
from accompaniment.coordination.rules import CONCLUSIONS, INVITATION, open_links
from accompaniment.models import (
    CaseMeeting,
    CaseRelay,
    HandedConclusions,
    MeetingConclusions,
    MeetingDecision,
    MeetingGuest,
)
from households.models import Case
from households.pages import CasePage
from partners.roles import Section
from veille.core import clock
from veille.core.actor import Actor
from veille.core.models import ExternalLink

MEETING_TONES = {MeetingState.PLANNED: "progress", MeetingState.HELD: "success", MeetingState.CANCELLED: "neutral"}
RELAY_TONES = {RelayState.UNDER_WAY: "progress", RelayState.CONFIRMED: "success", RelayState.TAKEN_BACK: "neutral"}
FIRST_TONES = {FirstAppointment.KEPT: "success", FirstAppointment.NOT_KEPT: "warning"}


@dataclass(frozen=True)
class MeetingRow:
    meeting: CaseMeeting
    tone: str
    conclusions: MeetingConclusions | None

    @property
    def awaits(self) -> str:
        """What is left to do, for who may."""
        if self.meeting.state == MeetingState.PLANNED and self.meeting.held_on <= clock.today():
            return "à noter"
        if self.meeting.state == MeetingState.HELD and self.conclusions is None:
            return "conclusions à écrire"
        return ""


@dataclass(frozen=True)
class GuestRow:
    """`link` is the invitation that still opens."""

    guest: MeetingGuest
    may_answer: bool
    link: ExternalLink | None = None


@dataclass(frozen=True)
class RelayRow:
    relay: CaseRelay
    tone: str
    first_tone: str

    @property
    def is_asked(self) -> bool:
        """Its day has passed and nobody has said what became of it."""
        waits = self.relay.state == RelayState.UNDER_WAY and self.relay.first == FirstAppointment.EXPECTED
        return waits and self.relay.first_on < clock.today()


def meetings_of(actor: Actor, case: Case) -> list[MeetingRow]:
    """The latest first."""
    standing = MeetingConclusions.objects.visible_to(actor).filter(is_current=True)
    found = CaseMeeting.objects.visible_to(actor).filter(case=case).select_related("worker", "organisation")
    rows = found.prefetch_related(Prefetch("conclusions", standing, to_attr="read"))
    return [_meeting_row(row) for row in rows.order_by("-held_on", "-starts_at", "pk")]


def _meeting_row(meeting: CaseMeeting) -> MeetingRow:
    return MeetingRow(meeting, MEETING_TONES[meeting.state], next(iter(meeting.read), None))


def relays_of(actor: Actor, case: Case) -> list[RelayRow]:
    found = CaseRelay.objects.visible_to(actor).filter(case=case).select_related("organisation", "author")
    return [relay_row(relay) for relay in found.order_by("-first_on", "pk")]


def relay_row(relay: CaseRelay) -> RelayRow:
    return RelayRow(relay, RELAY_TONES[relay.state], FIRST_TONES.get(relay.first, "info"))


def coordination_of(page: CasePage) -> dict:
    """What both the room and its box in the follow-up show."""
    return {
        "meetings": meetings_of(page.actor, page.case),
        "relays": relays_of(page.actor, page.case),
        "may_meet": can_coordinate(page.rights) and page.case.closed_on is None,
        "may_relay": can_relay(page.rights) and page.case.closed_on is None,
    }


def reads_coordination(page: CasePage) -> bool:
    """Whether the room has anything for her: meetings her organisation is invited to, or those of the team."""
    return page.reads(Section.INTERVENTIONS, Section.SUMMARY)


def meeting_page(page: CasePage, meeting: CaseMeeting) -> dict:
    """One meeting: who is invited, what may be read of it, what was decided, to whom it was handed."""
    is_inner = page.reads(Section.INTERVENTIONS)
    may_change = can_change_meeting(page.actor, meeting, page.rights)
    conclusions = MeetingConclusions.objects.visible_to(page.actor).filter(meeting=meeting, is_current=True)
    decisions = MeetingDecision.objects.visible_to(page.actor).filter(meeting=meeting).select_related("action")
    return {
        "page": page,
        "meeting": meeting,
        "tone": MEETING_TONES[meeting.state],
        "is_inner": is_inner,
        "may_change": may_change,
        "guests": _guests(page, meeting, is_inner),
        "conclusions": conclusions.select_related("author").first(),
        "decisions": list(decisions.order_by("due_on", "pk")),
        "handed": _handed(page.actor, meeting) if is_inner else [],
    }


def _guests(page: CasePage, meeting: CaseMeeting, is_inner: bool) -> list[GuestRow]:
    rows = MeetingGuest.objects.visible_to(page.actor).filter(meeting=meeting)
    guests = list(rows.select_related("user", "organisation", "meeting").order_by("kind", "name", "pk"))
    outside = [guest.pk for guest in guests if is_inner and guest.kind == GuestKind.OUTSIDE]
    opened = open_links(INVITATION, outside)
    return [
        GuestRow(
            guest,
            meeting.state == MeetingState.PLANNED and can_answer(page.actor, guest, page.rights),
            opened.get(guest.pk),
        )
        for guest in guests
    ]


def _handed(actor: Actor, meeting: CaseMeeting) -> Iterable[tuple[HandedConclusions, ExternalLink | None]]:
    rows: QuerySet = HandedConclusions.objects.visible_to(actor).filter(guest__meeting=meeting)
    found = list(rows.select_related("guest", "given_by").order_by("-given_at", "pk"))
    opened = open_links(CONCLUSIONS, [handed.pk for handed in found])
    return [(handed, opened.get(handed.pk)) for handed in found]
