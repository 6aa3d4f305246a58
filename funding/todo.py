"""What awaits the pilot in the money: a draft to balance, then to validate."""

from django.urls import reverse

from funding.figures import plan_figures
from funding.models import FundingPlan, PlanState
from funding.permissions import can_change
from veille.core.actor import Actor
from veille.core.todo import FOLLOW, Kind, Topic, WorkItem

_DRAFT = Kind("funding_plan", "Plan de financement à équilibrer", Topic.PAPERS)


def work_items(actor: Actor) -> list[WorkItem]:
    """The drafts she may change, with what they lack."""
    drafts = FundingPlan.objects.visible_to(actor).filter(state=PlanState.DRAFT).with_list_data()
    return [_item(plan) for plan in drafts if can_change(actor, plan)]


def _item(plan: FundingPlan) -> WorkItem:
    figures = plan_figures(plan)
    lacks = figures.total.gap_sentence or ("prêt à valider" if figures.is_balanced else "à équilibrer")
    return WorkItem(
        kind=_DRAFT,
        about=str(plan.pk),
        group=FOLLOW,
        title=f"{plan.label}, version {plan.version} : {lacks}",
        since=None,  # the convention may have begun years before its plan was drafted
        url=reverse("funding:plan_detail", args=[plan.pk]),
        action_label="Ouvrir le plan",
    )
