"""Two people close the same file, or plan the same hours, at the same instant."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from households import services
from households.models import EmergencyAccess, Restriction
from partners.models import DutyShift
from partners.services import plan_shift
from tests import factories
from tests.attack.test_races import at_once
from tests.cast import Cast
from veille.core import clock


@pytest.fixture
def two(committed_world):
    cast = Cast(committed_world)
    assert cast.manager and cast.worker and cast.other_worker
    return cast, factories.make_accompanied_case(committed_world, cast)


def test_a_file_is_closed_once_and_the_second_is_told(two):
    cast, case = two
    fields = {"case": case, "reason": "À sa demande", "people": [], "kept": [], "hides_place": False}
    acts = [lambda by=by: services.restrict_case(by=by, **fields) for by in (cast.worker, cast.manager)]
    answers = at_once(*acts)
    assert sum(isinstance(answer, ValidationError) for answer in answers) == 1
    assert Restriction.objects.filter(case=case).count() == 1


def test_one_shift_at_a_time(two):
    cast, _ = two
    hours = {"starts_at": clock.now(), "ends_at": clock.now() + timedelta(hours=8)}
    answers = at_once(*[lambda: plan_shift(user=cast.worker.user, by=cast.manager, **hours)] * 4)
    assert sum(isinstance(answer, DutyShift) for answer in answers) == 1


def test_an_emergency_opens_once_however_many_asks(two):
    cast, case = two
    asked = {"number": case.number, "reason": "danger", "explanation": "Elle appelle.", "by": cast.other_worker}
    at_once(*[lambda: services.open_emergency(**asked)] * 3)
    assert EmergencyAccess.objects.filter(case=case).count() == 1
