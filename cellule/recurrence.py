"""The days on which an instance meets: its frequency and its rule, as the configuration says them.

A rule by month is a rank and a weekday (`third_thursday`, `last_friday`), whatever stands before them; a rule by
weeks counts from a day (`every_14_days`, `every_tuesday`). An instance that meets when needed has no day.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from partners.configuration import InstanceRules

AD_HOC = "ad_hoc"
_RANKS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_RANK_WORDS = {1: "premier", 2: "deuxième", 3: "troisième", 4: "quatrième", -1: "dernier"}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_WORDS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_WEEKS = {"weekly": 1, "fortnightly": 2}
_MONTHS = {"monthly": 1, "bimonthly": 2, "quarterly": 3, "half_yearly": 6, "yearly": 12}
_PERIOD_WORDS = {
    "weekly": "chaque semaine",
    "fortnightly": "toutes les deux semaines",
    "monthly": "de chaque mois",
    "bimonthly": "tous les deux mois",
    "quarterly": "de chaque trimestre",
    "half_yearly": "de chaque semestre",
    "yearly": "une fois par an",
}


# What a form offers: (code, words).
RANKS = [(word, _RANK_WORDS[rank]) for word, rank in _RANKS.items()]
WORKING_DAYS = list(zip(_WEEKDAYS[:5], _DAY_WORDS, strict=False))


@dataclass(frozen=True)
class Slot:
    """A day of the rule, the day it is held instead when nobody works, and why; `is_dropped`: too near the next."""

    regular_on: date
    held_on: date
    reason: str = ""
    is_dropped: bool = False

    @property
    def is_moved(self) -> bool:
        return self.held_on != self.regular_on


def by_weeks(frequency: str) -> bool:
    """Whether such a rule counts from a day."""
    return frequency in _WEEKS


def by_months(frequency: str) -> bool:
    """Whether such a rule is a rank and a weekday."""
    return frequency in _MONTHS


def recurs(rules: InstanceRules) -> bool:
    """Whether its days can be said ahead."""
    return rules.frequency in _WEEKS or (rules.frequency in _MONTHS and _weekday_of_month(rules) is not None)


def rule_days(rules: InstanceRules, first: date, last: date, anchor: date | None = None) -> list[date]:
    """Every day of the rule between two days, both included. `anchor`: a day known of it, for a rule by weeks."""
    if not recurs(rules):
        return []
    made = _by_weeks if rules.frequency in _WEEKS else _by_months
    return [day for day in made(rules, first, last, anchor) if first <= day <= last]


def slots(
    rules: InstanceRules, first: date, last: date, day_off: Callable[[date], str], anchor: date | None = None
) -> list[Slot]:
    """The same days, each moved to the next working one; `day_off` says why nobody works on a day, or nothing."""
    days = rule_days(rules, first, last + timedelta(days=400), anchor)
    following = dict(pairwise(days))
    return [_slot(day, following.get(day), day_off) for day in days if day <= last]


def _slot(day: date, following: date | None, day_off: Callable[[date], str]) -> Slot:
    held_on, reason = day, day_off(day)
    while day_off(held_on):
        held_on += timedelta(days=1)
    return Slot(day, held_on, reason, is_dropped=following is not None and held_on >= following)


def rule_in_words(rules: InstanceRules) -> str:
    """« le troisième jeudi de chaque mois », « toutes les deux semaines »."""
    if not recurs(rules):
        return "selon les besoins"
    period = _PERIOD_WORDS[rules.frequency]
    if rules.frequency in _WEEKS:
        return period
    rank, weekday = _weekday_of_month(rules) or (1, 0)
    return f"le {_RANK_WORDS[rank]} {_DAY_WORDS[weekday]} {period}"


def _weekday_of_month(rules: InstanceRules) -> tuple[int, int] | None:
    *_, rank, weekday = ["", *rules.day_rule.split("_")]
    if rank not in _RANKS or weekday not in _WEEKDAYS:
        return None
    return _RANKS[rank], _WEEKDAYS.index(weekday)


def _by_weeks(rules: InstanceRules, first: date, last: date, anchor: date | None) -> Iterator[date]:
    step = 7 * _WEEKS[rules.frequency]
    start = rules.anchor_on or anchor or _first_weekday(rules, first)
    day = start + timedelta(days=-((start - first).days // step) * step)
    while day <= last:
        yield day
        day += timedelta(days=step)


def _first_weekday(rules: InstanceRules, first: date) -> date:
    word = rules.day_rule.rpartition("_")[2]
    weekday = _WEEKDAYS.index(word) if word in _WEEKDAYS else first.weekday()
    return first + timedelta(days=(weekday - first.weekday()) % 7)


def _by_months(rules: InstanceRules, first: date, last: date, anchor: date | None) -> Iterator[date]:
    rank, weekday = _weekday_of_month(rules) or (1, 0)
    months = rules.months or tuple(month for month in range(1, 13) if month % _MONTHS[rules.frequency] == 0)
    for index in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        start = date(index // 12, index % 12 + 1, 1)
        if start.month in months:
            yield _weekday_in(start, rank, weekday)


def _weekday_in(start: date, rank: int, weekday: int) -> date:
    """The third Thursday of a month; the last one is counted from the month after."""
    if rank > 0:
        return start + timedelta(days=(weekday - start.weekday()) % 7 + 7 * (rank - 1))
    after = (start + timedelta(days=32)).replace(day=1)
    return after - timedelta(days=(after.weekday() - weekday - 1) % 7 + 1)
