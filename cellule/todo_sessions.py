"""Sheets to prepare, sessions to convene, hold or close, tasks that decisions gave."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from cellule.choices import SessionState, SheetState, TaskState
from cellule.models import AgendaItem, Assignment, Session
from cellule.preparation import to_prepare
from partners.object_rights import may
from veille.core import clock, reads
from veille.core.actor import Actor
from veille.core.formats import far_date
from veille.core.models import AccessKind
from veille.core.todo import Kind, Topic, WorkItem, group_for

_SHEET = Kind("sheet", "Fiche à préparer", Topic.SESSIONS)
_SESSION = Kind("session", "Séance à préparer, tenir ou clore", Topic.SESSIONS)
_TASK = Kind("task", "Tâche donnée par une décision", Topic.SESSIONS)

# A sheet is frozen, and a convocation sent, so long before the session.
_SHEET_NOTICE, _CONVOCATION_NOTICE = timedelta(days=3), timedelta(days=7)
_SHOWN_BEFORE = timedelta(days=21)


def session_items(actor: Actor) -> list[WorkItem]:
    return [*_sheets(actor), *_sessions(actor), *_tasks(actor)]


def _sheets(actor: Actor) -> Iterator[WorkItem]:
    """Her own organisation's sheets that are not frozen; the secretary sees those on the agenda."""
    if not may(actor, "sheet_before_freezing", "W"):
        return
    hers = Q(referral__presenter=actor.organisation_id) | Q(owner=actor.organisation_id)
    items = to_prepare(actor).filter(hers)
    items = [item for item in items if item.last_state != SheetState.FROZEN]
    if items:
        reads.record([item.case_id for item in items], section="todo", kind=AccessKind.LIST)
    for item in items:
        due = item.session.held_on - _SHEET_NOTICE
        is_drafted = item.last_pk is not None
        yield WorkItem(
            kind=_SHEET,
            about=str(item.pk),
            case=item.case_id,
            group=group_for(due),
            door=item.case.door,
            number=item.case.number,
            title=f"{_words(item)} pour la séance du {far_date(item.session.held_on)}",
            since=_since(item),
            due=due,
            url=reverse("cellule:sheet_detail", args=[item.last_pk]) if is_drafted else reverse("cellule:sheet_list"),
            action_label="Relire et figer" if is_drafted else "Préparer la fiche",
        )


def _words(item: AgendaItem) -> str:
    if item.referral_id is None:
        return "Fiche de suivi à compléter"
    return "Fiche à relire" if item.last_pk else "Fiche à préparer"


def _since(item: AgendaItem) -> date:
    """An orientation waits since it is complete; a review since its session is in sight."""
    if item.referral_id is None:
        return min(clock.today(), item.session.held_on - _SHOWN_BEFORE)
    return item.referral.completed_on or item.referral.submitted_on


def _sessions(actor: Actor) -> Iterator[WorkItem]:
    """What the secretary has to do about the sessions she keeps."""
    if not may(actor, "session_agenda", "W"):
        return
    states = (SessionState.PLANNED, SessionState.CONVENED, SessionState.OPEN)
    sessions = Session.objects.kept_by(actor).filter(state__in=states, held_on__lte=clock.today() + _SHOWN_BEFORE)
    for session in sessions.with_list_data():
        title, label, due = _next_act(session)
        yield WorkItem(
            kind=_SESSION,
            about=str(session.pk),
            group=group_for(due),
            title=f"{session.instance.label}, {far_date(session.held_on)} : {title}",
            since=session.held_on,
            due=due,
            url=reverse("cellule:session_detail", args=[session.pk]),
            action_label=label,
        )


def _next_act(session: Session) -> tuple:
    if session.state == SessionState.PLANNED:
        return "séance à convoquer", "Préparer la séance", session.held_on - _CONVOCATION_NOTICE
    if session.state == SessionState.CONVENED:
        return "séance à tenir", "Préparer la séance", session.held_on
    return "séance à clore", "Reprendre la séance", min(session.held_on, clock.today())


def _tasks(actor: Actor) -> Iterator[WorkItem]:
    tasks = Assignment.objects.visible_to(actor).filter(state=TaskState.TODO)
    tasks = list(tasks.select_related("case", "decision").order_by("due_on", "id"))
    if tasks:
        reads.record([task.case_id for task in tasks], section="todo", kind=AccessKind.LIST)
    for task in tasks:
        yield WorkItem(
            kind=_TASK,
            about=str(task.pk),
            case=task.case_id,
            group=group_for(task.due_on),
            door=task.case.door,
            number=task.case.number,
            title=task.label,
            since=task.decision.decided_on,
            due=task.due_on,
            url=reverse("cellule:task_detail", args=[task.pk]),
            action_label="Ouvrir la tâche",
        )
