"""The days on which bodies meet, from the rule in the configuration of the dispositif."""

from collections.abc import Iterator
from datetime import date, timedelta

TUESDAY, THURSDAY = 1, 3
_FIRST_PRE_CAL = date(2015, 1, 8)


def days_of(rule: str, first: date, last: date) -> list[date]:
    """Every day of a rule between two days, both included."""
    made = {
        "third_thursday": lambda: _monthly(first, last, THURSDAY, 3),
        "second_tuesday": lambda: _monthly(first, last, TUESDAY, 2),
        "quarter_second_thursday": lambda: (d for d in _monthly(first, last, THURSDAY, 2) if d.month % 3 == 0),
        "every_14_days": lambda: _fortnightly(last),
        "ad_hoc": lambda: iter(()),
    }[rule]()
    return [day for day in made if first <= day <= last]


def _monthly(first: date, last: date, weekday: int, rank: int) -> Iterator[date]:
    for index in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        start = date(index // 12, index % 12 + 1, 1)
        yield start + timedelta(days=(weekday - start.weekday()) % 7 + 7 * (rank - 1))


def _fortnightly(last: date) -> Iterator[date]:
    day = _FIRST_PRE_CAL
    while day <= last:
        yield day
        day += timedelta(days=14)
