"""The days of a file: never before its day, a hold wins, coming back begins again, a later contact never hastens."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from households.terms import ARCHIVE_MONTHS, NEVER_ADMITTED_MONTHS, WARNING_DAYS, Life, terms
from veille.core.formats import plus_months

DAYS = st.dates(date(2014, 1, 1), date(2030, 12, 31))
TODAY = date(2020, 6, 15)


@st.composite
def lives(draw):
    opened_on = draw(st.dates(date(2014, 1, 1), date(2020, 1, 1)))
    later = st.none() | st.dates(opened_on, date(2024, 1, 1))
    holds = tuple(
        (start, start + timedelta(days=draw(st.integers(0, 900)))) for start in draw(st.lists(DAYS, max_size=3))
    )
    return Life(
        opened_on=opened_on,
        years=draw(st.integers(1, 5)),
        last_contact_on=draw(later),
        resumed_on=draw(later),
        closed_on=draw(later),
        is_admitted=draw(st.booleans()),
        is_frozen=draw(st.booleans()),
        holds=holds,
    )


@given(lives(), DAYS)
def test_never_before_its_day(life, today):
    days = terms(life, today)
    least = 12 if life.closed_on and not life.is_admitted else 12 * life.years
    if days.archived_on:
        assert days.archived_on >= plus_months(days.begins_on, least)
        assert days.erased_on >= days.archived_on
    assert days.warned_on <= plus_months(days.begins_on, least)
    assert days.begins_on >= life.opened_on


@given(lives(), DAYS)
def test_a_hold_wins(life, today):
    days = terms(life, today)
    covered = any(start <= today <= end for start, end in life.holds)
    assert days.is_held == (covered or life.is_frozen)
    for day in (days.archived_on, days.erased_on):
        assert day is None or not any(start <= day <= end for start, end in life.holds)
    if life.is_frozen:
        assert (days.archived_on, days.erased_on) == (None, None)


@given(lives(), st.dates(date(2014, 1, 1), date(2026, 1, 1)))
def test_a_later_contact_never_hastens(life, contact):
    """Two files that differ by one contact more."""
    life = replace(life, is_frozen=False, closed_on=None)
    more = replace(life, last_contact_on=max(contact, life.last_contact_on or contact))
    before, after = terms(life, TODAY), terms(more, TODAY)
    assert after.archived_on >= before.archived_on
    assert after.erased_on >= before.erased_on


@given(lives(), st.dates(date(2014, 1, 1), date(2026, 1, 1)))
def test_coming_back_begins_the_term_again(life, back):
    days = terms(replace(life, resumed_on=back, closed_on=None), TODAY)
    assert days.begins_on >= back


@given(lives(), DAYS, DAYS)
def test_days_do_not_depend_on_the_day_one_looks(life, one, other):
    first, second = terms(life, one), terms(life, other)
    assert (first.archived_on, first.erased_on) == (second.archived_on, second.erased_on)


def test_two_years_after_the_last_contact():
    days = terms(Life(date(2015, 3, 1), 2, last_contact_on=date(2016, 2, 29), closed_on=date(2016, 4, 1)), TODAY)
    assert days.archived_on == date(2018, 2, 28)
    assert days.warned_on == date(2018, 2, 28) - timedelta(days=WARNING_DAYS)
    assert days.erased_on == plus_months(date(2018, 2, 28), ARCHIVE_MONTHS)


def test_who_was_never_admitted_is_forgotten_sooner_without_archive():
    days = terms(Life(date(2018, 1, 10), 2, closed_on=date(2018, 3, 31), is_admitted=False), TODAY)
    assert days.archived_on == days.erased_on == plus_months(date(2018, 3, 31), NEVER_ADMITTED_MONTHS)


def test_without_any_contact_the_end_of_the_file_counts():
    days = terms(Life(date(2015, 1, 10), 2, closed_on=date(2016, 3, 31)), TODAY)
    assert days.begins_on == date(2016, 3, 31)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2018, 1, 31), 1, date(2018, 2, 28)),
        (date(2016, 1, 31), 1, date(2016, 2, 29)),
        (date(2018, 12, 14), 1, date(2019, 1, 14)),
        (date(2018, 11, 30), 3, date(2019, 2, 28)),
        (date(2018, 3, 31), -1, date(2018, 2, 28)),
        (date(2016, 2, 29), 24, date(2018, 2, 28)),
    ],
)
def test_a_month_after_the_end_of_a_month(day, months, expected):
    assert plus_months(day, months) == expected


@given(DAYS, st.integers(0, 60))
def test_months_stay_in_order(day, months):
    later = plus_months(day, months)
    assert later >= day
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
