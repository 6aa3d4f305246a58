"""The preparation has an end that pauses push away; the wait for a dwelling stops for nothing but a lease."""

from datetime import timedelta

import pytest

from accompaniment import services
from accompaniment.clocks import dwelling_wait, preparation_end
from accompaniment.models import Measure
from tests import factories
from tests.accompaniment.test_measures import configured
from tests.accompaniment.test_todo import titles
from veille.core import clock
from veille.core.coming import next_step_of
from veille.core.formats import plus_months

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world, cast):
    return configured(factories.make_accompanied_case(world, cast, door="access"), preparation_months=3)


def preparing(case, world, days):
    """In preparation for so many days."""
    measure = factories.make_measure(case, world.association, state="preparation")
    measure.started_on = clock.today() - timedelta(days=days)
    measure.save()
    return measure


def test_it_lasts_the_months_of_the_dispositif(world, case):
    measure = preparing(case, world, 30)
    assert preparation_end(measure) == plus_months(measure.started_on, 3) - timedelta(days=1)


def test_the_days_of_a_pause_are_added(world, cast, case):
    measure = preparing(case, world, 60)
    before = preparation_end(measure)
    services.suspend_measure(
        measure=measure, reason="household_away", on=clock.today() - timedelta(days=20), by=cast.worker
    )
    services.resume_measure(measure=measure, on=clock.today() - timedelta(days=10), by=cast.worker)
    assert preparation_end(Measure.objects.get()) == before + timedelta(days=10)


def test_there_is_none_once_active_nor_where_nobody_prepares(world, cast, case):
    measure = preparing(case, world, 30)
    services.activate_measure(measure=measure, by=cast.worker)
    assert preparation_end(measure) is None
    other = factories.make_measure(factories.make_accompanied_case(world, cast), world.association, "preparation")
    assert preparation_end(other) is None


def test_a_preparation_that_comes_to_its_end_awaits_its_lead_person(world, cast, case):
    preparing(case, world, 80)
    assert "Préparation qui s’achève" not in titles(cast.worker)
    assert next_step_of(cast.worker, case).title == "fin de la préparation"
    Measure.objects.update(started_on=clock.today() - timedelta(days=90))
    assert "Préparation qui s’achève" in titles(cast.worker)


def test_the_wait_runs_from_the_admission_through_pauses_to_the_first_lease(world, cast, case):
    measure = preparing(case, world, 30)
    services.suspend_measure(measure=measure, reason="waiting_housing", by=cast.worker)
    assert dwelling_wait(cast.worker, case).signed_on is None
    period = factories.HousingPeriodFactory(case=case, commune=world.commune, lease_signed_on=clock.today())
    assert dwelling_wait(cast.worker, case).signed_on == clock.today()
    period.lease_signed_on = case.admitted_on - timedelta(days=1)
    period.save()
    assert dwelling_wait(cast.worker, case).signed_on is None


def test_a_household_that_keeps_its_dwelling_waits_for_none(world, cast):
    assert dwelling_wait(cast.worker, factories.make_accompanied_case(world, cast)) is None


def test_the_page_says_both(world, cast, case, sign_in):
    preparing(case, world, 30)
    page = sign_in(cast.worker).get(f"/dossiers/{case.pk}/accompagnement/", headers={"HX-Request": "true"})
    text = page.content.decode()
    assert "Fin prévue de la préparation" in text
    assert "attendu depuis" in text
