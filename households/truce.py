"""The winter truce: from 1 November to 31 March no eviction is carried out (CPCE, L412-6).

It stops the carrying out, and nothing else: the order to pay, the summons, the hearing, the judgment and the
request for police assistance go on.
"""

from dataclasses import dataclass
from datetime import date

from veille.core import reference

_FIRST, _LAST = (11, 1), (3, 31)


@dataclass(frozen=True)
class Truce:
    """One winter, both days included."""

    starts_on: date
    ends_on: date


def truce_on(day: date) -> Truce | None:
    """The truce that holds on a day; None from April to October."""
    if (day.month, day.day) >= _FIRST:
        return Truce(date(day.year, *_FIRST), date(day.year + 1, *_LAST))
    if (day.month, day.day) <= _LAST:
        return Truce(date(day.year - 1, *_FIRST), date(day.year, *_LAST))
    return None


def is_stopped(step: str) -> bool:
    """Whether the truce stops a step; the reference list says it."""
    return bool(reference.mapped("procedure_step", step, "truce"))
