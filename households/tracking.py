"""« Mon tableau de suivi »: the table a team keeps of its running files, each column under its own right."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from households.arrears import Trend, trend_of
from households.banner import household_names, lead_sentence
from households.last_contacts import last_contacts
from households.models import ArrearsMonth, Case, CaseTeamMember, HousingPeriod, NextStep, ProcedureHold, ProcedureStep
from households.places import place_of
from partners.roles import Right, Section
from veille.core import clock, reference
from veille.core.actor import Actor

_WEEK = timedelta(days=7)


class Due(models.TextChoices):
    """What the table may be narrowed to, by the day of the next step."""

    LATE = "late", "En retard"
    WEEK = "week", "Dans les sept jours"
    LATER = "later", "Plus tard"
    NONE = "none", "Aucune échéance"


_DEFAULT_SORT = "due"
SORTS = {
    "due": (F("next_due").asc(nulls_last=True), "-opened_on", "number"),
    "-due": (F("next_due").desc(nulls_last=True), "-opened_on", "number"),
    "opened": ("opened_on", "number"),
    "-opened": ("-opened_on", "number"),
}


@dataclass(frozen=True)
class TrackedRow:
    """One line; a column the reader may not see is empty."""

    case: Case
    name: str
    residence: str
    trend: Trend | None
    step: str
    held_until: date | None
    lead: str
    last_contact: date | None
    next_step: NextStep | None

    @property
    def is_late(self) -> bool:
        due = self.next_step.due_on if self.next_step else None
        return due is not None and due < clock.today()


def tracked(actor: Actor, filters: dict) -> QuerySet[Case]:
    """The running files of her perimeter whose state she reads, the nearest next step first."""
    due = NextStep.objects.visible_to(actor).filter(case=OuterRef("pk"), done_on=None).values("due_on")[:1]
    cases = Case.objects.visible_to(actor, Section.STATE, Right.READ).filter(closed_on=None).with_list_data()
    cases = cases.annotate(next_due=Subquery(due))
    if wanted := {name: filters[name] for name in ("door", "territory") if filters.get(name)}:
        cases = cases.filter(**wanted)
    if filters.get("is_mine"):
        team = CaseTeamMember.objects.current().filter(case=OuterRef("pk"), user=actor.user_id)
        cases = cases.filter(Exists(team))
    if step := filters.get("step"):
        steps = ProcedureStep.objects.visible_to(actor).current().filter(case=OuterRef("pk"), step=step)
        cases = cases.filter(Exists(steps))
    if due_filter := filters.get("due"):
        cases = cases.filter(_due(due_filter))
    return cases.order_by(*SORTS.get(filters.get("sort") or _DEFAULT_SORT, SORTS[_DEFAULT_SORT]))


def _due(wanted: str) -> Q:
    today = clock.today()
    return {
        Due.LATE: Q(next_due__lt=today),
        Due.WEEK: Q(next_due__gte=today, next_due__lte=today + _WEEK),
        Due.LATER: Q(next_due__gt=today + _WEEK),
        Due.NONE: Q(next_due=None),
    }[Due(wanted)]


def rows_of(actor: Actor, cases: Iterable[Case]) -> list[TrackedRow]:
    """The lines of a page of cases, in a constant number of queries."""
    cases = list(cases)
    keys = [case.pk for case in cases]
    names, columns = household_names(actor, cases), _Columns(actor, keys)
    return [
        TrackedRow(
            case=case,
            name=names.get(case.household_id, ""),
            residence=columns.residence.get(case.pk, ""),
            trend=columns.trend.get(case.pk),
            step=columns.step.get(case.pk, ""),
            held_until=columns.held_until.get(case.pk),
            lead=lead_sentence(case, is_short=True) if case.pk in columns.led else "",
            last_contact=columns.last_contact.get(case.pk),
            next_step=columns.next_step.get(case.pk),
        )
        for case in cases
    ]


class _Columns:
    """Each column of the page's cases, asked once under its own right."""

    def __init__(self, actor: Actor, keys: list[UUID]):
        self.residence = _residences(actor, keys)
        self.trend = _trends(actor, keys)
        self.step = _steps(actor, keys)
        self.held_until = _holds(actor, keys)
        self.led = cases_told_led(actor, keys)
        self.last_contact = last_contacts(actor, keys)
        self.next_step = {step.case_id: step for step in _open_steps(actor, keys)}


def present_periods(actor: Actor, keys: Iterable[UUID]) -> dict[UUID, HousingPeriod]:
    """Where each household lives today, as far as she reads it; of two places, the latest."""
    periods = HousingPeriod.objects.visible_to(actor).current(clock.today()).filter(case__in=keys)
    rows = periods.select_related("commune", "dwelling__commune", "dwelling__landlord").order_by("starts_on", "pk")
    return {period.case_id: period for period in rows}


def _residences(actor: Actor, keys: list[UUID]) -> dict[UUID, str]:
    return {case: place_of(period).words for case, period in present_periods(actor, keys).items()}


def _trends(actor: Actor, keys: list[UUID]) -> dict[UUID, Trend]:
    rows = ArrearsMonth.objects.visible_to(actor).standing().filter(case__in=keys)
    months: dict[UUID, list[ArrearsMonth]] = {}
    for row in rows.order_by("case", "month", "created_at", "pk"):
        months.setdefault(row.case_id, []).append(row)
    found = {case: trend_of(tuple(its)) for case, its in months.items()}
    return {case: trend for case, trend in found.items() if trend}


def _steps(actor: Actor, keys: list[UUID]) -> dict[UUID, str]:
    steps = ProcedureStep.objects.visible_to(actor).current().filter(case__in=keys).order_by("starts_on", "pk")
    return {step.case_id: reference.label("procedure_step", step.step) for step in steps}


def _holds(actor: Actor, keys: list[UUID]) -> dict[UUID, date]:
    holds = ProcedureHold.objects.visible_to(actor).standing().filter(case__in=keys).order_by("ends_on", "pk")
    return {hold.case_id: hold.ends_on for hold in holds}


def cases_told_led(actor: Actor, keys: Iterable[UUID]) -> set[UUID]:
    """Those of which she may know who leads them."""
    cases = Case.objects.visible_to(actor, Section.MEASURE, Right.STATE).filter(pk__in=keys)
    return set(cases.order_by("pk").values_list("pk", flat=True))


def _open_steps(actor: Actor, keys: list[UUID]) -> QuerySet[NextStep]:
    return NextStep.objects.visible_to(actor).filter(case__in=keys, done_on=None).order_by("pk")
