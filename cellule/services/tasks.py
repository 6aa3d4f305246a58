"""The tasks that decisions give: done, without object, or taken up again."""

from django.db import transaction

from cellule.choices import TASK_MOVES, TaskState
from cellule.models import Assignment
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.transitions import move


@transaction.atomic
def move_task(*, task: Assignment, to: str, by: Actor) -> Assignment:
    """Say where a task stands; only one that is done carries a date."""
    before = move(task, to, allowed=TASK_MOVES, done_on=clock.today() if to == TaskState.DONE else None)
    audit.record("task.moved", task, by=by, changes={"state": [before, to]})
    return task
