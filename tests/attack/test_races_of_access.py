"""Two people close the same file, plan the same hours, or open what a third one stops, at the same instant."""

import time
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from households import rights, services
from households.models import CaseAccess, EmergencyAccess, Restriction
from households.rights_choices import RightsKind, SharingCategory, SharingState
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


def test_what_is_shared_while_an_objection_is_noted_is_stopped_with_the_rest(two, monkeypatch):
    """The sharing was allowed before the objection was known, and opens after it."""
    cast, case = two
    world = cast.world
    allowed = rights.stops_sharing

    def slowly(asked):
        answer = allowed(asked)
        time.sleep(0.5)
        return answer

    def object_to_it():
        time.sleep(0.2)
        her = case.household.people.get()
        fields = {"person": her, "kind": RightsKind.OBJECTION, "received_on": clock.today()}
        return services.record_request(case=case, by=cast.worker, **fields)

    monkeypatch.setattr(rights, "stops_sharing", slowly)
    partner = {"organisation": world.other_association, "category": SharingCategory.FILE}
    said = {"state": SharingState.AGREED, "on": clock.today()}
    at_once(lambda: services.record_sharing(case=case, by=cast.worker, **partner, **said), object_to_it)
    assert not CaseAccess.objects.current().filter(case=case, organisation=world.other_association).exists()
