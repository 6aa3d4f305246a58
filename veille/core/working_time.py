"""Working time: the half-days of the days that are worked, and the ends that a delay counts to.

Hours are those of the wall in Paris; moments are compared in universal time, so that the nights when the clock
changes neither add nor lose an hour.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from veille.core.clock import PARIS

# Why nobody works on a day; an empty answer when somebody does.
DayOff = Callable[[date], object]
Span = tuple[datetime, datetime]
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
# Longer than any run of days off.
_FURTHEST = 62


@dataclass(frozen=True)
class WorkingHours:
    """The half-days of a day, in order, and the days of the week (Monday is 0) that have them."""

    half_days: tuple[tuple[time, time], ...]
    week_days: frozenset[int]

    @classmethod
    def read(cls, half_days: Iterable[Iterable[str]], week_days: Iterable[int]) -> "WorkingHours":
        """From « 08:00 » texts and numbers of days. Raises ValueError when they make no working day."""
        spans = tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in half_days)
        days = frozenset(week_days)
        bounds = [bound for span in spans for bound in span]
        if not spans or bounds != sorted(set(bounds)):
            raise ValueError("les demi-journées se suivent, chacune de son début à sa fin")
        if not days or not days <= set(range(7)):
            raise ValueError("les jours ouvrés vont de 0 (lundi) à 6 (dimanche)")
        return cls(spans, days)

    @property
    def words(self) -> str:
        """« 8 h à 12 h, 14 h à 18 h, du lundi au vendredi »."""
        spans = ", ".join(f"{_in_words(start)} à {_in_words(end)}" for start, end in self.half_days)
        days = sorted(self.week_days)
        if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
            return f"{spans}, du {_DAYS[days[0]]} au {_DAYS[days[-1]]}"
        return f"{spans}, {' et '.join(_DAYS[day] for day in days)}"


def _in_words(hour: time) -> str:
    return f"{hour.hour} h {hour.minute:02}" if hour.minute else f"{hour.hour} h"


class WorkingCalendar:
    """Half-days one after the other, those of the days off left out. A half-day holds its start and not its end."""

    def __init__(self, hours: WorkingHours, day_off: DayOff):
        self.hours = hours
        self.day_off = day_off

    def works_on(self, day: date) -> bool:
        return day.weekday() in self.hours.week_days and not self.day_off(day)

    def half_day_end(self, moment: datetime) -> datetime:
        """The end of the half-day of a moment; out of hours, of the next one."""
        return self._half_day(moment)[1]

    def day_end(self, moment: datetime) -> datetime:
        """The end of the working day of a moment; out of hours, of the day of the next half-day."""
        day = self._half_day(moment)[0].date()
        return list(self._spans(day))[-1][1]

    def _half_day(self, moment: datetime) -> Span:
        first = moment.astimezone(PARIS).date()
        for number in range(_FURTHEST):
            for start, end in self._spans(first + timedelta(days=number)):
                if moment.astimezone(UTC) < end.astimezone(UTC):
                    return start, end
        raise ValueError("aucun jour ouvré dans les deux mois")

    def _spans(self, day: date) -> Iterator[Span]:
        if self.works_on(day):
            for start, end in self.hours.half_days:
                yield datetime.combine(day, start, tzinfo=PARIS), datetime.combine(day, end, tzinfo=PARIS)
