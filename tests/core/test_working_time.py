"""Working time: nights, week-ends, public holidays, the two nights when the clock changes; and a naive recount."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veille.core.public_holidays import PublicHolidays
from veille.core.working_time import WorkingCalendar, WorkingHours

PARIS = ZoneInfo("Europe/Paris")
USUAL = WorkingHours.read([["08:00", "12:00"], ["14:00", "18:00"]], [0, 1, 2, 3, 4])
FRANCE = WorkingCalendar(USUAL, PublicHolidays())
MOSELLE = WorkingCalendar(USUAL, PublicHolidays(["57"]))
# A team that works on Sundays and at night.
NIGHTS = WorkingCalendar(WorkingHours.read([["01:00", "04:00"], ["22:00", "23:30"]], range(7)), lambda day: "")


def at(text: str, fold: int = 0) -> datetime:
    """« 2018-12-14 10:05 » in Paris."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS, fold=fold)


# received, end of the half-day, end of the day
_TABLE = [
    # A Friday, hour by hour: a half-day holds its start and not its end.
    ("2018-12-14 08:00", "2018-12-14 12:00", "2018-12-14 18:00"),
    ("2018-12-14 10:05", "2018-12-14 12:00", "2018-12-14 18:00"),
    ("2018-12-14 11:59", "2018-12-14 12:00", "2018-12-14 18:00"),
    ("2018-12-14 12:00", "2018-12-14 18:00", "2018-12-14 18:00"),
    ("2018-12-14 13:15", "2018-12-14 18:00", "2018-12-14 18:00"),
    ("2018-12-14 14:00", "2018-12-14 18:00", "2018-12-14 18:00"),
    ("2018-12-14 17:59", "2018-12-14 18:00", "2018-12-14 18:00"),
    # Nights: before the day begins, after it ends.
    ("2018-12-13 06:30", "2018-12-13 12:00", "2018-12-13 18:00"),
    ("2018-12-13 18:00", "2018-12-14 12:00", "2018-12-14 18:00"),
    ("2018-12-13 23:59", "2018-12-14 12:00", "2018-12-14 18:00"),
    ("2018-12-14 00:00", "2018-12-14 12:00", "2018-12-14 18:00"),
    # Week-ends.
    ("2018-12-14 18:00", "2018-12-17 12:00", "2018-12-17 18:00"),
    ("2018-12-15 10:00", "2018-12-17 12:00", "2018-12-17 18:00"),
    ("2018-12-16 23:30", "2018-12-17 12:00", "2018-12-17 18:00"),
    # Public holidays: Christmas on a Tuesday, the first of May, Easter Monday, Ascension (and the Friday is worked).
    ("2018-12-24 18:30", "2018-12-26 12:00", "2018-12-26 18:00"),
    ("2018-12-25 10:00", "2018-12-26 12:00", "2018-12-26 18:00"),
    ("2018-05-01 09:00", "2018-05-02 12:00", "2018-05-02 18:00"),
    ("2018-03-30 19:00", "2018-04-03 12:00", "2018-04-03 18:00"),
    ("2018-05-09 18:00", "2018-05-11 12:00", "2018-05-11 18:00"),
    # All Saints’ day on a Thursday, the armistice on a Sunday: nothing is moved to the Monday.
    ("2018-11-01 10:00", "2018-11-02 12:00", "2018-11-02 18:00"),
    ("2018-11-11 10:00", "2018-11-12 12:00", "2018-11-12 18:00"),
    # The turn of a year: New Year’s day on a Tuesday.
    ("2018-12-31 18:00", "2019-01-02 12:00", "2019-01-02 18:00"),
    # The clock changes on a Sunday: the Monday keeps its hours of the wall.
    ("2018-10-26 18:00", "2018-10-29 12:00", "2018-10-29 18:00"),
    ("2018-03-23 18:00", "2018-03-26 12:00", "2018-03-26 18:00"),
    ("2018-03-25 02:30", "2018-03-26 12:00", "2018-03-26 18:00"),
]


@pytest.mark.parametrize(("received", "half_day", "day"), _TABLE)
def test_a_delay_ends_with_the_half_day_and_with_the_day(received, half_day, day):
    assert FRANCE.half_day_end(at(received)) == at(half_day)
    assert FRANCE.day_end(at(received)) == at(day)


