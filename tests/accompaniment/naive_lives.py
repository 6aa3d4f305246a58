"""A life of an accompaniment told day by day, in the plainest way there is: what the code must always equal."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction

from partners.configuration import Promise
from tests.core.test_working_time import PARIS, naive
from veille.core.public_holidays import PublicHolidays
from veille.core.working_time import WorkingCalendar

_CALENDAR = WorkingCalendar(Promise("half_day", "answer").hours, PublicHolidays())

A_WEEK = {"daily": 5, "weekly": 1, "fortnightly": Fraction(1, 2), "monthly": Fraction(12, 52), "on_demand": 0}
# The acts on a measure, and the states each may be done from.
ACTS = {
    "start": {"not_started"},
    "activate": {"preparation", "relay"},
    "suspend": {"preparation", "active"},
    "resume": {"suspended"},
    "relay": {"active", "suspended"},
    "end": {"not_started", "preparation", "active", "suspended", "relay"},
    "watch": {"ended"},
    "unwatch": {"watch"},
    "reopen": {"ended", "watch"},
    "level": {"not_started", "preparation", "active", "suspended", "relay"},
}


@dataclass
class Life:
    """The state after each act, and of each day what it was when it was over."""

    today: date
    prepares: bool
    state: str = "not_started"
    started_on: date | None = None
    activated_on: date | None = None
    levels: dict[date, tuple[str, int]] = field(default_factory=dict)
    days: dict[date, str] = field(default_factory=dict)

    def may(self, act: str) -> bool:
        return self.state in ACTS[act]

    def live(self, act: str, day: date, level: tuple[str, int] | None = None) -> None:
        """Do an act on a day: from it on, each day is what the act makes of it, until the next act."""
        if act == "level":
            self.levels[day] = level
            return
        if act == "start":
            self.started_on = day
        self.state = self._after(act)
        if self.state == "active" and self.activated_on is None:
            self.activated_on = day
        if act == "reopen" and self.started_on is None:
            self.started_on = day
        if act not in {"watch", "unwatch"}:
            self._fill(day, act)

    def _after(self, act: str) -> str:
        unprepared = self.prepares and self.activated_on is None
        if act == "start":
            return "preparation" if self.prepares else "active"
        if act == "resume":
            return "preparation" if unprepared else "active"
        names = {"activate": "active", "suspend": "suspended", "relay": "relay", "end": "ended", "reopen": "active"}
        return {**names, "watch": "watch", "unwatch": "ended"}[act]

    def _fill(self, day: date, act: str) -> None:
        kind = {"suspended": "suspended", "ended": "away"}.get(self.state, "active")
        while day <= self.today:
            # The last day is still a day of accompaniment, and ends the pause.
            self.days[day] = "active" if act == "end" else kind
            day, act = day + timedelta(days=1), ""

    def kinds(self) -> list[tuple[date, str]]:
        """The days since the start, for a life that has begun."""
        if self.started_on is None:
            return []
        return [(day, kind) for day, kind in sorted(self.days.items()) if day >= self.started_on]

    def active(self) -> int:
        return sum(kind == "active" for _, kind in self.kinds())

    def suspended(self) -> int:
        return sum(kind == "suspended" for _, kind in self.kinds())

    def level_on(self, day: date) -> tuple[str, int]:
        known = [since for since in sorted(self.levels) if since <= day] or [min(self.levels)]
        return self.levels[known[-1]]

    def visits_due(self) -> int:
        """A seventh of a week's visits each active day, without those of preparation before there is a dwelling."""
        housed = [
            day for day, kind in self.kinds() if kind == "active" and self.activated_on and day >= self.activated_on
        ]
        return int(sum((Fraction(A_WEEK[self.level_on(day)[0]], 7) for day in housed), Fraction(0)))

    def weight(self) -> int:
        """What it weighs in a caseload today: nothing when it stands still or is over."""
        return 0 if self.state in {"suspended", "ended", "watch"} else self.level_on(self.today)[1]

    def promised(self, moment: datetime) -> tuple:
        """Minute after minute, the end of the half-day and of the day; nothing is promised on a day of pause."""
        is_paused = self.days.get(moment.astimezone(PARIS).date()) == "suspended"
        return (None, None) if is_paused else naive(_CALENDAR, moment)
