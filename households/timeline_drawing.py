"""The drawing of a timeline: where each event lies between the first day and today, in percent of the width.

The same drawing serves the page, the printed synthesis and, as rows, the table that says what it shows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from households.models import Case
from veille.core import clock
from veille.core.actor import Actor
from veille.core.formats import counted
from veille.core.timeline import Event, Track, events_of

# The lines that tell a life in one look: where, under what threat, with whose help and how much, met when.
LIFE = (Track.HOUSING, Track.PROCEDURE, Track.SUPPORT, Track.LEVEL, Track.CONTACT)
_NARROWEST = 0.6  # a period of some days stays visible
_LOWEST = 0.25  # the lightest one too
_MOST_TICKS = 8
FOOT, _HIGHEST = 16, 12  # of a line twenty units high


@dataclass(frozen=True)
class Span:
    """A period, from `left` over `width` of the line, standing on its foot; `words` names it."""

    left: float
    width: float
    height: float
    is_pale: bool
    words: str

    @property
    def top(self) -> float:
        """From the top of a line of `FOOT` units down to its foot."""
        return round(FOOT - self.height, 1)


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
class Row:
    """A line of the table twin: the days of a period, or the month of what happened on a day."""

    track: str
    first: date
    what: str
    last: date | None = None
    is_month: bool = False


@dataclass(frozen=True)
class Drawing:
    lines: list[Line]
    ticks: list[Tick]
    rows: list[Row]

    @property
    def description(self) -> str:
        """The whole in words, for who does not see it."""
        return " ; ".join(f"{line.label} : {line.summary}" for line in self.lines)


def life_of(actor: Actor, case: Case) -> list[Event]:
    """What the actor may know of these lines, newest first."""
    return [event for event in events_of(actor, case) if event.track in LIFE]


def drawing_of(events: Iterable[Event], *, opened_on: date, tracks: Iterable[Track] = Track) -> Drawing:
    """The lines of these tracks that hold something, from the opening of the file (or its first event) to today."""
    events = list(events)
    first = min([opened_on, *(event.day for event in events if not event.is_period)])
    scale = _Scale(first, clock.today())
    told = [(track, [event for event in events if event.track == track]) for track in tracks]
    lines = [_line(track, held, scale) for track, held in told]
    rows = [row for track, held in told for row in _rows(track, held, scale)]
    return Drawing([line for line in lines if line.spans or line.marks], scale.ticks(), rows)


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def at(self, day: date) -> float:
        whole = max((self.last - self.first).days, 1)
        inside = min(max(day, self.first), self.last)
        return round((inside - self.first).days * 100 / whole, 2)

    def reaches(self, event: Event) -> bool:
        return (event.ends_on or self.last) >= self.first

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
    periods, days = _periods(events, scale), [event for event in events if not event.is_period]
    heaviest = max((event.weight for event in periods), default=1) or 1
    return Line(
        label=track.label,
        summary=_summary(periods, days),
        spans=[_span(event, scale, heaviest) for event in sorted(periods, key=lambda event: event.is_pause)],
        marks=sorted({scale.at(event.day) for event in days}),
    )


def _periods(events: list[Event], scale: _Scale) -> list[Event]:
    return [event for event in events if event.is_period and scale.reaches(event)]


def _span(event: Event, scale: _Scale, heaviest: float) -> Span:
    left = scale.at(event.day)
    width = max(scale.at(event.ends_on or scale.last) - left, _NARROWEST)
    height = round(_HIGHEST * max(event.weight / heaviest, _LOWEST), 1)
    return Span(min(left, 100 - _NARROWEST), width, height, event.is_pause, event.title)


def _summary(periods: list[Event], days: list[Event]) -> str:
    """What holds now, and how many things happened."""
    now = [event.title for event in periods if event.ends_on is None or event.ends_on >= clock.today()]
    words = [", ".join(dict.fromkeys(now))] if now else []
    if days:
        words.append(counted(len(days), "événement"))
    return " ; ".join(words) or "terminé"


def _rows(track: Track, events: list[Event], scale: _Scale) -> Iterator[Row]:
    """Periods one by one, days month by month, the oldest first."""
    rows = [
        Row(track.label, event.day, ", ".join(filter(None, [event.title, event.detail])), event.ends_on)
        for event in _periods(events, scale)
    ]
    months: dict[date, dict[str, int]] = {}
    for event in events:
        if not event.is_period:
            titles = months.setdefault(event.day.replace(day=1), {})
            titles[event.title] = titles.get(event.title, 0) + 1
    for month, titles in months.items():
        what = ", ".join(f"{title} ({number})" if number > 1 else title for title, number in sorted(titles.items()))
        rows.append(Row(track.label, month, what, is_month=True))
    yield from sorted(rows, key=lambda row: row.first)
