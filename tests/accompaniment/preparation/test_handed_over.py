"""A household in preparation whose file goes to somebody else: she notes who came, and holds what was for it alone."""

from datetime import timedelta

import pytest

from accompaniment import services
from accompaniment.models import PreparationSession
from accompaniment.todo.preparation import attendance_to_note
from tests.accompaniment.team.conftest import passing
from veille.core import clock


@pytest.fixture
def pass_on(cast):
    def act(case):
        files = [passing(case, cast.worker, cast.other_worker)]
        return services.hand_over(former=cast.worker.user, files=files, by=cast.manager)

    return act


def test_who_takes_the_file_is_told_of_attendance_to_note(session, cases, cast, pass_on):
    services.invite_to_preparation(session=session, cases=cases[:1], by=cast.worker)
    pass_on(cases[0])
    assert list(attendance_to_note(cast.worker)) == []
    assert [item.about for item in attendance_to_note(cast.other_worker)] == [str(session.pk)]


def test_a_session_for_one_household_goes_with_its_file_and_those_for_several_do_not(plan, cases, cast, pass_on):
    soon = clock.today() + timedelta(days=3)
    alone, several = plan(planned_on=soon, is_collective=False, places=1), plan(planned_on=soon)
    services.invite_to_preparation(session=alone, cases=cases[:1], by=cast.worker)
    services.invite_to_preparation(session=several, cases=cases[:2], by=cast.worker)
    pass_on(cases[0])
    led = {row.pk: row.animator for row in PreparationSession.objects.select_related("animator").order_by("pk")}
    assert led == {alone.pk: cast.other_worker.user, several.pk: cast.worker.user}
