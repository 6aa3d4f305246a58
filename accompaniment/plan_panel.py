"""The plan as a page shows it: whole for who accompanies, its shared objectives for the others."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from accompaniment.choices import ACTION_MOVES, ActionState, PlanState
from accompaniment.models import Action, Measure, Objective, Plan
from accompaniment.permissions import can_move_action, can_write_plan
from households.models import Case
from households.permissions import Rights
from partners.roles import Right, Section
from veille.core.actor import Actor

PLAN_TONES = {PlanState.DRAFT: "progress", PlanState.AGREED: "success", PlanState.CLOSED: "neutral"}
ACTION_TONES = {
    ActionState.TODO: "neutral",
    ActionState.DOING: "progress",
    ActionState.DONE: "success",
    ActionState.CANCELLED: "neutral",
}
_VERBS = {
    ActionState.TODO: "Remettre à faire",
    ActionState.DOING: "Commencer",
    ActionState.DONE: "C’est fait",
    ActionState.CANCELLED: "Abandonner",
}
_ORDER = (ActionState.DONE, ActionState.DOING, ActionState.TODO, ActionState.CANCELLED)


@dataclass(frozen=True)
class ActionRow:
    action: Action
    tone: str
    moves: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ObjectiveRow:
    objective: Objective
    actions: tuple[ActionRow, ...]


@dataclass(frozen=True)
class PlanPanel:
    """`plan` is None for who reads the shared objectives alone."""

    plan: Plan | None
    tone: str
    objectives: tuple[ObjectiveRow, ...]
    may_write: bool
    former: tuple[Plan, ...]
    measure: Measure | None

    @property
    def is_draft(self) -> bool:
        return self.plan is not None and self.plan.state == PlanState.DRAFT

    @property
    def is_agreed(self) -> bool:
        return self.plan is not None and self.plan.state == PlanState.AGREED


def plan_panel(actor: Actor, case: Case, rights: Rights) -> PlanPanel:
    """The plan that is open, with those it replaced."""
    if rights[Section.PLAN] < Right.READ:
        return _shared_panel(actor, case, rights)
    plans = list(
        Plan.objects.visible_to(actor)
        .filter(case=case)
        .select_related("author")
        .order_by("-measure__decided_on", "-version")
    )
    current = next((plan for plan in plans if plan.state != PlanState.CLOSED), None)
    shown = current or next(iter(plans), None)
    rows = _rows(Objective.objects.visible_to(actor).filter(plan=shown), actor, rights) if shown else ()
    return PlanPanel(
        plan=shown,
        tone=PLAN_TONES[shown.state] if shown else "neutral",
        objectives=rows,
        may_write=can_write_plan(rights),
        former=tuple(plan for plan in plans if plan != shown),
        measure=_measure_to_plan(actor, case) if current is None else None,
    )


def _measure_to_plan(actor: Actor, case: Case) -> Measure | None:
    return Measure.objects.visible_to(actor).filter(case=case, ended_on=None).first()


def _shared_panel(actor: Actor, case: Case, rights: Rights) -> PlanPanel:
    shared = Objective.objects.visible_to(actor).filter(case=case, plan__state=PlanState.AGREED)
    return PlanPanel(None, "neutral", _rows(shared, actor, rights), False, (), None)


def _rows(objectives, actor: Actor, rights: Rights) -> tuple[ObjectiveRow, ...]:
    actions = Action.objects.visible_to(actor).select_related("objective__plan").order_by("position", "pk")
    found = objectives.prefetch_related(Prefetch("actions", actions, to_attr="visible_actions")).order_by(
        "position", "pk"
    )
    return tuple(ObjectiveRow(objective, _action_rows(objective.visible_actions, rights)) for objective in found)


def _action_rows(actions: Iterable[Action], rights: Rights) -> tuple[ActionRow, ...]:
    return tuple(action_row(action, may_move=_moves_now(rights, action)) for action in actions)


def _moves_now(rights: Rights, action: Action) -> bool:
    """While the plan is written, its actions are rewritten instead."""
    return action.objective.plan.state == PlanState.AGREED and can_move_action(rights, action)


def action_row(action: Action, *, may_move: bool) -> ActionRow:
    allowed = ACTION_MOVES[action.state] if may_move else set()
    moves = tuple((state.value, _verb(action.state, state)) for state in _ORDER if state in allowed)
    return ActionRow(action, ACTION_TONES[action.state], moves)


def _verb(before: str, after: ActionState) -> str:
    return "Reprendre" if before == ActionState.DONE else _VERBS[after]
