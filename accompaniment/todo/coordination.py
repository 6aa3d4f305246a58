"""Meetings to note, to conclude or to answer, decisions whose day has come, first appointments to ask after."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accompaniment.caseload import is_led_by
from accompaniment.coordination.choices import FirstAppointment, MeetingState, RelayState
from accompaniment.models import CaseMeeting, CaseRelay, MeetingConclusions, MeetingDecision, MeetingGuest
from accompaniment.todo.lines import NOTICE, Line, line
from partners.roles import Right
from veille.core import clock
from veille.core.actor import Actor
from veille.core.todo import Kind, Topic

_NOTE = Kind("meeting_to_note", "Réunion à noter", Topic.PARTNERS)
_CONCLUDE = Kind("conclusions_to_write", "Conclusions de réunion à écrire", Topic.PARTNERS)
_ANSWER = Kind("meeting_to_answer", "Réunion où vous êtes attendu·e", Topic.PARTNERS)
_DECIDED = Kind("meeting_decision", "Décision de réunion à suivre", Topic.PARTNERS)
_FIRST = Kind("relay_first", "Premier rendez-vous d’un relais", Topic.PARTNERS)
# Conclusions that nobody wrote for so long are asked for on the page of the meeting only.
_CONCLUDED_WITHIN = timedelta(days=90)


def meetings_to_note(actor: Actor) -> Iterator[Line]:
    """From their day on, for who leads them."""
    found = _hers(actor).filter(state=MeetingState.PLANNED, held_on__lte=clock.today())
    for meeting in found.select_related("case").order_by("held_on", "pk"):
        yield line(
            meeting.case,
            kind=_NOTE,
            about=meeting.pk,
            title=f"{meeting.get_kind_display()} : a-t-elle eu lieu ?",
            since=meeting.held_on,
            due=meeting.held_on,
            url=reverse("accompaniment:meeting_hold", args=[meeting.pk]),
            act="Noter",
        )


def conclusions_to_write(actor: Actor) -> Iterator[Line]:
    """Held, and nothing written that may be shared: within a week."""
    written = MeetingConclusions.objects.visible_to(actor).filter(meeting=OuterRef("pk"))
    found = _hers(actor).filter(
        ~Exists(written), state=MeetingState.HELD, held_on__gte=clock.today() - _CONCLUDED_WITHIN
    )
    for meeting in found.select_related("case").order_by("held_on", "pk"):
        yield line(
            meeting.case,
            kind=_CONCLUDE,
            about=meeting.pk,
            title=f"{meeting.get_kind_display()} : conclusions à écrire",
            since=meeting.held_on,
            due=meeting.held_on + NOTICE,
            url=reverse("accompaniment:conclusions_write", args=[meeting.pk]),
            act="Écrire",
        )


def meetings_to_answer(actor: Actor) -> Iterator[Line]:
    """Those that she, or her organisation, was asked to and has not answered."""
    asked = Q(user=actor.user_id) | Q(organisation=actor.organisation_id)
    guests = MeetingGuest.objects.visible_to(actor).filter(
        asked, answer="", meeting__state=MeetingState.PLANNED, meeting__held_on__gte=clock.today()
    )
    mine = guests.exclude(meeting__worker=actor.user_id, meeting__organisation=actor.organisation_id)
    for guest in mine.select_related("case", "meeting").order_by("meeting__held_on", "pk"):
        yield line(
            guest.case,
            kind=_ANSWER,
            about=guest.pk,
            title=f"{guest.meeting.get_kind_display()} : on vous y attend",
            since=guest.invited_at.astimezone(clock.PARIS).date() if guest.invited_at else guest.meeting.held_on,
            due=guest.meeting.held_on,
            url=reverse("accompaniment:meeting_detail", args=[guest.meeting_id]),
            act="Répondre",
        )


def decisions_due(actor: Actor) -> Iterator[Line]:
    """What was decided and is neither done nor in the plan, a week ahead, in the meetings she leads."""
    soon = clock.today() + NOTICE
    found = MeetingDecision.objects.visible_to(actor).filter(
        meeting__in=_hers(actor).values("pk"), done_on=None, action=None, due_on__lte=soon
    )
    for decision in found.select_related("case", "meeting").order_by("due_on", "pk"):
        yield line(
            decision.case,
            kind=_DECIDED,
            about=decision.pk,
            title="Décidé en réunion : où en est-on ?",
            since=decision.meeting.held_on,
            due=decision.due_on,
            url=reverse("accompaniment:meeting_detail", args=[decision.meeting_id]),
            act="Suivre",
        )


def first_appointments(actor: Actor) -> Iterator[Line]:
    """The day after, in the files she leads."""
    found = CaseRelay.objects.visible_to(actor, Right.WRITE).filter(
        Q(author=actor.user_id) | is_led_by(actor),
        by_organisation=actor.organisation_id,
        state=RelayState.UNDER_WAY,
        first=FirstAppointment.EXPECTED,
        first_on__lt=clock.today(),
    )
    for relay in found.select_related("case").order_by("first_on", "pk"):
        yield line(
            relay.case,
            kind=_FIRST,
            about=relay.pk,
            title="Relais : le premier rendez-vous a-t-il eu lieu ?",
            since=relay.first_on,
            due=relay.first_on + timedelta(days=1),
            url=reverse("accompaniment:relay_detail", args=[relay.pk]),
            act="Dire",
        )


def _hers(actor: Actor):
    return CaseMeeting.objects.visible_to(actor, Right.WRITE).filter(
        Q(worker=actor.user_id) | is_led_by(actor), organisation=actor.organisation_id
    )
