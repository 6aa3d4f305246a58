"""From a task to the act that finishes it."""

from django.urls import reverse

from accompaniment.permissions import can_lead
from cellule.candidature_permissions import can_settle
from cellule.choices import TASK_MOVES, TaskAct, TaskState
from cellule.models import Assignment
from cellule.services.decisions import measure_acts
from households.permissions import section_rights
from veille.core.actor import Actor

_PAGES = {
    TaskAct.SUSPEND: "accompaniment:measure_suspend",
    TaskAct.REACTIVATE: "accompaniment:measure_resume",
    TaskAct.END: "accompaniment:measure_end",
    TaskAct.REOPEN: "accompaniment:measure_reopen",
}


def act_of(actor: Actor, task: Assignment) -> tuple[str, str]:
    """The address of the act and its verb; nothing when the task is over, done by hand, or the act not hers."""
    if not task.act or task.state != TaskState.TODO:
        return "", ""
    label = TaskAct(task.act).label
    if task.act == TaskAct.CONDITION:
        is_hers = task.condition is not None and can_settle(actor, task.condition)
        return (reverse("cellule:condition_settle", args=[task.condition_id]), label) if is_hers else ("", "")
    measure = task.decision.measure
    if measure is None or task.act not in measure_acts(measure):
        return "", ""
    if not can_lead(section_rights(actor, task.case)):
        return "", ""
    return reverse(_PAGES[TaskAct(task.act)], args=[measure.pk]), label


def can_move_by_hand(task: Assignment, to: str) -> bool:
    """Set aside or taken up again; done by hand only when no act does it."""
    if task.act and TaskState.DONE in (to, task.state):
        return False
    return to in TASK_MOVES[TaskState(task.state)]
