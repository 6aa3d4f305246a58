"""Acts on a funding plan: new version, volet, line, validation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from funding.figures import grouping_gaps, plan_figures
from funding.models import PLAN_MOVES, BudgetLine, FundingPlan, LineFunding, PlanState, TimeEntry, Volet
from partners.models import Dispositif, Organisation, User
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.formats import euros, plus_months
from veille.core.transitions import move
from veille.core.versions import STALE, digest, lock_version, stale, version_of


@dataclass(frozen=True)
class Share:
    """What one column brings to a line."""

    column: str
    funder_type: str
    status: str
    amount: Decimal
    funder: Organisation | None = None
    source: str = ""


def _draft(plan: FundingPlan) -> FundingPlan:
    """The plan, locked; raises when it may no longer change."""
    locked = FundingPlan.objects.select_for_update().get(pk=plan.pk)
    if locked.state != PlanState.DRAFT:
        raise ValidationError("Ce plan est validé : ouvrez une nouvelle version pour le modifier.")
    return locked


@transaction.atomic
def create_plan(*, dispositif: Dispositif, by: Actor, **fields) -> FundingPlan:
    """A new, empty draft."""
    plan = FundingPlan(dispositif=dispositif, version=_next_version(dispositif), **fields)
    plan.full_clean()
    plan.save()
    audit.record("funding_plan.created", plan, by=by)
    return plan


def _next_version(dispositif: Dispositif) -> int:
    Dispositif.objects.select_for_update().get(pk=dispositif.pk)
    return (dispositif.funding_plans.aggregate(last=Max("version"))["last"] or 0) + 1


@transaction.atomic
def new_version(*, plan: FundingPlan, by: Actor) -> FundingPlan:
    """A draft that starts as a copy of the plan: volets, lines, fundings, partner projects."""
    copy = create_plan(
        dispositif=plan.dispositif,
        by=by,
        label=plan.label,
        starts_on=plan.starts_on,
        years=plan.years,
        costed_households=plan.costed_households,
        basis_note=plan.basis_note,
    )
    lines = {}
    for volet in plan.volets.all():
        new_volet = _copied(volet, plan=copy)
        for line in volet.lines.prefetch_related("fundings"):
            lines[line.pk] = _copied(line, volet=new_volet)
            for funding in line.fundings.all():
                _copied(funding, line=lines[line.pk])
    for project in plan.projects.prefetch_related("allocations"):
        new_project = _copied(project, plan=copy)
        for part in project.allocations.all():
            _copied(part, project=new_project, line=lines[part.line_id])
    return copy


def _copied(row, **changes):
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    copy = type(row)(**values)
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save(force_insert=True)
    return copy


@transaction.atomic
def save_volet(*, volet: Volet, version: str = "", by: Actor) -> Volet:
    """Create a volet of a draft, or correct the one that was read (`version`)."""
    _draft(volet.plan)
    if not volet._state.adding:
        lock_version(volet, version)
    volet.full_clean()
    volet.save()
    audit.record("funding_volet.saved", volet, by=by)
    return volet


def line_version(line: BudgetLine) -> str:
    """What a form was made from: the line, and what each column brings to it."""
    return version_of(line, line.fundings.order_by("pk"))


@transaction.atomic
def save_line(*, line: BudgetLine, shares: Iterable[Share], version: str = "", by: Actor) -> BudgetLine:
    """Create a line of a draft with what each column brings to it, or correct the one that was read (`version`)."""
    _draft(line.volet.plan)
    if not line._state.adding:
        stored = BudgetLine.objects.filter(pk=line.pk).first()
        if stored is None or line_version(stored) != version:
            raise ValidationError(STALE, code="stale")
    line.full_clean()
    line.save()
    line.fundings.all().delete()
    for share in shares:
        funding = LineFunding(line=line, **vars(share))
        funding.full_clean()
        funding.save()
    audit.record("funding_line.saved", line, by=by)
    return line


@transaction.atomic
def remove_line(*, line: BudgetLine, by: Actor) -> None:
    """Take a line out of a draft, with its fundings."""
    _draft(line.volet.plan)
    audit.record("funding_line.removed", line, by=by, changes={"code": line.code})
    line.delete()


@transaction.atomic
def validate_plan(*, plan: FundingPlan, by: Actor) -> FundingPlan:
    """Validate a balanced draft; the version validated before is superseded.

    Raises ValidationError while a volet has a gap or the two groupings disagree.
    """
    _draft(plan)
    _refuse_unbalanced(plan)
    earlier = FundingPlan.objects.filter(dispositif=plan.dispositif, state=PlanState.VALIDATED).order_by("version")
    for old in earlier:
        move(old, PlanState.SUPERSEDED, allowed=PLAN_MOVES)
    before = move(plan, PlanState.VALIDATED, allowed=PLAN_MOVES)
    audit.record("funding_plan.validated", plan, by=by, changes={"state": [before, plan.state]})
    return plan


def _refuse_unbalanced(plan: FundingPlan) -> None:
    figures = plan_figures(plan)
    if not figures.total.cost:
        raise ValidationError("Ce plan n’a pas encore de coût : ajoutez une ligne.")
    wrong = [f"volet {row.volet.code} : {row.total.gap_sentence}" for row in figures.volets if row.total.gap]
    if wrong:
        raise ValidationError(f"L’écart doit être nul avant la validation ({' ; '.join(wrong)}).")
    for line, total, shares in grouping_gaps(plan):
        raise ValidationError(
            f"Les projets partenaires de la ligne {line.code} font {euros(shares)} pour un coût de {euros(total)}."
        )


def month_version(entries: Iterable[TimeEntry]) -> str:
    """What a sheet was made from: the half-days declared, whenever and by whom they were."""
    told = sorted(f"{entry.worked_on} {entry.half} {entry.dispositif_id}" for entry in entries)
    return digest(told)


@transaction.atomic
def declare_month(*, user: User, month: date, halves: Mapping[tuple[date, str], str], version: str, by: Actor) -> int:
    """The half-days that somebody worked in a month for this organisation, in the place of those said before.

    `halves`: (day, half) → dispositif. Raises ValidationError for a day to come or of another month, and when the
    month was declared since `version`; a half-day declared for another employer is refused by the database.
    """
    first = month.replace(day=1)
    last = plus_months(first, 1) - timedelta(days=1)
    if any(not first <= day <= min(last, clock.today()) for day, _ in halves):
        raise ValidationError("Déclarez des jours passés, de ce mois.")
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    before = TimeEntry.objects.filter(user=user, organisation=by.organisation, worked_on__range=(first, last))
    if month_version(before) != version:
        raise ValidationError(stale("cette feuille de temps"), code="stale")
    before.delete()
    for (day, half), dispositif in halves.items():
        entry = TimeEntry(user=user, organisation=by.organisation, dispositif_id=dispositif, worked_on=day, half=half)
        entry.full_clean()
        entry.save()
    audit.record("time.declared", user, by=by, changes={"month": first.isoformat(), "half_days": len(halves)})
    return len(halves)
