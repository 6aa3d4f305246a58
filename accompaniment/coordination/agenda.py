"""Meetings as agendas read them: an hour under a neutral title; no household, no place, which may be a home."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from icalendar import Event

from accompaniment.coordination.choices import MeetingState
from accompaniment.models import CaseMeeting, MeetingGuest
from partners.models import User
from veille.core import clock
from veille.core.actor import Actor
from veille.core.agenda import SINCE, calendar_of, event_of

FILE_NAME = "reunion.ics"
_STATUS = {MeetingState.CANCELLED: "CANCELLED"}


def file_of(meetings: Iterable[CaseMeeting]) -> bytes:
    """What goes with a mail or a link: no address of a page, since its reader may have no account."""
    return calendar_of([_event(meeting) for meeting in meetings])


def events_for(actor: Actor) -> Iterator[Event]:
    """Those she leads or is asked to, in the organisation she acts for."""
    meetings = _of(actor, actor.user).filter(held_on__gte=clock.today() - SINCE)
    for meeting in meetings.select_related("case__rules__dispositif").order_by("held_on", "starts_at", "pk"):
        yield _event(meeting, reverse("accompaniment:meeting_detail", args=[meeting.pk]))


def meetings_between(actor: Actor, worker: User | None, first: date, last: date) -> QuerySet[CaseMeeting]:
    """What she may know of the meetings planned on these days, for one person or her whole organisation."""
    found = _of(actor, worker).filter(held_on__range=(first, last))
    return found.select_related("case", "worker").order_by("held_on", "starts_at", "pk")


def _of(actor: Actor, worker: User | None) -> QuerySet[CaseMeeting]:
    planned = CaseMeeting.objects.visible_to(actor).filter(state=MeetingState.PLANNED)
    if worker is None:
        return planned.filter(organisation=actor.organisation_id)
    asked = MeetingGuest.objects.filter(user=worker)
    return planned.filter(Q(worker=worker, organisation=actor.organisation_id) | Q(pk__in=asked.values("meeting")))


def _event(meeting: CaseMeeting, page: str = "") -> Event:
    title = f"Réunion – {meeting.case.rules.dispositif.public_name}"
    event = event_of(meeting.pk, title, meeting.held_on, meeting.starts_at, meeting.minutes, page=page)
    event.add("sequence", meeting.sequence)
    event.add("status", _STATUS.get(meeting.state, "CONFIRMED"))
    return event
