"""The time of the experts against what was planned, a competence a line.

A full-time post is counted in days a year by the configuration of the dispositif, which gives its source;
entries are half-days. 0.35 of 200 days = 70 days = 140 half-days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Avg, Count, F, Q, Sum

from cellule.expertise import experts_of
from cellule.expertise_choices import ExpertActivity
from cellule.models import ExpertRequest, ExpertTime
from partners.models import Dispositif
from veille.core import clock, reference
from veille.core.actor import Actor

_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class CompetenceLine:
    """Planned and spent in a year; shares are of a full-time post."""

    code: str
    label: str
    people: int | None
    holders: frozenset[UUID]
    planned: Decimal
    half_days: int
    planned_half_days: Decimal
    asked: int
    answered: int

    @property
    def days(self) -> Decimal:
        return Decimal(self.half_days) / 2

    @property
    def planned_days(self) -> Decimal:
        return self.planned_half_days / 2

    @property
    def spent(self) -> Decimal | None:
        """The share of a full-time post really given."""
        if not self.planned_half_days:
            return None
        return (self.planned * self.half_days / self.planned_half_days).quantize(_HUNDREDTH)

    @property
    def holding(self) -> int:
        """How many people answer under it today, whatever the year looked at."""
        return len(self.holders)

    @property
    def n(self) -> int:
        return self.half_days

    @property
    def total(self) -> int:
        return int(self.planned_half_days)


@dataclass(frozen=True)
class YearOfExpertise:
    """What the pilot follows for a year of a dispositif."""

    year: int
    lines: tuple[CompetenceLine, ...]
    activities: tuple[tuple[str, int], ...]
    source: str
    days_a_year: int
    answer_days: int
    mean_delay: int | None
    late: int

    @property
    def whole(self) -> CompetenceLine:
        """All the competences together."""
        planned, people = sum(line.planned for line in self.lines), sum(line.people or 0 for line in self.lines)
        return CompetenceLine(
            code="",
            label="Ensemble",
            people=people,
            holders=frozenset().union(*(line.holders for line in self.lines)),
            planned=planned or Decimal(0),
            half_days=sum(line.half_days for line in self.lines),
            planned_half_days=sum((line.planned_half_days for line in self.lines), Decimal(0)),
            asked=sum(line.asked for line in self.lines),
            answered=sum(line.answered for line in self.lines),
        )


def year_of(actor: Actor, dispositif: Dispositif, year: int) -> YearOfExpertise:
    """The competences planned first, then those that were asked or gave time without having been planned."""
    rules = dispositif.rules.configuration.expertise
    start, end = date(year, 1, 1), date(year, 12, 31)
    time = ExpertTime.objects.countable_by(actor).filter(dispositif=dispositif, spent_on__range=(start, end))
    asked = ExpertRequest.objects.countable_by(actor).filter(dispositif=dispositif, asked_on__range=(start, end))
    spent = dict(time.order_by().values_list("competence").annotate(total=Sum("half_days")))
    activities = dict(time.order_by().values_list("activity").annotate(total=Sum("half_days")))
    return YearOfExpertise(
        year=year,
        lines=tuple(_lines(dispositif, spent, _requests(asked))),
        activities=tuple((label, activities.get(code, 0)) for code, label in ExpertActivity.choices),
        source=rules.source,
        days_a_year=rules.days_a_year,
        answer_days=rules.answer_days,
        **_delays(asked),
    )


def _requests(asked) -> dict[str, tuple[int, int]]:
    """Competence → (asked, answered)."""
    answered = Count("id", filter=Q(advised_on__isnull=False))
    rows = asked.order_by().values_list("competence").annotate(asked=Count("id"), answered=answered)
    return {code: (all_of_them, done) for code, all_of_them, done in rows}


def _delays(asked) -> dict[str, int | None]:
    """The mean delay of answers, and how many came (or still wait) past their day."""
    answered = asked.filter(advised_on__isnull=False)
    mean = answered.aggregate(mean=Avg(F("advised_on") - F("asked_on")))["mean"]
    waiting = Q(advised_on=None, ended_on=None, due_on__lt=clock.today())
    late = asked.filter(waiting | Q(advised_on__gt=F("due_on"))).count()
    return {"mean_delay": round(mean.total_seconds() / 86400) if mean is not None else None, "late": late}


def _lines(
    dispositif: Dispositif, spent: dict[str, int], asked: dict[str, tuple[int, int]]
) -> Iterable[CompetenceLine]:
    configuration = dispositif.rules.configuration
    rules = {one.code: one for one in configuration.competences}
    experts = experts_of(dispositif)
    for code in dict.fromkeys([*rules, *sorted({*spent, *asked})]):
        rule = rules.get(code)
        share = rule.full_time if rule else Decimal(0)
        yield CompetenceLine(
            code=code,
            label=reference.label("competence", code),
            people=rule.people if rule else None,
            holders=frozenset(one.user.pk for one in experts if code in one.competences),
            planned=share,
            half_days=spent.get(code, 0),
            planned_half_days=share * configuration.expertise.days_a_year * 2,
            asked=asked.get(code, (0, 0))[0],
            answered=asked.get(code, (0, 0))[1],
        )
