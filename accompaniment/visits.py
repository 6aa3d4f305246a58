"""Visit compliance (P-08): home visits effective / home visits due.

Due = active weeks × rhythm of the level. A week counts by its days, so that a pause of ten days takes
ten sevenths of a visit away; what is not yet whole is not yet due. Suspended days, days of preparation
without a dwelling, and days between an end and its reopening count for nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from accompaniment.choices import InterventionKind, InterventionOutcome, MeasureState
from accompaniment.models import Intervention, Measure
from households.models import HousingPeriod
from veille.core import clock

# Visits a week. « On demand » promises none; « daily » means working days.
VISITS_A_WEEK = {
    "daily": Fraction(5),
    "weekly": Fraction(1),
    "fortnightly": Fraction(1, 2),
    "monthly": Fraction(12, 52),
    "quarterly": Fraction(4, 52),
    "annual": Fraction(1, 52),
}


@dataclass(frozen=True)
class Span:
    """Days from first to last, both included; no last = until now."""

    first: date
    last: date | None = None

    def days(self, until: date) -> set[int]:
        last = until if self.last is None else min(self.last, until)
        return set(range(self.first.toordinal(), last.toordinal() + 1))


@dataclass(frozen=True)
class Pace(Span):
    """A level's rhythm for a time."""

    rhythm: str = "on_demand"


@dataclass(frozen=True)
class Compliance:
    """Visits done of visits due; a rate only where something was due."""

    n: int
    total: int


def active_days(spans: Iterable[Span], excluded: Iterable[Span], until: date) -> set[int]:
    """The days that count, as ordinals."""
    days = set().union(*(span.days(until) for span in spans))
    return days.difference(*(span.days(until) for span in excluded))


def visits_due(paces: Iterable[Pace], excluded: Iterable[Span], until: date) -> int:
    """Whole visits due at the end of a day."""
    excluded = list(excluded)
    weeks = (
        VISITS_A_WEEK.get(pace.rhythm, 0) * Fraction(len(active_days([pace], excluded, until)), 7) for pace in paces
    )
    return int(sum(weeks, Fraction(0)))


def visit_compliance(measure: Measure, until: date | None = None) -> Compliance:
    """P-08 of one measure at the end of a day (four queries)."""
    if measure.started_on is None:
        return Compliance(0, 0)
    until = min(until or clock.today(), measure.ended_on or date.max)
    paces, excluded = _paces(measure), _excluded(measure, until)
    counted = active_days(paces, excluded, until)
    visits = Intervention.objects.filter(
        measure=measure, kind=InterventionKind.HOME_VISIT, outcome=InterventionOutcome.EFFECTIVE
    )
    done = [day for day in visits.order_by("pk").values_list("happened_on", flat=True) if day.toordinal() in counted]
    return Compliance(len(done), visits_due(paces, excluded, until))


def _paces(measure: Measure) -> list[Pace]:
    """The levels, from the start of the accompaniment on: waiting for it owes no visit."""
    return [
        Pace(max(level.starts_on, measure.started_on), level.ends_on, level.rhythm) for level in measure.levels.all()
    ]


def _excluded(measure: Measure, until: date) -> list[Span]:
    paused = [Span(s.starts_on, s.ends_on) for s in measure.suspensions.all()]
    away = [
        Span(date.fromordinal(e.ended_on.toordinal() + 1), date.fromordinal(e.reopened_on.toordinal() - 1))
        for e in measure.former_exits.all()
    ]
    return paused + away + _unhoused_preparation(measure, until)


def _unhoused_preparation(measure: Measure, until: date) -> list[Span]:
    """Preparation before there is a dwelling to visit."""
    if measure.activated_on:
        last = date.fromordinal(measure.activated_on.toordinal() - 1)
    elif measure.state == MeasureState.PREPARATION:
        last = None
    else:
        return []
    housed = HousingPeriod.objects.filter(case=measure.case_id).exclude(modality="").order_by("starts_on", "pk")
    dwelt = [Span(*days) for days in housed.values_list("starts_on", "ends_on")]
    days = active_days([Span(measure.started_on, last)], dwelt, until)
    return [Span(date.fromordinal(day), date.fromordinal(day)) for day in days]
