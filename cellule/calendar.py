"""The calendar of sessions: a month as weeks, or a year as a list, narrowed by instance and territory."""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from cellule.invitation_choices import InvitationAnswer
from cellule.invitations import ANSWERED_IN, seats_held_by
from cellule.models import Session, SessionInvitation
from partners.models import Instance, Territory
from veille.core import clock
from veille.core.actor import Actor
from veille.core.formats import plus_months

_WEEK = calendar.Calendar(firstweekday=0)
MONTHS_OF_A_YEAR = 12
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@dataclass(frozen=True)
class Entry:
    """A session in the calendar; `opens` when its page is hers to read, `answers` when she may say if she comes.

    `said` is what she said of it already, in words.
    """

    session: Session
    opens: bool
    answers: bool
    said: str = ""


@dataclass(frozen=True)
class Day:
    """A square of the grid."""

    on: date
    is_outside: bool
    is_today: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Span:
    """What is shown: a month, or the twelve that begin with it."""

    first: date
    is_year: bool

    @property
    def last(self) -> date:
        return plus_months(self.first, MONTHS_OF_A_YEAR if self.is_year else 1) - timedelta(days=1)

    @property
    def before(self) -> date:
        return plus_months(self.first, -MONTHS_OF_A_YEAR if self.is_year else -1)

    @property
    def after(self) -> date:
        return self.last + timedelta(days=1)


def span_of(month: date | None, *, is_year: bool) -> Span:
    return Span((month or clock.today()).replace(day=1), is_year)


def sessions_in(actor: Actor, span: Span, chosen: Mapping) -> QuerySet[Session]:
    """Sessions whose day she may know, in the order of the days."""
    found = Session.objects.dated_for(actor).filter(held_on__range=(span.first, span.last))
    if chosen.get("instance"):
        found = found.filter(instance=chosen["instance"])
    if chosen.get("territory"):
        found = found.filter(instance__territory=chosen["territory"])
    return found.select_related("instance__territory").order_by("held_on", "starts_at", "id")


def instances_dated_for(actor: Actor) -> QuerySet[Instance]:
    """Those she may narrow the calendar to."""
    sessions = Session.objects.dated_for(actor).order_by("instance").values("instance")
    return Instance.objects.filter(pk__in=sessions).order_by("label", "id")


def territories_dated_for(actor: Actor) -> QuerySet[Territory]:
    return Territory.objects.filter(pk__in=instances_dated_for(actor).order_by().values("territory")).order_by("name")


def entries_of(actor: Actor, sessions: Iterable[Session]) -> list[Entry]:
    sessions = list(sessions)
    keys = [session.pk for session in sessions]
    opened = set(Session.objects.visible_to(actor).filter(pk__in=keys).values_list("pk", flat=True))
    seated = set(seats_held_by(actor))
    addressed = SessionInvitation.objects.addressed_to(actor).filter(session__in=keys)
    invited = set(addressed.values_list("session", flat=True))
    said = _said_by(actor, keys)
    return [
        Entry(
            session,
            opens=session.pk in opened,
            answers=session.state in ANSWERED_IN and (session.instance_id in seated or session.pk in invited),
            said=said.get(session.pk, ""),
        )
        for session in sessions
    ]


def _said_by(actor: Actor, keys: list[UUID]) -> dict[UUID, str]:
    """Session → what she answered, by her seat or for her organisation invited for the day."""
    hers = SessionInvitation.objects.visible_to(actor).filter(session__in=keys, organisation=actor.organisation_id)
    hers = hers.filter(Q(user=actor.user_id) | Q(user=None)).exclude(answer="").order_by("pk")
    return {session: InvitationAnswer(answer).label for session, answer in hers.values_list("session", "answer")}


def weeks_of(span: Span, entries: Iterable[Entry]) -> list[list[Day]]:
    """Whole weeks, Monday first; days of the months around are shown empty."""
    by_day: dict[date, list[Entry]] = {}
    for entry in entries:
        by_day.setdefault(entry.session.held_on, []).append(entry)
    today = clock.today()
    return [
        [Day(day, day.month != span.first.month, day == today, tuple(by_day.get(day, ()))) for day in week]
        for week in _WEEK.monthdatescalendar(span.first.year, span.first.month)
    ]
