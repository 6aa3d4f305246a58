"""Visit compliance (P-08): home visits effective / home visits due.

Due = active weeks × rhythm of the level. A week counts by its days, so that a pause of ten days takes
ten sevenths of a visit away; what is not yet whole is not yet due. Suspended days, days of preparation
without a dwelling, and days between an end and its reopening count for nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import Prefetch, QuerySet

from accompaniment.choices import InterventionKind, InterventionOutcome
from accompaniment.models import Intervention, Measure
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
# Days ahead in which a rhythm owes two visits: the next one is among them, even when one was made early.
_AHEAD = {"daily": 7, "weekly": 14, "fortnightly": 28, "monthly": 62, "quarterly": 184, "annual": 732}


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


def due_days(paces: Iterable[Pace], excluded: Iterable[Span], until: date) -> list[date]:
    """The day by whose end each visit is due: as many of them as `visits_due` counts."""
    excluded, owed, days = list(excluded), Fraction(0), []
    for pace in sorted(paces, key=lambda pace: pace.first):
        a_day = Fraction(VISITS_A_WEEK.get(pace.rhythm, 0)) / 7
        for day in sorted(active_days([pace], excluded, until)) if a_day else ():
            owed += a_day
            if owed >= len(days) + 1:
                days.append(date.fromordinal(day))
    return days


def with_visits(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """Measures with all that `visit_compliance` reads, in as many queries for a thousand as for one."""
    visits = Intervention.objects.filter(kind=InterventionKind.HOME_VISIT, outcome=InterventionOutcome.EFFECTIVE)
    return measures.select_related("case").prefetch_related(
        "levels", "suspensions", "former_exits", Prefetch("interventions", visits), "case__housing_periods"
    )


def visit_compliance(measure: Measure, until: date | None = None, since: date | None = None) -> Compliance:
    """P-08 of one measure at the end of a day, from its start or a later day on."""
    if measure.started_on is None:
        return Compliance(0, 0)
    today = clock.today()
    until = min(until or today, today, measure.ended_on or today)
    paces, excluded = _paces(measure, max(measure.started_on, since or date.min)), _excluded(measure, until)
    counted = active_days(paces, excluded, until)
    done = [visit for visit in measure.interventions.all() if _is_visit(visit, counted)]
    return Compliance(len(done), visits_due(paces, excluded, until))


def next_due(measure: Measure) -> date | None:
    """The day by which the next visit is due, if its rhythm goes on; one made early is not asked again.

    Nothing while the accompaniment is suspended, waits for a dwelling, has ended or promises no rhythm.
    """
    if measure.started_on is None or measure.ended_on:
        return None
    today = clock.today()
    until = today + timedelta(days=max(_AHEAD.get(level.rhythm, 0) for level in measure.levels.all()))
    before, met = measure.started_on - timedelta(days=1), _days_met(measure)
    for day in due_days(_paces(measure, measure.started_on), _excluded(measure, until), until):
        if day >= today and not any(before < one <= day for one in met):
            return day
        before = day
    return None


def _days_met(measure: Measure) -> list[date]:
    kind, outcome = InterventionKind.HOME_VISIT, InterventionOutcome.EFFECTIVE
    return [one.happened_on for one in measure.interventions.all() if one.kind == kind and one.outcome == outcome]


def _is_visit(intervention: Intervention, counted: set[int]) -> bool:
    """Somebody was met at home, on a day that counts."""
    was_met = intervention.outcome == InterventionOutcome.EFFECTIVE
    at_home = intervention.kind == InterventionKind.HOME_VISIT
    return was_met and at_home and intervention.happened_on.toordinal() in counted


def _paces(measure: Measure, first: date) -> list[Pace]:
    """The levels, from the start of the accompaniment on: waiting for it owes no visit."""
    return [Pace(max(level.starts_on, first), level.ends_on, level.rhythm) for level in measure.levels.all()]


def _excluded(measure: Measure, until: date) -> list[Span]:
    paused = [Span(s.starts_on, s.ends_on) for s in measure.suspensions.all()]
    away = [
        Span(date.fromordinal(e.ended_on.toordinal() + 1), date.fromordinal(e.reopened_on.toordinal() - 1))
        for e in measure.former_exits.all()
    ]
    return paused + away + _unhoused_preparation(measure, until)


def _unhoused_preparation(measure: Measure, until: date) -> list[Span]:
    """Preparation before there is a dwelling to visit; what never became active was preparation to its end."""
    last = date.fromordinal(measure.activated_on.toordinal() - 1) if measure.activated_on else None
    dwelt = [Span(stay.starts_on, stay.ends_on) for stay in measure.case.housing_periods.all() if stay.modality]
    days = active_days([Span(measure.started_on, last)], dwelt, until)
    return [Span(date.fromordinal(day), date.fromordinal(day)) for day in days]
