"""The calendar of a worker: what is agreed, what was done, and what the rhythm of each accompaniment still owes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from accompaniment.choices import RUNNING_STATES, GroupKind, VisitState
from accompaniment.collective.choices import CollectiveSessionState
from accompaniment.collective.days import animated
from accompaniment.coordination.agenda import meetings_between
from accompaniment.models import GroupEntry, Intervention, Measure, PlannedVisit
from accompaniment.preparation.days import sessions_between
from accompaniment.visits import Compliance, next_due, visit_compliance, with_visits
from households.banner import household_names
from households.models import Case, CaseTeamMember, TeamPart
from households.standing_in import replaced_people, visits_carried_by
from partners.models import User
from partners.roles import MANAGER_ROLES, Right, Section
from veille.core import clock, reads
from veille.core.actor import Actor
from veille.core.formats import of_name
from veille.core.models import AccessKind

DAYS_A_WEEK = 7
# Visits done are told against those due over the last quarter.
COUNTED = timedelta(weeks=13)
_MIDNIGHT = time(0)
_COLLECTIVE_PLANNED = CollectiveSessionState.PLANNED
_VISIT, _FILE = "accompaniment:visit_change", "households:case_followup"


@dataclass(frozen=True)
class Entry:
    """A line of a day; `case` is None for what concerns several households."""

    day: date
    at: time | None
    case: Case | None
    title: str
    url: str
    who: str
    is_planned: bool = False
    is_late: bool = False
    name: str = ""


@dataclass(frozen=True)
class Day:
    on: date
    is_today: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Owed:
    """An accompaniment and its visits: done of due, the day of the next one, and the one agreed already."""

    measure: Measure
    rhythm: str
    done: Compliance
    due_on: date | None
    planned: PlannedVisit | None
    name: str = ""
    may_act: bool = False
    replaced: str = ""

    @property
    def is_late(self) -> bool:
        return self.done.n < self.done.total


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def colleagues(actor: Actor) -> QuerySet[User]:
    """Those whose calendar a manager opens: the teams of the files of her organisation."""
    if not actor.has_role(*MANAGER_ROLES):
        return User.objects.none()
    teams = CaseTeamMember.objects.current().filter(
        organisation=actor.organisation_id, case__in=Case.objects.visible_to(actor).values("pk"), user=OuterRef("pk")
    )
    return User.objects.filter(Exists(teams)).order_by("last_name", "first_name", "pk")


def whose(actor: Actor, chosen: User | None) -> User | None:
    """Her own calendar; for a manager, the one she chose, or everybody's (None)."""
    return chosen if actor.has_role(*MANAGER_ROLES) else actor.user


def week_of(actor: Actor, worker: User | None, first: date) -> list[Day]:
    """Seven days from a Monday, each with what is agreed and what was noted."""
    last = first + timedelta(days=DAYS_A_WEEK - 1)
    found = [*_planned(actor, worker, first, last), *_done(actor, worker, first, last)]
    found += _for_several(actor, worker, first, last)
    found += _meetings(actor, worker, first, last)
    found += _collective(actor, worker, first, last)
    found += _preparation(actor, worker, first, last)
    by_day: dict[date, list[Entry]] = {}
    for entry in sorted(_named(actor, found), key=_order):
        by_day.setdefault(entry.day, []).append(entry)
    days = (first + timedelta(days=number) for number in range(DAYS_A_WEEK))
    return [Day(day, day == clock.today(), tuple(by_day.get(day, ()))) for day in days]


def _order(entry: Entry) -> tuple:
    return entry.day, entry.at or _MIDNIGHT, entry.title, entry.url


def _named(actor: Actor, entries: Iterable[Entry]) -> list[Entry]:
    """Each with the name its file goes by, as far as she reads it."""
    entries = list(entries)
    names = household_names(actor, [entry.case for entry in entries if entry.case])
    return [replace(entry, name=names.get(entry.case.household_id, "")) if entry.case else entry for entry in entries]


def visits_of(actor: Actor, worker: User | None) -> QuerySet[PlannedVisit]:
    """What she may know of the visits that her organisation agreed, for one person or everybody."""
    visits = PlannedVisit.objects.visible_to(actor).filter(organisation=actor.organisation_id)
    return visits.filter(visits_carried_by(worker.pk, actor.organisation_id)) if worker else visits


def visits_today(actor: Actor) -> list[Entry]:
    """What she agreed on for today, hour by hour, journalled as the list it is."""
    today = clock.today()
    found = sorted(_named(actor, _planned(actor, actor.user, today, today)), key=_order)
    if found:
        reads.record([entry.case.pk for entry in found if entry.case], section="todo", kind=AccessKind.LIST)
    return found


def _planned(actor: Actor, worker: User | None, first: date, last: date) -> Iterable[Entry]:
    found = visits_of(actor, worker).filter(due_on__range=(first, last), state=VisitState.PLANNED)
    visits = list(found.select_related("case", "worker"))
    acted_on = _planned_by(actor, [visit.case_id for visit in visits])
    for visit in visits:
        may_act = visit.case_id in acted_on
        yield Entry(
            visit.due_on,
            visit.starts_at,
            visit.case,
            _title(visit, worker),
            reverse(_VISIT, args=[visit.pk]) if may_act else reverse(_FILE, args=[visit.case_id]),
            str(visit.worker or ""),
            is_planned=True,
            is_late=visit.due_on < clock.today(),
        )


