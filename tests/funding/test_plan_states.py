"""A plan of funding: draft, validated, replaced, in that order only."""

import pytest

from funding.models import PLAN_MOVES, FundingPlan, PlanState
from veille.core.transitions import ForbiddenMove, move


@pytest.mark.parametrize("target", PlanState)
@pytest.mark.parametrize("state", PlanState)
def test_each_state_leads_where_its_table_says(state, target, world):
    plan = FundingPlan.objects.create(
        dispositif=world.dispositif,
        label="Plan",
        version=1,
        state=state,
        starts_on="2015-01-01",
        years=2,
        costed_households=100,
        basis_note="Convention",
    )
    if target in PLAN_MOVES[state]:
        assert move(plan, target, allowed=PLAN_MOVES) == state
        return
    with pytest.raises(ForbiddenMove):
        move(plan, target, allowed=PLAN_MOVES)
