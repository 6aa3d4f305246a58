"""The drawing of a timeline: where each event lies between the first day and today, in percent of the width."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from veille.core import clock
from veille.core.timeline import Event, Track

_NARROWEST = 0.6  # a period of some days stays visible
_MOST_TICKS = 8


@dataclass(frozen=True)
class Span:
    """A period, from `left` over `width`."""

    left: float
    width: float
    is_pale: bool


@dataclass(frozen=True)
class Line:
    """One track: what held for a time, and what happened on a day."""

    label: str
    summary: str
    spans: list[Span] = field(default_factory=list)
    marks: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Tick:
    """A date under the drawing."""

    left: float
    label: str


@dataclass(frozen=True)
class Drawing:
    lines: list[Line]
    ticks: list[Tick]


def drawing_of(events: Iterable[Event], *, opened_on: date, tracks: Iterable[Track] = Track) -> Drawing:
    """The lines of these tracks that hold something, from the opening of the file (or its first event) to today."""
    events = list(events)
    first = min([opened_on, *(event.day for event in events if not event.is_period)])
    scale = _Scale(first, clock.today())
    lines = [_line(track, [event for event in events if event.track == track], scale) for track in tracks]
    return Drawing([line for line in lines if line.spans or line.marks], scale.ticks())


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def at(self, day: date) -> float:
        whole = max((self.last - self.first).days, 1)
        inside = min(max(day, self.first), self.last)
        return round((inside - self.first).days * 100 / whole, 2)

    def ticks(self) -> list[Tick]:
        """The first days of years, or of quarters when the file is young."""
        months = (1,) if (self.last - self.first).days > 730 else (1, 4, 7, 10)
        days = [date(y, m, 1) for y in range(self.first.year, self.last.year + 1) for m in months]
        shown = [day for day in days if self.first < day < self.last][-_MOST_TICKS:]
        return [Tick(self.at(day), _tick_label(day)) for day in shown]


_QUARTERS = {1: "janv.", 4: "avr.", 7: "juil.", 10: "oct."}


def _tick_label(day: date) -> str:
    return str(day.year) if day.month == 1 else _QUARTERS[day.month]


def _line(track: Track, events: list[Event], scale: _Scale) -> Line:
    periods = [event for event in events if event.is_period and (event.ends_on or scale.last) >= scale.first]
    days = [event for event in events if not event.is_period]
    return Line(
        label=track.label,
        summary=_summary(periods, days),
        spans=[_span(event, scale) for event in sorted(periods, key=lambda event: event.is_pause)],
        marks=sorted({scale.at(event.day) for event in days}),
    )


def _span(event: Event, scale: _Scale) -> Span:
    left = scale.at(event.day)
    width = max(scale.at(event.ends_on or scale.last) - left, _NARROWEST)
    return Span(min(left, 100 - _NARROWEST), width, event.is_pause)


def _summary(periods: list[Event], days: list[Event]) -> str:
    """The same in words, for who does not see the drawing: what holds now, and how many things happened."""
    now = [event.title for event in periods if event.ends_on is None or event.ends_on >= clock.today()]
    words = [", ".join(dict.fromkeys(now))] if now else []
    if days:
        words.append(f"{len(days)} événement{'s' * (len(days) > 1)}")
    return " ; ".join(words) or "terminé"
