"""What an admission depends on: written with the decision, found met or not by an act that ends its task."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from cellule.candidature_choices import CONDITION_MOVES, ConditionState
from cellule.choices import TASK_MOVES, DecisionCode, TaskState
from cellule.models import Decision, DecisionCondition
from partners.models import Organisation
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.transitions import move


@dataclass(frozen=True)
class Condition:
    """What, by whom, before when."""

    what: str
    organisation: Organisation
    due_on: date


@transaction.atomic
def write_conditions(*, decision: Decision, conditions: Iterable[Condition], by: Actor) -> list[DecisionCondition]:
    """The conditions of an admission, in the order they were said."""
    asked = list(conditions)
    if asked and decision.code != DecisionCode.ADMIT_CONDITIONAL:
        raise ValidationError("Seule une admission sous condition porte des conditions.")
    rows = [DecisionCondition(case=decision.case, decision=decision, **vars(condition)) for condition in asked]
    for row in rows:
        if row.due_on < clock.today():
            raise ValidationError("Une condition se remplit avant une date à venir.")
        row.full_clean()
        row.save()
        audit.record("condition.set", row, by=by, changes={"organisation": str(row.organisation_id)})
    return rows


@transaction.atomic
def settle_condition(*, condition: DecisionCondition, met: bool, by: Actor, remark: str = "") -> DecisionCondition:
    """Found met, or not: the task it gave is over."""
    to = ConditionState.MET if met else ConditionState.NOT_MET
    _end(condition, to, by, remark=remark)
    return condition


@transaction.atomic
def drop_conditions(*, decision: Decision, by: Actor) -> None:
    """The decision was corrected: what it asked no longer counts."""
    for condition in decision.conditions.filter(state=ConditionState.PENDING).order_by("pk"):
        _end(condition, ConditionState.DROPPED, by)


def _end(condition: DecisionCondition, to: str, by: Actor, remark: str = "") -> None:
    changes = {"settled_on": clock.today(), "settled_by": by.user, "remark": remark}
    before = move(condition, to, allowed=CONDITION_MOVES, **changes)
    audit.record("condition.settled", condition, by=by, changes={"state": [before, to]})
    task = getattr(condition, "task", None)
    if task and task.state == TaskState.TODO:
        end = TaskState.CANCELLED if to == ConditionState.DROPPED else TaskState.DONE
        done_on = clock.today() if end == TaskState.DONE else None
        move(task, end, allowed=TASK_MOVES, done_on=done_on)
