"""Two people at the same instant: one is served, the other is told, nothing is done twice."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.urls import reverse

from cellule.models import PresentationSheet, Session
from cellule.services.sheets import renew_sheet
from households.models import HousingPeriod, ProcedureHold, ProcedureStep
from households.services import agree_hold, ask_hold, give_hold, record_housing, record_step, refuse_hold
from partners.roles import Role
from tests import factories
from tests.cast import Cast
from tests.cellule import scenes
from veille.core import clock


@pytest.fixture
def two(committed_world):
    return committed_world, Cast(committed_world)


def at_once(*acts: Callable[[], object]) -> list:
    """Each act in a thread of its own, all starting together; what they answered, or the refusal they got."""
    start, answers = Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        start.wait()
        try:
            answers[place] = act()
        except ValidationError as refusal:
            answers[place] = refusal
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_household_lives_in_one_place(two):
    world, cast = two
    case = factories.make_accompanied_case(world, cast)
    fields = {"case": case, "by": cast.worker, "situation": "social_tenant", "starts_on": clock.today()}
    answers = at_once(*[lambda: record_housing(**fields)] * 4)
    assert sum(isinstance(answer, HousingPeriod) for answer in answers) == 1
    assert HousingPeriod.objects.filter(case=case, ends_on=None).count() == 1


def test_a_procedure_stands_at_one_step(two):
    world, cast = two
    case = factories.make_accompanied_case(world, cast)
    step = {"landlord": world.landlord, "step": "summons", "starts_on": clock.today()}
    at_once(*[lambda: record_step(case=case, by=cast.referent, **step)] * 4)
    assert ProcedureStep.objects.filter(case=case, ends_on=None).count() == 1


def test_a_hold_is_answered_once(two):
    world, cast = two
    case, manager = factories.make_accompanied_case(world, cast), cast[Role.LANDLORD_MANAGER]
    hold = ask_hold(case=case, landlord=world.landlord, by=cast.worker)
    days = {"starts_on": clock.today(), "ends_on": clock.today()}
    fresh = ProcedureHold.objects.select_related("case", "landlord").get
    answers = at_once(
        lambda: agree_hold(hold=fresh(pk=hold.pk), by=manager, **days),
        lambda: refuse_hold(hold=fresh(pk=hold.pk), by=manager),
    )
    assert sum(isinstance(answer, ProcedureHold) for answer in answers) == 1
    hold.refresh_from_db()
    assert (hold.state == "agreed") == (hold.starts_on is not None)


def test_a_procedure_is_held_once_at_a_time(two):
    world, cast = two
    case, manager = factories.make_accompanied_case(world, cast), cast[Role.LANDLORD_MANAGER]
    days = {"starts_on": clock.today(), "ends_on": clock.today()}
    answers = at_once(*[lambda: give_hold(case=case, landlord=world.landlord, by=manager, **days)] * 3)
    assert sum(isinstance(answer, ProcedureHold) for answer in answers) == 1


def test_one_new_version_of_a_sheet(two):
    world, cast = two
    sheet = scenes.frozen(world, cast)
    answers = at_once(*[lambda: renew_sheet(sheet=sheet, by=cast.referent)] * 4)
    assert len({answer.pk for answer in answers}) == 1
    assert PresentationSheet.objects.filter(referral=sheet.referral).count() == 2


def test_one_session_a_day_and_the_other_secretary_is_told(two, sign_in):
    world, cast = two
    stand_in = cast.play(Role.INSTANCE_SECRETARY, world.organiser, name="Rachida")
    sent = {"instance": world.instance.pk, "held_on": "2019-03-21", "starts_at": "09:30", "planned_minutes": 120}
    clients = [sign_in(cast.secretary), sign_in(stand_in)]
    answers = at_once(*[lambda client=client: client.post(reverse("cellule:session_plan"), sent) for client in clients])
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    assert "déjà prévue ce jour-là" in next(a for a in answers if a.status_code == 422).content.decode()
    assert Session.objects.filter(held_on="2019-03-21").count() == 1
