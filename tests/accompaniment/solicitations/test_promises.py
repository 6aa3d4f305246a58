"""Until when an answer is promised: green, amber, late."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from accompaniment import promises, reminders, solicitation_choices
from accompaniment import solicitation_lists as lists
from accompaniment.models import Solicitation, Suspension
from accompaniment.services import solicitations as services
from partners.configuration import Promise, parse
from tests import factories
from tests.accompaniment.rules import configured
from tests.accompaniment.solicitations.asking import ask, at, colour_of, promised
from tests.core.test_working_time import naive
from veille.core import clock
from veille.core.public_holidays import PublicHolidays
from veille.core.working_time import WorkingCalendar

PARIS = clock.PARIS


@pytest.mark.parametrize(
    ("received", "answered", "colour"),
    [
        ("2018-12-14 10:05", "2018-12-14 11:20", "green"),
        ("2018-12-14 10:05", "2018-12-14 12:00", "green"),
        ("2018-12-14 10:05", "2018-12-14 12:01", "amber"),
        ("2018-12-14 10:05", "2018-12-14 18:00", "amber"),
        ("2018-12-14 10:05", "2018-12-14 18:01", "late"),
        ("2018-12-14 13:00", "2018-12-14 17:59", "green"),
        # A night: what comes after six counts from the next morning.
        ("2018-12-12 19:40", "2018-12-12 20:10", "green"),
        ("2018-12-12 19:40", "2018-12-13 11:59", "green"),
        ("2018-12-12 19:40", "2018-12-13 16:00", "amber"),
        ("2018-12-12 19:40", "2018-12-14 08:00", "late"),
        # A week-end.
        ("2018-12-07 18:30", "2018-12-10 09:00", "green"),
        ("2018-12-08 11:00", "2018-12-10 17:00", "amber"),
        ("2018-12-08 11:00", "2018-12-11 08:00", "late"),
        # A public holiday: All Saints’ day.
        ("2018-10-31 18:10", "2018-11-02 10:00", "green"),
        ("2018-11-01 09:00", "2018-11-02 15:00", "amber"),
        ("2018-11-01 09:00", "2018-11-05 09:00", "late"),
        # The night when the clock went back.
        ("2018-10-28 02:30", "2018-10-29 12:00", "green"),
        ("2018-10-26 18:30", "2018-10-29 12:01", "amber"),
        ("2018-10-26 18:30", "2018-10-30 08:00", "late"),
    ],
)
def test_an_answer_is_green_amber_or_late(world, cast, it_is, received, answered, colour):
    it_is("23:00")
    case = factories.make_accompanied_case(world, cast, opened_on=at("2018-10-01 09:00").date())
    configured(case, promise={"kind": "half_day", "satisfied_by": "answer"})
    solicitation = ask(case, cast.worker, received)
    services.answer_solicitation(solicitation=solicitation, by=cast.worker, at=at(answered))
    assert colour_of(solicitation) == colour


@pytest.mark.parametrize(("now", "colour"), [("11:59", "green"), ("12:01", "amber"), ("18:01", "late")])
def test_what_waits_changes_colour_as_time_goes(case, cast, now, colour):
    solicitation = ask(case, cast.worker)
    assert colour_of(solicitation, now) == colour


def test_the_promise_of_a_day_ends_in_the_evening(world, cast, it_is):
    solicitation = ask(promised(world, cast, kind="day", satisfied_by="answer"), cast.worker)
    assert solicitation.due_at == at("18:00")
    assert solicitation.alert_at == at("17:00")


def test_where_nothing_is_promised_nothing_is_late(world, cast, it_is):
    case = factories.make_accompanied_case(world, cast)
    solicitation = ask(case, cast.worker, "2018-12-03 10:00")
    assert (solicitation.promise, solicitation.green_until, solicitation.due_at) == ("none", None, None)
    assert colour_of(solicitation) == "none"
    assert reminders.remind(at("17:00")) == 0


def test_a_dispositif_has_its_own_hours_and_its_own_notice(world, cast, it_is):
    hours = {"half_days": [["09:00", "12:30"], ["13:30", "17:00"]], "week_days": [1, 2, 3, 4], "alert_minutes": 30}
    case = promised(world, cast, kind="half_day", satisfied_by="answer", **hours)
    solicitation = ask(case, cast.worker)
    assert (solicitation.green_until, solicitation.amber_until) == (at("12:30"), at("17:00"))
    assert solicitation.alert_at == at("12:00")
    monday = ask(case, cast.worker, "2018-12-10 10:00")
    assert monday.green_until == at("2018-12-11 12:30")


@pytest.mark.parametrize(
    "promise",
    [
        {"kind": "week"},
        {"satisfied_by": "smile"},
        {"half_days": [["12:00", "08:00"]]},
        {"week_days": []},
        {"alert_minutes": -5},
    ],
)
def test_a_promise_that_makes_no_sense_is_refused_with_its_version(world, promise):
    data = world.version.data | {"promise": {"kind": "half_day", "satisfied_by": "answer"} | promise}
    with pytest.raises(ValidationError):
        parse(data)


def test_the_calendar_of_a_solicitation_is_the_one_of_the_day_it_came(case, cast):
    solicitation = ask(case, cast.worker)
    configured(case, promise={"kind": "day", "satisfied_by": "answer"})
    solicitation.refresh_from_db()
    assert (solicitation.promise, solicitation.due_at) == ("half_day", at("12:00"))


_MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2018, 12, 10)).map(lambda moment: moment.replace(tzinfo=PARIS))
CALENDAR = WorkingCalendar(Promise("half_day", "answer").hours, PublicHolidays())


@settings(max_examples=25, deadline=None)
@given(received=_MOMENTS, minutes=st.integers(0, 6 * 24 * 60))
def test_a_colour_is_the_one_of_a_naive_recount(received, minutes):
    half_day, day = naive(CALENDAR, received)
    answered = received.astimezone(UTC) + timedelta(minutes=minutes)
    row = Solicitation(
        promise="half_day",
        state="answered",
        received_at=received,
        green_until=CALENDAR.half_day_end(received),
        amber_until=CALENDAR.day_end(received),
        answered_at=answered,
    )
    expected = "green" if answered <= half_day else "amber" if answered <= day else "late"
    assert promises.colour(row, answered) == expected


def test_the_database_tells_the_same_colours_and_rates_as_the_rules(case, cast):
    """Forty answers over a fortnight, and some that nobody gave."""
    dice = random.Random(14)
    for number in range(40):
        received = at("2018-11-26 09:00") + timedelta(minutes=dice.randrange(14 * 24 * 60))
        row = ask(case, cast.worker, received.strftime("%Y-%m-%d %H:%M"))
        if number % 4:
            later = received + timedelta(minutes=dice.randrange(3 * 24 * 60))
            services.answer_solicitation(solicitation=row, by=cast.worker, at=min(later, clock.now()))
        elif number % 8 == 0:
            services.drop_solicitation(solicitation=row, by=cast.worker, reason="mistake")
    rows, now = Solicitation.objects.filter(case=case), clock.now()
    told = {row.pk: promises.colour(row, now) for row in rows.order_by("pk")}
    for colour in solicitation_choices.SolicitationColour:
        found = set(lists.in_colour(rows, colour, now).values_list("pk", flat=True))
        assert found == {key for key, said in told.items() if said == colour}
    answered = [told[row.pk] for row in rows.filter(state="answered").order_by("pk")]
    waiting = [told[row.pk] for row in rows.filter(state="open").order_by("pk")]
    kept = lists.kept(rows, now)
    assert (kept["half_day"].n, kept["day"].n) == (answered.count("green"), len(answered) - answered.count("late"))
    assert kept["half_day"].total == len(answered) + len([one for one in waiting if one != "green"])
    assert kept["day"].total == len(answered) + waiting.count("late")


def test_a_suspended_accompaniment_promises_nothing_until_it_resumes(world, case, cast):
    measure = factories.make_measure(case, world.association, state="suspended")
    days = {"starts_on": clock.today() - timedelta(days=4), "ends_on": clock.today() - timedelta(days=2)}
    Suspension.objects.create(measure=measure, reason="hospital", decided_by=cast.worker.user, **days)
    asked = [ask(case, cast.worker, f"2018-12-{day} 10:00").promise for day in ("09", "10", "12", "13", "14")]
    assert asked == ["half_day", "none", "none", "half_day", "half_day"]
