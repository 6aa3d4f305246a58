"""What the actor may do with a funding plan she sees."""

from funding.models import FundingPlan, PlanState
from funding.querysets import whole_dispositifs
from partners.object_rights import roles_with
from veille.core.actor import Actor

_WRITERS = roles_with("funding_plan", "W")


def reads_whole(actor: Actor, plan: FundingPlan) -> bool:
    """Every line, or only those of her organisation."""
    return plan.dispositif_id in whole_dispositifs(actor)


def can_change_plans(actor: Actor, dispositif_id) -> bool:
    return any(m.dispositif_id == dispositif_id for m in actor.memberships_as(*_WRITERS))


def can_change(actor: Actor, plan: FundingPlan) -> bool:
    """A validated plan is corrected by a new version."""
    return plan.state == PlanState.DRAFT and can_change_plans(actor, plan.dispositif_id)
