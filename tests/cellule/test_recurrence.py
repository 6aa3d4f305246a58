"""The days of an instance: as many as its frequency says, never on a day nobody works."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellule.days_off import DaysOff
from cellule.models import ClosingPeriod
from cellule.recurrence import recurs, rule_days, rule_in_words, slots
from partners.configuration import InstanceRules, parse
from partners.models import Commune, Territory
from partners.services.dispositifs import read_template, template_names
from tests import factories

_FREQUENCIES = {"weekly": 52, "fortnightly": 26, "monthly": 12, "bimonthly": 6, "quarterly": 4, "half_yearly": 2}
_RANKS = ("first", "second", "third", "fourth", "last")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
_DAYS = st.dates(date(2014, 1, 1), date(2040, 12, 31))
_MONTHLY = st.builds("{}_{}".format, st.sampled_from(_RANKS), st.sampled_from(_WEEKDAYS))


def rules(frequency: str, day_rule: str, **fields) -> InstanceRules:
    kept = {"code": "x", "kind": "cell", "label": "X", "per_territory": False, "role": "binding", "anonymous": True}
    kept |= {"decides_doors": (), "planned_minutes": 60}
    return InstanceRules(**kept, frequency=frequency, day_rule=day_rule, **fields)


def week_end(day: date) -> str:
    return "fin de semaine" if day.weekday() > 4 else ""


@pytest.mark.parametrize(("frequency", "a_year"), [("monthly", 12), ("quarterly", 4), ("bimonthly", 6), ("yearly", 1)])
@given(year=st.integers(2014, 2040), day_rule=_MONTHLY)
def test_two_years_have_the_months_of_the_frequency(frequency, a_year, year, day_rule):
    days = rule_days(rules(frequency, day_rule), date(year, 1, 1), date(year + 1, 12, 31))
    assert len(days) == 2 * a_year == len({(day.year, day.month) for day in days})


@pytest.mark.parametrize(("frequency", "weeks"), [("weekly", 1), ("fortnightly", 2)])
@given(first=_DAYS, anchor=_DAYS)
def test_fifty_two_weeks_have_fifty_two_or_twenty_six_days(frequency, weeks, first, anchor):
    """Whatever day it counts from; on the calendar, changes of hour do not move them."""
    days = rule_days(rules(frequency, "every_14_days", anchor_on=anchor), first, first + timedelta(days=2 * 364 - 1))
    assert len(days) == 2 * 52 // weeks
    assert {(after - before).days for before, after in pairwise(days)} == {7 * weeks}
    assert {day.weekday() for day in days} == {anchor.weekday()}


@given(first=_DAYS, length=st.integers(0, 800), cut=st.integers(0, 800))
def test_planning_in_two_times_gives_the_same_days(first, length, cut):
    last, middle = first + timedelta(days=length), first + timedelta(days=min(cut, length))
    one = rules("fortnightly", "every_14_days", anchor_on=date(2015, 1, 8))
    halves = rule_days(one, first, middle) + rule_days(one, middle + timedelta(days=1), last)
    assert rule_days(one, first, last) == halves


@given(first=_DAYS, frequency=st.sampled_from(list(_FREQUENCIES)), day_rule=_MONTHLY, offs=st.sets(st.integers(0, 400)))
def test_nobody_meets_on_a_day_off_nor_past_the_next_session(first, frequency, day_rule, offs):
    closed = {first + timedelta(days=off) for off in offs}

    def day_off(day: date) -> str:
        return "fermé" if day in closed else week_end(day)

    one = rules(frequency, day_rule if frequency not in {"weekly", "fortnightly"} else "every_monday")
    found = slots(one, first, first + timedelta(days=365), day_off)
    kept = [slot for slot in found if not slot.is_dropped]
    assert not any(day_off(slot.held_on) for slot in found)
    assert all(slot.held_on >= slot.regular_on for slot in found)
    assert all(bool(slot.reason) == slot.is_moved for slot in found)
    assert len({slot.held_on for slot in kept}) == len(kept)


def test_the_last_friday_is_the_last():
    days = rule_days(rules("monthly", "last_friday"), date(2018, 1, 1), date(2018, 4, 30))
    assert days == [date(2018, 1, 26), date(2018, 2, 23), date(2018, 3, 30), date(2018, 4, 27)]


def test_a_rule_may_name_its_months():
    days = rule_days(rules("yearly", "second_tuesday", months=(6,)), date(2018, 1, 1), date(2019, 12, 31))
    assert days == [date(2018, 6, 12), date(2019, 6, 11)]


def test_a_weekly_rule_takes_its_weekday():
    days = rule_days(rules("weekly", "every_tuesday"), date(2018, 12, 14), date(2018, 12, 31))
    assert days == [date(2018, 12, 18), date(2018, 12, 25)]


def test_who_meets_when_needed_has_no_day():
    ad_hoc = rules("ad_hoc", "ad_hoc")
    assert not recurs(ad_hoc)
    assert rule_days(ad_hoc, date(2018, 1, 1), date(2019, 1, 1)) == []
    assert rule_in_words(ad_hoc) == "selon les besoins"
    assert not recurs(rules("monthly", "unheard_of"))


def test_every_instance_of_the_templates_is_said_in_words_and_in_days():
    for code, _ in template_names():
        for one in parse(read_template(code)).instances:
            days = rule_days(one, date(2016, 1, 1), date(2016, 12, 31))
            assert recurs(one) == bool(days) == (one.frequency != "ad_hoc"), one.label
            assert rule_in_words(one)


# Days off


def test_public_holidays_are_told_by_their_names(world):
    off = DaysOff(world.instance)
    assert off(date(2018, 11, 1)) == "Toussaint (jour férié)"
    assert off(date(2019, 4, 22)) == "Lundi de Pâques (jour férié)"
    assert off(date(2018, 12, 15)) == "fin de semaine"
    assert off(date(2018, 12, 26)) == ""


def test_a_territory_has_the_holidays_of_its_department(world):
    moselle = Territory.objects.create(dispositif=world.dispositif, code="moselle", name="Moselle")
    metz = {"name": "Metz", "sort_name": "metz", "kind": "COM", "department_code": "57", "region_code": "44"}
    moselle.communes.add(Commune.objects.create(code="57463", **metz))
    world.instance.territory = moselle
    assert DaysOff(world.instance)(date(2018, 12, 26)) == "Saint-Étienne (jour férié)"


def test_a_closing_moves_the_session_to_the_next_working_day(world):
    ClosingPeriod.objects.create(
        instance=world.instance, starts_on=date(2019, 1, 17), ends_on=date(2019, 1, 18), label="Inventaire"
    )
    one = rules("monthly", "third_thursday")
    found = slots(one, date(2019, 1, 1), date(2019, 1, 31), DaysOff(world.instance))
    assert [(slot.held_on, slot.reason) for slot in found] == [(date(2019, 1, 21), "Inventaire")]


def test_a_closing_that_reaches_the_next_session_drops_this_one():
    one = rules("weekly", "every_monday", anchor_on=date(2019, 8, 5))
    closed = {date(2019, 8, 5) + timedelta(days=day) for day in range(12)}
    found = slots(one, date(2019, 8, 5), date(2019, 8, 20), lambda day: "Fermeture d’été" if day in closed else "")
    assert [slot.is_dropped for slot in found] == [True, False, False]


@pytest.mark.parametrize("year", [2016, 2018, 2020, 2024])
def test_a_cell_keeps_twelve_sessions_whatever_the_holidays(world, year):
    found = slots(rules("monthly", "second_thursday"), date(year, 1, 1), date(year, 12, 31), DaysOff(world.instance))
    assert len([slot for slot in found if not slot.is_dropped]) == 12


def test_an_instance_without_territory_takes_those_of_its_dispositif(world):
    world.instance.territory = None
    assert DaysOff(world.instance)(date(2018, 11, 1))
    assert factories.DispositifFactory().territories.count() == 0