def test_a_department_keeps_its_own_holidays():
    saint_stephen = at("2018-12-26 09:00")
    assert FRANCE.half_day_end(saint_stephen) == at("2018-12-26 12:00")
    assert MOSELLE.half_day_end(saint_stephen) == at("2018-12-27 12:00")
    assert PublicHolidays(["57"])(date(2018, 12, 26)) == "Saint-Étienne"
    assert PublicHolidays()(date(2018, 12, 26)) == ""


def test_the_hour_that_comes_twice_is_told_apart():
    """On 28 October 2018, 2.30 a.m. came twice: an hour of the night lies between."""
    first, second = at("2018-10-28 02:30"), at("2018-10-28 02:30", fold=1)
    assert NIGHTS.half_day_end(first) == NIGHTS.half_day_end(second) == at("2018-10-28 04:00")
    left = [NIGHTS.half_day_end(moment).astimezone(UTC) - moment.astimezone(UTC) for moment in (first, second)]
    assert left == [timedelta(hours=2, minutes=30), timedelta(hours=1, minutes=30)]


def test_the_hour_that_never_was_takes_nothing_from_the_night():
    """On 25 March 2018, 2 a.m. was 3 a.m.: from half past one to four, an hour and a half."""
    moment = at("2018-03-25 01:30")
    assert NIGHTS.half_day_end(moment).astimezone(UTC) - moment.astimezone(UTC) == timedelta(hours=1, minutes=30)


def test_a_moment_told_in_another_time_zone_is_the_same_moment():
    utc = datetime(2018, 12, 14, 10, 59, tzinfo=UTC)
    assert FRANCE.half_day_end(utc) == at("2018-12-14 12:00")
    assert FRANCE.half_day_end(utc + timedelta(minutes=1)) == at("2018-12-14 18:00")


@pytest.mark.parametrize(
    ("half_days", "week_days"),
    [
        ([], [0]),
        ([["12:00", "08:00"]], [0]),
        ([["08:00", "12:00"], ["11:00", "18:00"]], [0]),
        ([["08:00", "12:00"]], []),
        ([["08:00", "12:00"]], [7]),
        ([["8h", "12h"]], [0]),
    ],
)
def test_hours_that_make_no_day_are_refused(half_days, week_days):
    with pytest.raises(ValueError, match=r".+"):
        WorkingHours.read(half_days, week_days)


def test_somebody_works_at_last():
    never = WorkingCalendar(USUAL, lambda day: "fermé")
    with pytest.raises(ValueError, match="aucun jour ouvré"):
        never.half_day_end(at("2018-12-14 10:00"))


def naive(calendar: WorkingCalendar, moment: datetime) -> tuple[datetime, datetime]:
    """Minute after minute of universal time: the first that is worked, then the first that no longer is."""

    def is_worked(instant: datetime) -> bool:
        local = instant.astimezone(PARIS)
        inside = any(start <= local.time() < end for start, end in calendar.hours.half_days)
        return inside and local.weekday() in calendar.hours.week_days and not calendar.day_off(local.date())

    instant = moment.astimezone(UTC)
    while not is_worked(instant):
        instant = instant.replace(second=0, microsecond=0) + timedelta(minutes=1)
    begun = instant.astimezone(PARIS)
    while is_worked(instant):
        instant = instant.replace(second=0, microsecond=0) + timedelta(minutes=1)
    half_day = instant
    last = max(end for _, end in calendar.hours.half_days)
    return half_day, datetime.combine(begun.date(), last, tzinfo=PARIS).astimezone(UTC)


_MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2021, 12, 31)).map(lambda moment: moment.replace(tzinfo=UTC))


@settings(max_examples=60, deadline=None)
@given(moment=_MOMENTS, calendar=st.sampled_from([FRANCE, MOSELLE, NIGHTS]))
def test_every_delay_is_the_one_of_a_naive_recount(moment, calendar):
    half_day, day = naive(calendar, moment)
    assert calendar.half_day_end(moment).astimezone(UTC) == half_day
    assert calendar.day_end(moment).astimezone(UTC) == day


@given(moment=_MOMENTS, later=st.timedeltas(timedelta(0), timedelta(days=5)))
def test_who_asks_later_is_never_promised_sooner(moment, later):
    for end in (FRANCE.half_day_end, FRANCE.day_end):
        assert moment < end(moment) <= end(moment + later)


def test_a_day_is_worked_or_not():
    assert FRANCE.works_on(date(2018, 12, 14))
    assert not FRANCE.works_on(date(2018, 12, 15))
    assert not FRANCE.works_on(date(2018, 12, 25))
    assert USUAL.half_days[0] == (time(8), time(12))
