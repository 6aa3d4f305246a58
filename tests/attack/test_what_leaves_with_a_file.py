"""Files that change hands, stop or are limited: nothing of them is written, told or kept open by the way."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accompaniment.coordination.agenda import meetings_between
from accompaniment.services import Passing, hand_over
from households import services
from households.models import CaseTeamMember, NamedPerson
from partners.roles import Role
from tests import factories
from tests.accompaniment.coordination.acts import planned
from tests.attack.test_races import at_once
from tests.cast import Cast
from veille.core import clock


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


def pass_on(case, cast):
    member = CaseTeamMember.objects.current().get(case=case, user=cast.worker.user, ends_on=None)
    files = [Passing(member.pk, case.pk, cast.other_worker.user)]
    return hand_over(former=cast.worker.user, files=files, by=cast.manager)


class TestMeetings:
    def test_a_meeting_planned_goes_with_the_file(self, case, cast):
        meeting = planned(case, cast)
        pass_on(case, cast)
        meeting.refresh_from_db()
        assert meeting.worker == cast.other_worker.user
        assert list(meeting.guests.values_list("user", flat=True)) == [cast.other_worker.user_id]
        days = (clock.today(), clock.today() + timedelta(days=366))
        assert list(meetings_between(cast.other_worker, cast.other_worker.user, *days)) == [meeting]

    def test_who_was_expected_too_is_expected_once(self, case, cast):
        factories.put_in_team(case, cast.other_worker)
        meeting = planned(case, cast, team=[cast.worker.user, cast.other_worker.user])
        pass_on(case, cast)
        assert list(meeting.guests.values_list("user", flat=True)) == [cast.other_worker.user_id]


class TestNames:
    def test_a_name_for_some_days_does_not_hold_a_restricted_file(self, world, cast):
        """Who stands in leaves one day: somebody who stays must be named beside her."""
        case = factories.make_accompanied_case(world, cast, is_restricted=True)
        kept = services.name_person(case=case, user=cast.worker.user, by=cast.manager)
        until = clock.today() + timedelta(days=7)
        NamedPerson.objects.create(case=case, user=cast.other_worker.user, starts_on=clock.today(), ends_on=until)
        with pytest.raises(ValidationError, match="Une personne au moins reste nommée"):
            services.end_naming(named=kept, by=cast.manager)

    def test_a_worker_is_not_told_when_her_colleague_is_away(self, case, cast):
        days = {"starts_on": clock.today() + timedelta(days=5), "ends_on": clock.today() + timedelta(days=9)}
        services.declare_absence(user=cast.other_worker.user, by=cast.other_worker, **days)
        longer = {"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=60)}
        with pytest.raises(ValidationError, match="choisissez une autre personne") as refused:
            services.declare_absence(user=cast.worker.user, stand_in=cast.other_worker.user, by=cast.worker, **longer)
        assert " du " not in " ".join(refused.value.messages)


def test_an_absence_said_while_her_files_are_passed_opens_none_of_them(committed_world):
    cast = Cast(committed_world)
    cases = [factories.make_accompanied_case(committed_world, cast) for _ in range(4)]
    third = cast.play(Role.ASSOCIATION_WORKER, committed_world.association, "Camille")
    days = {"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=9)}
    former, receiver, manager = cast.worker, cast.other_worker, cast.manager
    files = [
        Passing(CaseTeamMember.objects.get(case=case, user=former.user).pk, case.pk, receiver.user) for case in cases
    ]
    answers = at_once(
        lambda: services.declare_absence(user=former.user, stand_in=third.user, by=former, **days),
        lambda: hand_over(former=former.user, files=files, by=manager),
    )
    assert [type(answer).__name__ for answer in answers] == ["Absence", "Handover"]
    assert not CaseTeamMember.objects.filter(part="stand_in").exists()
