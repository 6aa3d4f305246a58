"""What a cell says: days, amounts, months, oui and non, as French people type them."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veille.core import formats
from veille.core.spreadsheets import Unreadable, as_bool, as_date, as_decimal, as_integer, as_month, as_text
from veille.core.spreadsheets.table import ERROR


@pytest.mark.parametrize(
    "typed",
    [
        "12/03/2016", "12-03-16", "12.3.2016", "12 mars 2016", "samedi 12 mars 2016", "12 MARS 2016", "12-mars-16",
        "2016-03-12", "2016-03-12T00:00:00", "12/03/2016 14:30", "sam. 12 mars 2016", 42441, 42441.6, "42441",
        date(2016, 3, 12), datetime(2016, 3, 12, 9, 30),
    ],
)  # fmt: skip
def test_a_day_however_it_is_typed(typed):
    assert as_date(typed) == date(2016, 3, 12)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("1er avril 2018", date(2018, 4, 1)), ("5 févr. 2017", date(2017, 2, 5)), ("3 août 1958", date(1958, 8, 3))],
)
def test_a_day_in_words(typed, day):
    assert as_date(typed) == day


def test_the_calendar_of_the_mac_counts_from_another_day():
    assert as_date(40979, is_1904=True) == date(2016, 3, 12)


def test_two_digits_far_ahead_belong_to_the_century_before():
    assert as_date("12/03/58") == date(1958, 3, 12)


@pytest.mark.parametrize(
    "typed", ["31/02/2016", "03/25/2016", "demain", "12/2016", True, time(9, 30), 0, -3, "1/1/0016"]
)
def test_what_is_no_day_is_told(typed):
    with pytest.raises(Unreadable, match="«"):
        as_date(typed)


@pytest.mark.parametrize("typed", [None, "-", "néant"])
def test_no_day_is_none(typed):
    assert as_date(typed) is None


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 240,50 €", "1240.50"), ("1\u202f240,50\u00a0€", "1240.50"), ("1240.5", "1240.5"), (1240.5, "1240.5"),
        ("1.240,50", "1240.50"), ("1.240.000", "1240000"), ("-12,00", "-12"), ("−12", "-12"), ("(12,00)", "-12"),
        ("12,00-", "-12"), ("+5", "5"), ("12 EUR", "12"), ("1'240", "1240"), (0, "0"), (1e-7, "0"), (0.1 + 0.2, "0.3"),
    ],
)  # fmt: skip
def test_an_amount_however_it_is_typed(typed, amount):
    assert as_decimal(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["douze", "12,3,4", "1.240", "12 / 13", True, "1e9", "9" * 30, float("nan"), ERROR])
def test_what_is_no_amount_is_told(typed):
    with pytest.raises(Unreadable):
        as_decimal(typed)


def test_an_amount_that_reads_two_ways_offers_both():
    with pytest.raises(Unreadable, match="écrivez 1240 ou 1,240"):
        as_decimal("1.240")


@pytest.mark.parametrize("typed", ["mars 2016", "03/2016", "2016-03", "Mars-16", "12/03/2016", date(2016, 3, 12)])
def test_a_month(typed):
    assert as_month(typed) == date(2016, 3, 1)


@pytest.mark.parametrize(("typed", "said"), [("Oui", True), ("x", True), (1.0, True), ("NON", False), (False, False)])
def test_oui_and_non(typed, said):
    assert as_bool(typed) is said


def test_perhaps_is_neither():
    with pytest.raises(Unreadable, match="ni « oui » ni « non »"):
        as_bool("peut-être")


def test_a_whole_number_is_whole():
    assert as_integer(3.0) == 3
    with pytest.raises(Unreadable):
        as_integer("3,5")


@pytest.mark.parametrize(
    ("value", "text"),
    [(62413.0, "62413"), (1.5, "1,5"), (None, ""), (True, "oui"), (datetime(2016, 3, 12), "12/03/2016")],
)
def test_a_text_from_any_value(value, text):
    assert as_text(value) == text


@given(st.dates(date(1900, 1, 1), date(2028, 12, 31)))
def test_a_day_written_our_way_is_read_back(day):
    assert as_date(formats.far_date(day)) == as_date(f"{day:%d/%m/%Y}") == as_date(day.isoformat()) == day


@given(st.decimals(-(10**9), 10**9, places=2))
def test_an_amount_written_our_way_is_read_back(amount):
    assert as_decimal(formats.euros(amount)) == amount
