"""The household that the association accompanies, and the one it is asked to diagnose."""

import pytest

from accompaniment import services
from tests import factories


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


@pytest.fixture
def measure(world, case):
    return factories.make_measure(case, world.association)


@pytest.fixture
def referral(world, cast):
    return factories.make_referred_case(world, cast, state="diagnosis_ordered")


@pytest.fixture
def diagnosis(world, cast, referral):
    order = services.order_diagnosis(
        case=referral.case, operator=world.association, ordered_by="Comité", by=cast.secretary
    )
    factories.put_in_team(referral.case, cast.worker)
    return order
