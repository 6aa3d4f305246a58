"""When a file is archived, then erased: one pure function, that the job, the preview and the warnings read.

Two years after the last contact (the delay of its dispositif) a file leaves lists and searches; a year later
it is erased. A household that was never admitted is erased twelve months after the file was closed. Coming back
begins the term again; what forbids to erase (dispute, obligation, limitation asked by the person) wins.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from veille.core.formats import plus_months

# How long before a file is archived its lead person and manager are told.
WARNING_DAYS = 60
ARCHIVE_MONTHS = 12
NEVER_ADMITTED_MONTHS = 12


@dataclass(frozen=True)
class Life:
    """What the term of a file is counted from."""

    opened_on: date
    years: int
    last_contact_on: date | None = None
    resumed_on: date | None = None
    closed_on: date | None = None
    is_admitted: bool = True
    is_frozen: bool = False
    holds: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True)
class Terms:
    """The days of a file; `erased_on` is None as long as a limitation stands."""

    begins_on: date
    warned_on: date
    archived_on: date | None
    erased_on: date | None
    is_held: bool


def terms(life: Life, today: date) -> Terms:
    """The days on which a file is warned of, archived and erased, as things stand today."""
    begins_on = max(day for day in (life.opened_on, life.resumed_on, _last_act(life)) if day)
    if _was_never_admitted(life):
        erased_on = plus_months(begins_on, NEVER_ADMITTED_MONTHS)
        archived_on = erased_on
    else:
        archived_on = plus_months(begins_on, 12 * life.years)
        erased_on = plus_months(archived_on, ARCHIVE_MONTHS)
    is_held = life.is_frozen or any(start <= today <= end for start, end in life.holds)
    return Terms(
        begins_on=begins_on,
        warned_on=archived_on - timedelta(days=WARNING_DAYS),
        archived_on=None if life.is_frozen else _after_holds(archived_on, life.holds),
        erased_on=None if life.is_frozen else _after_holds(erased_on, life.holds),
        is_held=is_held,
    )


def _was_never_admitted(life: Life) -> bool:
    return life.closed_on is not None and not life.is_admitted


def _last_act(life: Life) -> date | None:
    """The last contact; without any, or when nothing followed the orientation, the day the file was closed."""
    days = [life.last_contact_on]
    if _was_never_admitted(life) or life.last_contact_on is None:
        days.append(life.closed_on)
    return max((day for day in days if day), default=None)


def _after_holds(day: date, holds: Iterable[tuple[date, date]]) -> date:
    """The day itself, or the day after the last of the holds that stand in its way."""
    for start, end in sorted(holds):
        if start <= day <= end:
            day = end + timedelta(days=1)
    return day
