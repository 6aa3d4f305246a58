"""What comes next, as this package knows it: the point with the household, the plan to look at again, an action due."""

from collections.abc import Iterator

from accompaniment.choices import CLOSED_STATES, ActionState, PlanState, VisitState
from accompaniment.clocks import preparation_end
from accompaniment.coordination.timeline import coordination_steps
from accompaniment.models import Action, Measure, Plan, PlannedVisit
from households.models import Case
from partners.roles import Section
from veille.core.actor import Actor
from veille.core.coming import Step


def steps(actor: Actor, case: Case) -> Iterator[Step]:
    measures = Measure.objects.visible_to(actor).filter(case=case).exclude(state__in=CLOSED_STATES)
    for measure in measures.select_related("case__rules").prefetch_related("suspensions", "former_exits"):
        if measure.next_review_on:
            yield Step(measure.next_review_on, "prochain point avec le ménage", Section.MEASURE)
        if ends_on := preparation_end(measure):
            yield Step(ends_on, "fin de la préparation", Section.MEASURE)
    for plan in Plan.objects.visible_to(actor).filter(case=case, state=PlanState.AGREED):
        yield Step(plan.review_on, "plan à revoir", Section.PLAN)
    for visit in PlannedVisit.objects.visible_to(actor).filter(case=case, state=VisitState.PLANNED)[:1]:
        yield Step(visit.due_on, "visite prévue", Section.INTERVENTIONS)
    yield from coordination_steps(actor, case)
    waiting = Action.objects.visible_to(actor).filter(case=case, due_on__isnull=False)
    waiting = waiting.filter(objective__plan__state=PlanState.AGREED, state__in=[ActionState.TODO, ActionState.DOING])
    for action in waiting.order_by("due_on", "pk")[:1]:
        yield Step(action.due_on, action.label, Section.PLAN_SHARED)
