"""The day of the last contact with a household: what retention counts from."""

from datetime import timedelta

import pytest

from accompaniment import services
from households.grants import GrantLevel
from households.services import note_contact
from tests import factories
from veille.core import clock


@pytest.fixture
def case(world, cast):
    case = factories.make_case(world, opened_on=clock.today() - timedelta(days=60))
    factories.grant(case, world.association, GrantLevel.LEAD)
    factories.put_in_team(case, cast.worker)
    return case


def met(case, by, kind="home_visit", days_ago=0, **fields):
    on = clock.today() - timedelta(days=days_ago)
    services.record_intervention(case=case, kind=kind, happened_on=on, by=by, **fields)
    case.refresh_from_db()
    return case.last_contact_on


def test_a_visit_is_the_last_contact(case, cast):
    assert met(case, cast.worker) == clock.today()


def test_an_older_visit_noted_later_moves_nothing(case, cast):
    met(case, cast.worker, days_ago=2)
    assert met(case, cast.worker, days_ago=20) == clock.today() - timedelta(days=2)


@pytest.mark.parametrize("kind", ["no_show", "partner_contact", "letter", "administrative_work", "synthesis_meeting"])
def test_what_did_not_reach_the_household_is_no_contact(case, cast, kind):
    assert met(case, cast.worker, kind=kind) is None


@pytest.mark.parametrize("outcome", ["no_show", "refused", "cancelled"])
def test_a_visit_where_nobody_was_met_is_no_contact(case, cast, outcome):
    assert met(case, cast.worker, outcome=outcome) is None


def test_the_same_day_twice_stays_that_day(case):
    note_contact(case=case, on=clock.today())
    note_contact(case=case, on=clock.today())
    assert case.last_contact_on == clock.today()
