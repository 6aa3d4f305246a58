"""The plan: written with the household, agreed, replaced by a new version, closed."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from accompaniment import guards
from accompaniment.agreed_texts import digest_of, plan_text
from accompaniment.choices import ACTION_MOVES, CLOSED_STATES, PLAN_MOVES, ActionState, PlanState
from accompaniment.models import Action, Measure, Objective, Plan, PlanReview
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.transitions import move


@transaction.atomic
def draft_plan(*, measure: Measure, priorities: str, review_on: date, by: Actor) -> Plan:
    """Begin a plan with what the household wants first, in its own words."""
    if measure.state in CLOSED_STATES:
        raise ValidationError("Cet accompagnement est terminé : il n’a plus de plan à construire.")
    plan = Plan(
        case=measure.case,
        measure=measure,
        version=_last_version(measure) + 1,
        priorities=priorities,
        review_on=review_on,
        author=by.user,
    )
    plan.full_clean()
    plan.save()
    audit.record("plan.drafted", plan, by=by, changes={"version": plan.version})
    return plan


@transaction.atomic
def change_plan(*, plan: Plan, priorities: str, review_on: date, by: Actor) -> Plan:
    """Correct a plan while it is being written."""
    _lock_draft(plan)
    plan.priorities, plan.review_on = priorities, review_on
    plan.full_clean()
    plan.save(update_fields=["priorities", "review_on"])
    audit.record("plan.changed", plan, by=by, changes={"version": plan.version})
    return plan


@transaction.atomic
def save_objective(
    *,
    plan: Plan,
    label: str,
    theme: str,
    is_shared: bool,
    actions: Iterable[dict],
    by: Actor,
    objective: Objective | None = None,
) -> Objective:
    """Write an objective with its actions (label, kind, theme, who, due_on), in the place of those it had."""
    _lock_draft(plan)
    if objective is None:
        objective = Objective(plan=plan, case=plan.case, position=plan.objectives.count())
    objective.label, objective.theme, objective.is_shared = label, theme, is_shared
    objective.full_clean()
    objective.save()
    _replace_actions(objective, actions)
    audit.record("objective.saved", objective, by=by, changes={"theme": theme, "is_shared": is_shared})
    return objective


def _replace_actions(objective: Objective, actions: Iterable[dict]) -> None:
    """An action carried over from the former version keeps its state as long as its words stay."""
    states = dict(objective.actions.order_by("pk").values_list("label", "state"))
    objective.actions.all().delete()
    for position, fields in enumerate(actions):
        state = states.get(fields["label"], ActionState.TODO)
        action = Action(case=objective.case, objective=objective, position=position, state=state, **fields)
        action.full_clean()
        action.save()


@transaction.atomic
def remove_objective(*, objective: Objective, by: Actor) -> None:
    """Take an objective out of a plan that is being written."""
    _lock_draft(objective.plan)
    audit.record("objective.removed", objective, by=by)
    objective.delete()


@transaction.atomic
def agree_plan(*, plan: Plan, by: Actor, on: date | None = None) -> Plan:
    """The household agrees: from then on the plan is replaced, never rewritten.

    Held while its words are copied: nobody writes an objective between the text that is kept and the agreement.
    """
    on = on or clock.today()
    stored = Plan.objects.select_for_update(of=("self",)).select_related("measure").get(pk=plan.pk)
    guards.check_day(on, not_before=stored.measure.decided_on, what="Accord sur le plan")
    if not stored.objectives.exists():
        raise ValidationError("Ajoutez au moins un objectif avant de convenir du plan.")
    content = plan_text(stored)
    agreed = {"agreed_on": on, "agreed_content": content, "digest": digest_of(content)}
    before = move(plan, PlanState.AGREED, allowed=PLAN_MOVES, **agreed)
    audit.record("plan.agreed", plan, by=by, changes={"state": [before, plan.state]})
    return plan


def seal_plan(plan: Plan) -> Plan:
    """The locked plan with the text that is signed; one agreed before texts were kept is given its own now."""
    if plan.state == PlanState.DRAFT:
        raise ValidationError("Convenez d’abord du plan avec le ménage : c’est le texte convenu qui se signe.")
    if not plan.digest:
        plan.agreed_content = plan_text(plan)
        plan.digest = digest_of(plan.agreed_content)
        plan.save(update_fields=["agreed_content", "digest"])
    return plan


@transaction.atomic
def review_plan(
    *,
    plan: Plan,
    next_on: date,
    outcomes: Mapping[Objective, tuple[str, str]],
    by: Actor,
    reviewed_on: date | None = None,
    with_household: bool = True,
) -> PlanReview:
    """Look at an agreed plan again: where each objective stands (outcome, result), and when it is looked at next."""
    day = reviewed_on or clock.today()
    stored = Plan.objects.select_for_update().get(pk=plan.pk)
    if stored.state != PlanState.AGREED:
        raise ValidationError("Seul un plan convenu se revoit.")
    guards.check_day(day, not_before=stored.agreed_on, what="Révision du plan")
    review = PlanReview(
        case=plan.case, plan=plan, reviewed_on=day, with_household=with_household, next_on=next_on, author=by.user
    )
    review.full_clean()
    review.save()
    for objective, (outcome, result) in outcomes.items():
        objective.outcome, objective.result = outcome, result
        objective.full_clean()
        objective.save(update_fields=["outcome", "result"])
    stored.review_on = next_on
    stored.save(update_fields=["review_on"])
    audit.record("plan.reviewed", plan, by=by, changes={"next_on": str(next_on)})
    return review


@transaction.atomic
def close_plan(*, plan: Plan, by: Actor) -> Plan:
    before = move(plan, PlanState.CLOSED, allowed=PLAN_MOVES)
    audit.record("plan.closed", plan, by=by, changes={"state": [before, plan.state]})
    return plan


@transaction.atomic
def new_plan_version(*, plan: Plan, review_on: date, by: Actor) -> Plan:
    """Close an agreed plan and draft its successor with what is still to be done."""
    if plan.state != PlanState.AGREED:
        raise ValidationError("Seul un plan convenu donne une nouvelle version ; celui-ci se modifie encore.")
    close_plan(plan=plan, by=by)
    new = draft_plan(measure=plan.measure, priorities=plan.priorities, review_on=review_on, by=by)
    for objective in plan.objectives.prefetch_related("actions"):
        _carry_over(objective, new)
    return new


def _carry_over(objective: Objective, plan: Plan) -> None:
    open_actions = [a for a in objective.actions.all() if a.state in (ActionState.TODO, ActionState.DOING)]
    copy = Objective.objects.create(
        plan=plan,
        case=plan.case,
        label=objective.label,
        theme=objective.theme,
        is_shared=objective.is_shared,
        position=objective.position,
    )
    Action.objects.bulk_create(
        Action(
            case=plan.case,
            objective=copy,
            label=action.label,
            kind=action.kind,
            theme=action.theme,
            who=action.who,
            due_on=action.due_on,
            state=action.state,
            position=position,
        )
        for position, action in enumerate(open_actions)
    )


@transaction.atomic
def move_action(*, action: Action, to: str, by: Actor) -> Action:
    """Say where an action stands. A closed plan no longer moves."""
    if action.objective.plan.state == PlanState.CLOSED:
        raise ValidationError("Ce plan est clos : ses actions ne changent plus.")
    done_on = clock.today() if to == ActionState.DONE else None
    before = move(action, to, allowed=ACTION_MOVES, done_on=done_on)
    audit.record("action.moved", action, by=by, changes={"state": [before, action.state]})
    return action


@transaction.atomic
def note_result(*, objective: Objective, result: str, by: Actor) -> Objective:
    """Write what came of an objective."""
    if objective.plan.state != PlanState.AGREED:
        raise ValidationError("Un résultat se note sur un plan convenu.")
    objective.result = result
    objective.full_clean()
    objective.save(update_fields=["result"])
    audit.record("objective.result_noted", objective, by=by)
    return objective


def _lock_draft(plan: Plan) -> None:
    state = Plan.objects.select_for_update().values_list("state", flat=True).get(pk=plan.pk)
    if state != PlanState.DRAFT:
        raise ValidationError("Ce plan est convenu : faites-en une nouvelle version pour le changer.")


def _last_version(measure: Measure) -> int:
    Measure.objects.select_for_update().get(pk=measure.pk)
    return Plan.objects.filter(measure=measure).aggregate(last=Max("version"))["last"] or 0
