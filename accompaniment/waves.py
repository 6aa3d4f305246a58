"""The moments of the grid: months after the start, the end, months after it (list assessment_wave)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accompaniment.models import Assessment, Measure
from veille.core import clock, reference
from veille.core.formats import plus_months

_LIST = "assessment_wave"


@dataclass(frozen=True)
class Wave:
    """A moment of one measure: when its grid is due (None: not known yet), and the grid once it is filled."""

    code: str
    due_on: date | None
    assessment: Assessment | None

    @property
    def label(self) -> str:
        return reference.label(_LIST, self.code)

    @property
    def is_due(self) -> bool:
        return self.assessment is None and self.due_on is not None and self.due_on <= clock.today()


def is_after_end(code: str) -> bool:
    """The end itself, and what is counted from it."""
    return reference.mapped(_LIST, code, "after_exit") != ""


def waves_of(measure: Measure, grids: Iterable[Assessment]) -> list[Wave]:
    """The moments that the rules of the case ask for; `grids` are those of the measure that the reader knows.

    What was missed before a later grid was filled is no longer due: the day has passed.
    """
    grids = list(grids)
    rounds = len(measure.former_exits.all())
    found = []
    for code in measure.case.configuration.assessment.waves:
        wanted = rounds if is_after_end(code) else 0
        filled = next((grid for grid in grids if grid.wave == code and grid.round == wanted), None)
        found.append(Wave(code, _due_on(measure, code), filled))
    return found


def next_due(waves: Iterable[Wave]) -> Wave | None:
    """The latest moment that has come without its grid: two grids of the same day would compare nothing."""
    waves = list(waves)
    last = max((wave.assessment.assessed_on for wave in waves if wave.assessment), default=None)
    waiting = [wave for wave in waves if wave.is_due and (last is None or last < _day(wave))]
    return max(waiting, key=_day, default=None)


def coming(waves: Iterable[Wave]) -> Wave | None:
    """The first moment still ahead."""
    ahead = [wave for wave in waves if wave.assessment is None and wave.due_on and wave.due_on > clock.today()]
    return min(ahead, key=_day, default=None)


def _day(wave: Wave) -> date:
    return wave.due_on or date.max


def _due_on(measure: Measure, code: str) -> date | None:
    after_end = is_after_end(code)
    counted_from = measure.ended_on if after_end else measure.started_on
    months = reference.mapped(_LIST, code, "after_exit" if after_end else "months")
    return plus_months(counted_from, int(months)) if counted_from and months else None