def _title(visit: PlannedVisit, worker: User | None) -> str:
    """In the calendar of who stands in, whose visit it is."""
    told = visit.get_reason_display()
    lent = worker is not None and visit.worker_id not in (None, worker.pk)
    return f"{told} – en remplacement {of_name(visit.worker)}" if lent else told


def _done(actor: Actor, worker: User | None, first: date, last: date) -> Iterable[Entry]:
    rows = Intervention.objects.visible_to(actor).filter(
        organisation=actor.organisation_id, happened_on__range=(first, last), group=None
    )
    for row in (rows.filter(author=worker) if worker else rows).select_related("case", "author"):
        url = reverse(_FILE, args=[row.case_id])
        yield Entry(row.happened_on, row.started_at, row.case, row.get_kind_display(), url, str(row.author))


def _meetings(actor: Actor, worker: User | None, first: date, last: date) -> Iterable[Entry]:
    """Those planned; once held they are read among what was done."""
    for meeting in meetings_between(actor, worker, first, last):
        url = reverse("accompaniment:meeting_detail", args=[meeting.pk])
        who, is_late = str(meeting.worker), meeting.held_on < clock.today()
        title = meeting.get_kind_display()
        yield Entry(meeting.held_on, meeting.starts_at, meeting.case, title, url, who, is_planned=True, is_late=is_late)


def _for_several(actor: Actor, worker: User | None, first: date, last: date) -> Iterable[Entry]:
    rows = GroupEntry.objects.visible_to(actor).filter(happened_on__range=(first, last))
    for row in (rows.filter(author=worker) if worker else rows).select_related("author"):
        title = GroupKind(row.kind).label
        url = reverse("accompaniment:group_detail", args=[row.pk])
        yield Entry(row.happened_on, row.started_at, None, title, url, str(row.author))


def _collective(actor: Actor, worker: User | None, first: date, last: date) -> Iterable[Entry]:
    """Sessions of collective actions, planned and held: they hang on no file."""
    for row in animated(actor, worker, first, last):
        url, planned = reverse("accompaniment:collective_session", args=[row.pk]), row.state == _COLLECTIVE_PLANNED
        late = planned and row.held_on < clock.today()
        yield Entry(row.held_on, row.starts_at, None, row.action.title, url, "", is_planned=planned, is_late=late)


def _preparation(actor: Actor, worker: User | None, first: date, last: date) -> Iterable[Entry]:
    """Sessions of the preparation to come; once held they are read among what was done."""
    for row in sessions_between(actor, worker, first, last):
        url, late = reverse("accompaniment:preparation_detail", args=[row.pk]), row.planned_on < clock.today()
        title = f"Préparation : {row.title}"
        yield Entry(row.planned_on, row.starts_at, None, title, url, str(row.animator), is_planned=True, is_late=late)


def followed(actor: Actor, worker: User | None) -> QuerySet[Measure]:
    """The accompaniments that run: those she leads or stands in for, or those of everybody."""
    parts = (TeamPart.LEAD, TeamPart.STAND_IN)
    team = CaseTeamMember.objects.current().filter(
        case=OuterRef("case"), organisation=actor.organisation_id, part__in=parts
    )
    measures = Measure.objects.visible_to(actor).filter(state__in=RUNNING_STATES, operator=actor.organisation_id)
    measures = measures.filter(Exists(team.filter(user=worker))) if worker else measures
    return with_visits(measures).order_by("case__number", "pk")


def owed(actor: Actor, measures: Iterable[Measure]) -> list[Owed]:
    """What each owes, the nearest day first; in as many queries for a thousand as for one."""
    measures = list(measures)
    agreed = _next_agreed(actor, [measure.case_id for measure in measures])
    names = household_names(actor, [measure.case for measure in measures])
    acted_on = _planned_by(actor, [measure.case_id for measure in measures])
    replaced = replaced_people(actor)
    since = clock.today() - COUNTED
    lines = [
        Owed(
            measure,
            _rhythm(measure),
            visit_compliance(measure, since=since),
            next_due(measure),
            agreed.get(measure.case_id),
            names.get(measure.case.household_id, ""),
            measure.case_id in acted_on,
            replaced.get(measure.case_id, ""),
        )
        for measure in measures
    ]
    return sorted(lines, key=lambda line: (line.due_on or date.max, line.measure.case.number))


def _planned_by(actor: Actor, cases: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these files where she agrees on visits and notes them; a manager reads the calendar and acts on none."""
    written = Case.objects.visible_to(actor, Section.INTERVENTIONS, Right.WRITE).filter(pk__in=list(cases))
    return frozenset(written.values_list("pk", flat=True))


def _rhythm(measure: Measure) -> str:
    today = clock.today()
    held = [level for level in measure.levels.all() if level.starts_on <= today]
    return held[-1].rhythm if held else ""


def _next_agreed(actor: Actor, cases: Iterable[UUID]) -> dict[UUID, PlannedVisit]:
    visits = visits_of(actor, None).filter(case__in=list(cases), state=VisitState.PLANNED)
    return {visit.case_id: visit for visit in visits.order_by("-due_on", "-starts_at", "pk")}


def visits_of_case(actor: Actor, case: Case) -> QuerySet[PlannedVisit]:
    """What is agreed with a household, the nearest first."""
    visits = PlannedVisit.objects.visible_to(actor).filter(case=case, state=VisitState.PLANNED)
    return visits.select_related("worker").order_by("due_on", "starts_at", "pk")
