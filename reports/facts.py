"""What stands beside the indicators: targets, declared figures, sites, milestones, money."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import F, Max, Min, Q

from accompaniment.models import Measure
from funding.figures import HouseholdCost, PlanFigures, household_costs, plan_figures
from funding.models import FundingPlan, PlanState
from funding.permissions import reads_whole
from households.models import Person
from partners.configuration import Declared, Door, Target
from partners.models import Commune, Dispositif, Milestone, Site
from reports.indicators import Scope
from veille.core import clock

SITES_CODE = "sites"


@dataclass(frozen=True)
class TargetRow:
    """A target and what was reached, each with its unit and its period; never a bare percentage.

    `n` counts the whole window shown, `n_same` the target's own period.
    """

    target: Target
    door_label: str
    n: int | None
    n_same: int | None
    unit: str
    period: str


def target_rows(scope: Scope) -> list[TargetRow]:
    """The latest target of each door, beside the entries (A-01)."""
    latest: dict[str | None, Target] = {}
    for target in sorted(scope.configuration.targets, key=lambda target: target.starts_on):
        if target.indicator == "A-01" and target.starts_on <= scope.end:
            latest[target.door] = target
    order = [None, *Door.values]
    return [_target_row(scope, latest[door]) for door in order if door in latest and door in _doors_of(scope)]


def _doors_of(scope: Scope) -> list[str | None]:
    return [scope.door] if scope.door else [None, *Door.values]


def _target_row(scope: Scope, target: Target) -> TargetRow:
    own = scope.at_door(target.door) if target.door else scope
    same = own.between(target.starts_on, min(target.ends_on, scope.end))
    is_person = target.unit == "person"
    reached = _people if is_person else _households
    return TargetRow(
        target=target,
        door_label=Door(target.door).label if target.door else "Ensemble",
        n=reached(own),
        n_same=reached(same),
        unit="personnes des ménages accompagnés" if is_person else _result_unit(target.door),
        period=_years(own),
    )


def _result_unit(door: str | None) -> str:
    """What the result counts: households supported, which is not always what the target counted."""
    return {
        Door.ACCESS: "ménages admis, accompagnés vers le logement",
        Door.RETENTION: "ménages admis, accompagnés dans leur logement",
    }.get(door or "", "ménages admis, accompagnés vers ou dans le logement")


def _years(scope: Scope) -> str:
    """From the first entry to the last one: « 2015–2018 »."""
    bounds = scope.admitted.aggregate(first=Min("admitted_on"), last=Max("admitted_on"))
    if bounds["first"] is None:
        return f"{scope.start.year}–{scope.end.year}"
    first, last = bounds["first"].year, bounds["last"].year
    return str(first) if first == last else f"{first}–{last}"


def _households(scope: Scope) -> int:
    return scope.admitted.count()


def _people(scope: Scope) -> int:
    """People, on the day of the admission, of the households accompanied at some time of the window."""
    running = Measure.objects.filter(case__in=scope.cases.values("pk"), started_on__lte=scope.end)
    running = running.exclude(ended_on__lt=scope.start)
    there = Q(arrived_on=None) | Q(arrived_on__lte=F("household__cases__admitted_on"))
    gone = Q(left_on__lte=F("household__cases__admitted_on"))
    people = Person.objects.filter(there, household__cases__in=running.values("case")).exclude(gone)
    return people.order_by().values("pk").distinct().count()


def declared(scope: Scope, *codes: str) -> list[Declared]:
    """Figures printed elsewhere: shown as declared, never recomputed."""
    return [item for item in scope.configuration.declared if not codes or item.indicator in codes]


@dataclass(frozen=True)
class SiteLine:
    """Dwellings of a landlord on a territory."""

    territory: str
    landlord: str
    communes: tuple[str, ...]
    dwellings: int
    note: str


@dataclass(frozen=True)
class SiteTerritory:
    """The sites of a territory."""

    name: str
    lines: tuple[SiteLine, ...]

    @property
    def dwellings(self) -> int:
        return sum(line.dwellings for line in self.lines)


@dataclass(frozen=True)
class Sites:
    """The pilot sites: lines, sums, and the total somebody printed beside the computed one."""

    lines: tuple[SiteLine, ...]
    territories: tuple["SiteTerritory", ...]
    by_landlord: tuple[tuple[str, int], ...]
    communes: int
    declared: int | None

    @property
    def total(self) -> int:
        return sum(line.dwellings for line in self.lines)

    @property
    def gap(self) -> int | None:
        """Computed minus declared."""
        return None if self.declared is None else self.total - self.declared


def sites(dispositif: Dispositif, items: list[Declared]) -> Sites:
    """Dwellings by landlord and territory, and the distinct communes they lie in."""
    rows = list(
        Site.objects.filter(dispositif=dispositif)
        .select_related("landlord", "territory")
        .prefetch_related("communes")
        .order_by("territory__name", "landlord__sort_name", "-dwellings", "pk")
    )
    landlords: Counter[str] = Counter()
    for row in rows:
        landlords[row.landlord.name] += row.dwellings
    lines = tuple(_site_line(row) for row in rows)
    printed = [item.numerator for item in items if item.indicator == SITES_CODE and item.numerator]
    return Sites(
        lines=lines,
        territories=tuple(SiteTerritory(name, tuple(group)) for name, group in groupby(lines, _territory)),
        by_landlord=tuple(landlords.most_common()),
        communes=Commune.objects.filter(sites__in=rows).distinct().count(),
        declared=max(printed) if printed else None,
    )


def _territory(line: SiteLine) -> str:
    return line.territory


def _site_line(site: Site) -> SiteLine:
    names = tuple(commune.name for commune in site.communes.all())
    return SiteLine(site.territory.name, site.landlord.name, names, site.dwellings, site.note)


@dataclass(frozen=True)
class MilestoneLine:
    """A planned date beside the actual one."""

    label: str
    planned_on: date | None
    actual_on: date | None

    @property
    def state(self) -> tuple[str, str]:
        """Its word and its tone."""
        if self.actual_on:
            late = self.planned_on and self.actual_on > self.planned_on
            return ("Réalisé plus tard", "warning") if late else ("Réalisé", "success")
        if self.planned_on and self.planned_on < clock.today():
            return "Non renseigné", "neutral"
        return "À venir", "info"


def milestones(dispositif: Dispositif) -> list[MilestoneLine]:
    rows = Milestone.objects.filter(dispositif=dispositif).order_by(F("planned_on").asc(nulls_last=True), "label")
    return [MilestoneLine(row.label, row.planned_on, row.actual_on) for row in rows]


@dataclass(frozen=True)
class Money:
    """The funding plan in force, and its cost per household on the bases that are used."""

    plan: FundingPlan
    figures: PlanFigures
    costs: tuple[HouseholdCost, ...]


def money(scope: Scope) -> Money | None:
    """The validated plan, else the latest draft; None for who may not read all of it."""
    plans = FundingPlan.objects.visible_to(scope.actor).filter(dispositif=scope.dispositif).order_by("-version")
    plan = plans.filter(state=PlanState.VALIDATED).first() or plans.first()
    if plan is None or not reads_whole(scope.actor, plan):
        return None
    figures = plan_figures(plan)
    admitted = scope.cases.filter(admitted_on__isnull=False).count()
    return Money(plan, figures, tuple(household_costs(figures, plan.years, plan.costed_households, admitted)))
