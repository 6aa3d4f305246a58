"""Figures, dates and durations as a French reader expects them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veille.core import formats

TODAY = date(2018, 12, 14)


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Decimal("1234.5"), "1\u202f234,50\u00a0€"),
        (Decimal(390760), "390\u202f760,00\u00a0€"),
        (0, "0,00\u00a0€"),
        (Decimal("-12.345"), "−12,35\u00a0€"),
        (None, "—"),
    ],
)
def test_euros_have_narrow_spaces_two_decimals_and_a_sign(amount, written):
    assert formats.euros(amount) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("20.00"), "20"),
        (Decimal("1.50"), "1,5"),
        (Decimal("0.25"), "0,25"),
        (Decimal(0), "0"),
        (1200, "1\u202f200"),
        (None, "—"),
    ],
)
def test_a_weight_has_the_decimals_it_needs(value, written):
    assert formats.shortest(value) == written


@pytest.mark.parametrize(
    ("n", "total", "written"),
    [
        (61, 74, "82,4\u00a0% (61\u00a0/\u00a074)"),
        (120, 150, "80\u00a0% (120\u00a0/\u00a0150)"),
        (0, 12, "0\u00a0% (0\u00a0/\u00a012)"),
        (12, 12, "100\u00a0% (12\u00a0/\u00a012)"),
        (14_253, 14_363, "99,2\u00a0% (14\u202f253\u00a0/\u00a014\u202f363)"),
        (0, 0, "—"),
        (None, 12, "—"),
        (3, None, "—"),
    ],
)
def test_a_ratio_shows_its_base_or_nothing(n, total, written):
    assert formats.ratio(n, total) == written


def test_a_part_is_never_rounded_to_the_whole_nor_to_nobody():
    assert formats.percent(9_999, 10_000) == "99,9\u00a0%"
    assert formats.percent(1, 10_000) == "0,1\u00a0%"


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_percentage_is_within_a_tenth_of_the_exact_one(part, total):
    n = min(part, total)
    written = formats.percent(n, total).removesuffix("\u00a0%").replace(",", ".")
    assert abs(Decimal(written) - Decimal(n) * 100 / total) <= Decimal("0.1")


@pytest.mark.parametrize(
    ("n", "written"),
    [(0, "0\u00a0ménage"), (1, "1\u00a0ménage"), (2, "2\u00a0ménages"), (1240, "1\u202f240\u00a0ménages")],
)
def test_zero_is_singular_in_french(n, written):
    assert formats.counted(n, "ménage") == written


def test_an_irregular_plural_is_given():
    assert formats.counted(3, "bail", "baux") == "3\u00a0baux"


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2018, 12, 12), "avant-hier"),
        (date(2018, 12, 13), "hier"),
        (TODAY, "aujourd’hui"),
        (date(2018, 12, 15), "demain"),
        (date(2018, 12, 17), "dans 3\u00a0jours"),
        (date(2018, 12, 10), "il y a 4\u00a0jours"),
        (date(2018, 12, 21), "dans 7\u00a0jours"),
        (date(2018, 12, 22), "le 22\u00a0décembre 2018"),
        (date(2016, 3, 1), "le 1er\u00a0mars 2016"),
        (None, "—"),
    ],
)
def test_near_dates_are_said_in_words_and_far_ones_in_figures(day, written):
    assert formats.near_date(day, TODAY) == written


def test_a_moment_is_read_as_its_day():
    assert formats.far_date(datetime(2016, 3, 12, 23, 59)) == "12\u00a0mars 2016"
    assert formats.month(datetime(2016, 8, 12, 23, 59)) == "août\u00a02016"
    assert formats.clock_time(datetime(2016, 3, 12, 9, 5)) == "9\u00a0h\u00a005"


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        (date(2018, 8, 1), date(2018, 12, 15), "4\u00a0mois et 2\u00a0semaines"),
        (date(2018, 11, 14), TODAY, "1\u00a0mois"),
        (date(2018, 12, 11), TODAY, "3\u00a0jours"),
        (date(2018, 12, 5), TODAY, "1\u00a0semaine et 2\u00a0jours"),
        (date(2016, 9, 14), TODAY, "2\u00a0ans et 3\u00a0mois"),
        (date(2017, 12, 14), TODAY, "1\u00a0an"),
        (TODAY, TODAY, "moins d’un\u00a0jour"),
        (date(2018, 1, 31), date(2018, 2, 28), "1\u00a0mois"),
        (date(2016, 2, 29), date(2017, 2, 28), "1\u00a0an"),
        (TODAY, date(2018, 12, 11), "3\u00a0jours"),
        (None, TODAY, "—"),
    ],
)
def test_a_duration_gives_its_two_largest_units(start, end, written):
    assert formats.duration(start, end) == written


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_every_pair_of_days_has_a_duration(start, end):
    assert formats.duration(start, end)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Séance du 14 : à tenir", "Séance du 14\u00a0: à tenir"),
        ("Qui est là ?", "Qui est là\u00a0?"),
        ("« À relire » ; à 82 %", "«\u00a0À relire\u00a0»\u00a0; à 82\u00a0%"),
        ("de 14:30 à :numero", "de 14:30 à :numero"),
    ],
)
def test_no_line_begins_with_a_sign(written, kept):
    assert formats.spaced(written) == kept


@pytest.mark.parametrize(
    ("minutes", "written"), [(0, "0\u00a0min"), (45, "45\u00a0min"), (60, "1\u00a0h"), (125, "2\u00a0h\u00a005")]
)
def test_how_long_something_took(minutes, written):
    assert formats.lasting(minutes) == written


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("La Vie active", "de La Vie active"),
        ("Élodie Marchetti", "d’Élodie Marchetti"),
        ("Habitat du Nord", "d’Habitat du Nord"),
        ("Hélène", "d’Hélène"),
        ("HLM du Val", "de HLM du Val"),
        ("Yves", "d’Yves"),
        ("Yann", "de Yann"),
        ("Œuvre des loges", "d’Œuvre des loges"),
    ],
)
def test_a_name_is_joined_as_it_is_said(name, written):
    assert formats.of_name(name) == written
