"""Plans to look at again with the household, and bilans whose day has come."""

from collections.abc import Iterable, Iterator

from django.db.models import prefetch_related_objects
from django.urls import reverse

from accompaniment.caseload import is_led_by
from accompaniment.choices import RUNNING_STATES, PlanState
from accompaniment.models import Measure, Plan, ProgressReview
from accompaniment.papers import due_reviews, expected, is_awaited
from accompaniment.plan_choices import ReviewState
from accompaniment.todo.lines import NOTICE, Line, line, rules_of
from partners.roles import Right
from veille.core import clock
from veille.core.actor import Actor
from veille.core.todo import Kind, Topic

_PLAN = Kind("plan_review", "Plan à revoir avec le ménage", Topic.REVIEWS)
_REVIEW = Kind("bilan_due", "Bilan à faire avec le ménage", Topic.REVIEWS)


def plans_to_review(actor: Actor) -> Iterator[Line]:
    """Agreed plans whose day has come, in the files she leads."""
    hers = is_led_by(actor)
    plans = Plan.objects.visible_to(actor, Right.WRITE).filter(
        hers, state=PlanState.AGREED, measure__state__in=RUNNING_STATES, review_on__lte=clock.today() + NOTICE
    )
    for plan in plans.select_related("case").order_by("review_on", "pk"):
        yield line(
            plan.case,
            kind=_PLAN,
            about=plan.pk,
            title="Plan à revoir avec le ménage",
            since=plan.agreed_on,
            due=plan.review_on,
            url=reverse("accompaniment:plan_review", args=[plan.pk]),
            act="Revoir le plan",
        )


def reviews(actor: Actor, measures: list[Measure]) -> Iterator[Line]:
    """Bilans whose day has come, or comes soon, in the accompaniments she leads."""
    begun = [measure for measure in measures if measure.started_on]
    prefetch_related_objects(begun, "former_exits")
    rules = rules_of(begun)
    made = ProgressReview.objects.visible_to(actor).filter(measure__in=begun).order_by("held_on", "pk")
    reviews = list(made)
    for measure in begun:
        due = expected(due_reviews(measure, reviews, rules[measure.case.rules_id].review_months))
        if due and is_awaited(due):
            yield line(
                measure.case,
                kind=_REVIEW,
                about=measure.pk,
                title=f"{due.title} à faire avec le ménage",
                since=measure.started_on,
                due=due.due_on,
                url=_review_address(measure, reviews),
                act="Faire le bilan",
            )


def _review_address(measure: Measure, reviews: Iterable[ProgressReview]) -> str:
    """The one under way, else the page that begins it."""
    under_way = (one for one in reviews if one.measure_id == measure.pk and one.state == ReviewState.DRAFT)
    draft = next(under_way, None)
    if draft is not None:
        return reverse("accompaniment:review_edit", args=[draft.pk])
    return reverse("accompaniment:review_begin", args=[measure.pk])
