"""Of an emergency, the second person is one who may look at the file: else nobody would."""

import pytest

from households import services
from households.models import EmergencyAccess
from partners.roles import Role
from tests import factories

ASKED = {"reason": "danger", "explanation": "Elle appelle, son voisin menace de forcer la porte."}


@pytest.fixture
def case(world, cast):
    """Nobody leads it."""
    case = factories.make_accompanied_case(world, cast)
    case.team.all().delete()
    return case


def told_of(case, by):
    services.open_emergency(number=case.number, by=by, **ASKED)
    return EmergencyAccess.objects.get().told


def test_a_manager_named_on_a_closed_file_is_told(case, cast):
    factories.restrict(case, cast.manager)
    assert told_of(case, cast.other_worker) == cast.manager.user


def test_a_manager_who_withdrew_from_the_file_is_not(case, cast, world):
    services.exclude_person(case=case, user=cast.manager.user, by=cast.manager)
    officer = cast.play(Role.DPO, world.association)
    assert told_of(case, cast.other_worker) == officer.user
