"""The days of an accompaniment: active, suspended, and those between an end and its reopening, which are neither."""

from dataclasses import dataclass
from datetime import date, timedelta

from accompaniment.models import Measure

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """Whole days; the first and the last ones count, and so does that of a return."""

    active: int
    suspended: int


def days_of(measure: Measure, until: date) -> Days:
    """From the start of a measure to its end or a day; its suspensions and former exits may be prefetched.

    They never overlap: an end also ends the pause.
    """
    first, last = measure.started_on, min(measure.ended_on or until, until)
    if first is None:
        return Days(0, 0)
    suspended = sum(_within(pause.starts_on, pause.ends_on or last, first, last) for pause in measure.suspensions.all())
    away = sum(_within(e.ended_on + _DAY, e.reopened_on - _DAY, first, last) for e in measure.former_exits.all())
    return Days(_within(first, last, first, last) - suspended - away, suspended)


def _within(begins: date, ends: date, first: date, last: date) -> int:
    """Days of a stretch inside another."""
    return max((min(ends, last) - max(begins, first)).days + 1, 0)
