"""Astreinte: from an hour to an hour, somebody opens the files of her organisation as if each team named her."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from households import services
from households.models import Case, DutyCase
from partners.actors import actor_of
from partners.models import DutyShift
from partners.roles import Role
from partners.services import end_shift, plan_shift
from tests import factories
from veille.core import clock, formats
from veille.core.models import AuditEvent
from veille.core.tasks import purge_expired


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


@pytest.fixture
def noon(monkeypatch):
    """The clock of the test, moved by hand."""

    class Hands:
        now = clock.at(clock.today(), 12)

    monkeypatch.setattr(clock, "now", lambda: Hands.now)
    return Hands


def again(actor):
    """The same person at her next request."""
    return actor_of(actor.user, actor.organisation_id)


def shift(actor, by, hours=8, **fields):
    start = clock.now() - timedelta(hours=1)
    return plan_shift(user=actor.user, starts_at=start, ends_at=start + timedelta(hours=hours), by=by, **fields)


def address(name, *args):
    return reverse(f"households:{name}", args=args)


def sees(actor, case):
    return Case.objects.visible_to(again(actor)).filter(pk=case.pk).exists()


def test_on_duty_she_opens_the_files_of_her_organisation_until_the_hour_it_ends(case, cast, noon):
    assert not sees(cast.other_worker, case)
    shift(cast.other_worker, cast.manager)
    assert sees(cast.other_worker, case)
    noon.now += timedelta(hours=7)
    assert not sees(cast.other_worker, case)


def test_a_shift_to_come_opens_nothing_yet(case, cast, noon):
    start = noon.now + timedelta(hours=1)
    plan_shift(user=cast.other_worker.user, starts_at=start, ends_at=start + timedelta(hours=2), by=cast.manager)
    assert not sees(cast.other_worker, case)


def test_it_opens_the_files_of_no_other_organisation(case, cast, world):
    partner = cast.partner(Role.ASSOCIATION_WORKER)
    shift(partner, cast.play(Role.ASSOCIATION_MANAGER, world.other_association))
    assert not sees(partner, case)


def test_taken_off_duty_she_opens_nothing_at_her_next_request(case, cast, sign_in):
    planned = shift(cast.other_worker, cast.manager)
    worker = sign_in(cast.other_worker)
    assert worker.get(address("case_detail", case.pk)).status_code == 200
    assert sign_in(cast.manager).post(address("duty_end", planned.pk)).status_code == 302
    assert worker.get(address("case_detail", case.pk)).status_code == 404


def test_a_restricted_file_opens_on_duty_only_when_its_lead_person_put_it_there(case, cast, sign_in):
    factories.restrict(case, cast.worker)
    shift(cast.other_worker, cast.manager)
    assert not sees(cast.other_worker, case)
    assert sign_in(cast.worker).post(address("duty_case_put", case.pk)).status_code == 302
    assert sees(cast.other_worker, case)
    assert not sees(cast.manager, case)
    row = DutyCase.objects.get()
    assert sign_in(cast.worker).post(address("duty_case_take", case.pk, row.pk)).status_code == 302
    assert not sees(cast.other_worker, case)


def test_the_rota_is_for_restricted_files_and_their_lead_person(case, cast, sign_in):
    assert sign_in(cast.worker).post(address("duty_case_put", case.pk)).status_code == 403
    with pytest.raises(ValidationError, match="accès restreint"):
        services.put_on_duty(case=case, by=cast.worker)
    factories.restrict(case, cast.worker, cast.manager)
    assert sign_in(cast.manager).post(address("duty_case_put", case.pk)).status_code == 403


def test_a_conflict_of_interest_stands_on_duty_too(case, cast):
    services.exclude_person(case=case, user=cast.other_worker.user, by=cast.other_worker)
    shift(cast.other_worker, cast.manager)
    assert not sees(cast.other_worker, case)


def test_a_manager_plans_a_shift_of_her_own_people_by_the_form(cast, sign_in):
    manager = sign_in(cast.manager)
    data = {"user": cast.other_worker.user_id, "starts_at": "2018-12-15T18:00", "ends_at": "2018-12-16T08:00"}
    assert manager.post(address("duty_add"), data).status_code == 302
    planned = DutyShift.objects.get()
    assert timezone.localtime(planned.starts_at, clock.PARIS).hour == 18
    page = manager.get(address("duty_list")).content.decode()
    assert str(cast.other_worker.user) in page and formats.far_date(date(2018, 12, 16)) in page
    stranger = {**data, "user": cast.partner(Role.ASSOCIATION_WORKER).user_id}
    assert manager.post(address("duty_add"), stranger).status_code == 422
    assert AuditEvent.objects.get(name="duty.planned").changes == {"user": str(cast.other_worker.user_id)}


@pytest.mark.parametrize(
    ("start", "end", "refusal"),
    [
        ("2018-12-16T08:00", "2018-12-15T18:00", "vient après son début"),
        ("2018-12-10T08:00", "2018-12-10T18:00", "fin à venir"),
        ("2018-12-15T08:00", "2018-12-29T18:00", "une semaine au plus"),
        ("2018-12-20T09:00", "2018-12-20T12:00", "déjà d’astreinte"),
    ],
)
def test_hours_that_make_no_shift_are_refused_in_french(cast, sign_in, start, end, refusal):
    twenty = clock.at(clock.today() + timedelta(days=6), 8)
    plan_shift(user=cast.worker.user, starts_at=twenty, ends_at=twenty + timedelta(hours=10), by=cast.manager)
    data = {"user": cast.worker.user_id, "starts_at": start, "ends_at": end}
    answer = sign_in(cast.manager).post(address("duty_add"), data)
    assert answer.status_code == 422
    assert refusal in answer.content.decode()


def test_one_shift_may_begin_when_another_ends(cast):
    first = shift(cast.worker, cast.manager)
    later = {"starts_at": first.ends_at, "ends_at": first.ends_at + timedelta(hours=4)}
    assert plan_shift(user=cast.worker.user, by=cast.manager, **later)


def test_a_shift_that_has_not_begun_is_removed(cast):
    tomorrow = clock.now() + timedelta(days=1)
    planned = plan_shift(
        user=cast.worker.user, starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=1), by=cast.manager
    )
    end_shift(shift=planned, by=cast.manager)
    assert not DutyShift.objects.exists()


def test_her_own_page_says_until_when(cast, sign_in):
    shift(cast.other_worker, cast.manager)
    page = sign_in(cast.other_worker).get(address("duty_list")).content.decode()
    assert "Vous êtes d’astreinte jusqu’au" in page
    assert sign_in(cast.other_worker).get(address("duty_add")).status_code == 403
    assert "Vous êtes d’astreinte" not in sign_in(cast.worker).get(address("duty_list")).content.decode()


def test_who_is_not_on_duty_pays_no_query_for_it(cast, django_assert_num_queries):
    user, organisation = cast.worker.user, cast.worker.organisation_id
    with django_assert_num_queries(1):
        actor = actor_of(user, organisation)
    assert "duty" not in str(Case.objects.visible_to(actor).query)
    assert "emergency" not in str(Case.objects.visible_to(actor).query)


def test_a_shift_is_forgotten_a_year_after_its_end(cast, noon):
    planned = plan_shift(
        user=cast.worker.user, starts_at=noon.now, ends_at=noon.now + timedelta(hours=2), by=cast.manager
    )
    noon.now = planned.ends_at + timedelta(days=365)
    purge_expired()
    assert DutyShift.objects.exists()
    noon.now += timedelta(seconds=1)
    purge_expired()
    assert not DutyShift.objects.exists()
