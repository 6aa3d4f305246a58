"""The tasks that decisions give: done, without object, or taken up again."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment.models import Measure
from cellule.choices import TASK_MOVES, TaskState
from cellule.models import Assignment, Decision
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.transitions import move


@transaction.atomic
def move_task(*, task: Assignment, to: str, by: Actor) -> Assignment:
    """Say where a task stands; only one that is done carries a date. An act of the file finishes some of them."""
    if task.act and TaskState.DONE in (to, task.state):
        raise ValidationError("Cette tâche se termine par l’acte lui-même : ouvrez-le depuis cette page.")
    return _move(task, to, by)


@transaction.atomic
def finish_tasks(*, measure: Measure, act: str, by: Actor) -> None:
    """An act on the accompaniment was done: the decisions that asked for it are carried out."""
    waiting = {"act": act, "state": TaskState.TODO}
    for decision in measure.decisions.order_by("pk"):
        for task in decision.assignments.filter(**waiting).order_by("pk"):
            _move(task, TaskState.DONE, by)


@transaction.atomic
def drop_tasks(*, decision: Decision, by: Actor) -> None:
    """The decision was corrected: what it asked and nobody did is without object."""
    for task in decision.assignments.filter(state=TaskState.TODO).order_by("pk"):
        _move(task, TaskState.CANCELLED, by)


def _move(task: Assignment, to: str, by: Actor) -> Assignment:
    before = move(task, to, allowed=TASK_MOVES, done_on=clock.today() if to == TaskState.DONE else None)
    audit.record("task.moved", task, by=by, changes={"state": [before, to]})
    return task
