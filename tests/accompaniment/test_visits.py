"""P-08: visits due and done, computed by hand beside."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accompaniment.models import FormerExit, Measure, Suspension
from accompaniment.visits import Compliance, Pace, Span, visit_compliance, visits_due, with_visits
from tests import factories

MONDAY = date(2018, 10, 1)


def day(number):
    return MONDAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("rhythm", "weeks", "due"),
    [
        ("weekly", 10, 10),
        ("fortnightly", 10, 5),
        ("fortnightly", 9, 4),
        ("monthly", 52, 12),
        ("quarterly", 52, 4),
        ("annual", 52, 1),
        ("annual", 51, 0),
        ("daily", 2, 10),
        ("on_demand", 52, 0),
    ],
)
def test_weeks_times_rhythm(rhythm, weeks, due):
    assert visits_due([Pace(MONDAY, rhythm=rhythm)], [], day(7 * weeks - 1)) == due


def test_two_suspended_weeks_of_ten_leave_eight_visits():
    pause = Span(day(14), day(27))
    assert visits_due([Pace(MONDAY, rhythm="weekly")], [pause], day(69)) == 8


def test_a_suspension_that_lasts_counts_until_the_day_asked():
    assert visits_due([Pace(MONDAY, rhythm="weekly")], [Span(day(35))], day(69)) == 5


def test_overlapping_pauses_count_once():
    pauses = [Span(day(7), day(20)), Span(day(14), day(27))]
    assert visits_due([Pace(MONDAY, rhythm="weekly")], pauses, day(69)) == 7


def test_a_visit_is_due_when_its_week_is_whole():
    assert visits_due([Pace(MONDAY, rhythm="weekly")], [], day(5)) == 0
    assert visits_due([Pace(MONDAY, rhythm="weekly")], [], day(6)) == 1


def test_levels_add_up():
    paces = [Pace(day(0), day(27), "weekly"), Pace(day(28), None, "fortnightly")]
    assert visits_due(paces, [], day(55)) == 4 + 2


@given(weeks=st.integers(1, 60), first=st.integers(0, 400), length=st.integers(0, 60))
def test_a_pause_never_adds_a_visit(weeks, first, length):
    pace, until = Pace(MONDAY, rhythm="weekly"), day(7 * weeks - 1)
    due = visits_due([pace], [Span(day(first), day(first + length))], until)
    assert 0 <= due <= visits_due([pace], [], until) == weeks


@pytest.fixture
def measure(world, cast):
    """Started on a Monday, ten weeks before the day of the test."""
    case = factories.make_accompanied_case(world, cast, opened_on=date(2018, 9, 1))
    measure = factories.make_measure(case, world.association, decided_on=MONDAY)
    measure.started_on = measure.activated_on = MONDAY
    measure.save()
    return measure


def visit(measure, cast, number, **fields):
    return factories.InterventionFactory(
        case=measure.case,
        measure=measure,
        organisation=cast.worker.organisation,
        author=cast.worker.user,
        happened_on=day(number),
        **fields,
    )


def test_only_effective_home_visits_of_active_days_are_done(cast, measure):
    Suspension.objects.create(
        measure=measure, reason="hospital", starts_on=day(14), ends_on=day(27), decided_by=cast.worker.user
    )
    for number in (1, 8, 30, 40):
        visit(measure, cast, number)
    visit(measure, cast, 15)
    visit(measure, cast, 33, outcome="no_show")
    visit(measure, cast, 34, kind="phone_call")
    figure = visit_compliance(measure, day(69))
    assert (figure.n, figure.total) == (4, 8)


def test_preparation_without_a_dwelling_owes_nothing(measure):
    measure.activated_on = day(28)
    measure.save()
    assert visit_compliance(measure, day(69)).total == 6
    factories.HousingPeriodFactory(case=measure.case, starts_on=day(14))
    assert visit_compliance(measure, day(69)).total == 8


@pytest.mark.parametrize("state", ["ended", "watch", "suspended"])
def test_a_preparation_that_led_to_nothing_owes_nothing(measure, state):
    measure.activated_on, measure.state, measure.ended_on = None, state, day(41)
    assert visit_compliance(measure, day(69)).total == 0


def test_a_preparation_in_a_dwelling_owes_its_visits_to_its_end(measure):
    measure.activated_on, measure.state, measure.ended_on = None, "ended", day(41)
    factories.HousingPeriodFactory(case=measure.case, starts_on=day(14))
    assert visit_compliance(measure, day(69)).total == 4


def test_nothing_is_due_before_the_window_nor_after_today(cast, measure):
    for number in (3, 24, 31):
        visit(measure, cast, number)
    figure = visit_compliance(measure, day(41), since=day(21))
    assert (figure.n, figure.total) == (2, 3)
    assert visit_compliance(measure, day(700)) == visit_compliance(measure)


def test_many_measures_are_counted_in_as_many_queries_as_one(
    world, cast, measure, django_assert_num_queries, django_assert_max_num_queries
):
    alone = visit_compliance(measure, day(69))
    visit(measure, cast, 1)
    visit(measure, cast, 2, kind="phone_call")
    for _ in range(3):
        other = factories.make_measure(factories.make_accompanied_case(world, cast), world.association)
        visit(other, cast, 65)
    with django_assert_max_num_queries(6):
        fetched = list(with_visits(Measure.objects.order_by("pk")))
    with django_assert_num_queries(0):
        found = {one.pk: visit_compliance(one, day(69)) for one in fetched}
    assert found[measure.pk] == visit_compliance(measure, day(69)) == Compliance(1, alone.total)


def test_the_time_between_an_end_and_its_reopening_owes_nothing(cast, measure):
    FormerExit.objects.create(
        measure=measure,
        ended_on=day(13),
        reopened_on=day(42),
        exit_reason="lost_contact",
        exit_outcome="unknown",
        reopened_by=cast.worker.user,
    )
    assert visit_compliance(measure, day(69)).total == 6


def test_an_ended_measure_stops_owing(measure):
    measure.ended_on = day(20)
    assert visit_compliance(measure, day(69)).total == 3


def test_a_measure_that_waits_owes_nothing(world, cast):
    case = factories.make_accompanied_case(world, cast)
    waiting = factories.make_measure(case, world.association, state="not_started")
    assert visit_compliance(waiting).total == 0
