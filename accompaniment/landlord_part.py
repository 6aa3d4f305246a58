"""What the landlord does (gestion locative adaptée) and what who accompanies does, side by side as far as read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, Q, QuerySet, Sum

from accompaniment.choices import InterventionKind
from accompaniment.models import Intervention
from funding.models import BudgetLine, PlanState
from households.grants import GrantLevel
from households.models import Case, CaseAccess
from partners.models import OrganisationKind
from partners.object_rights import may
from partners.roles import Right
from veille.core.actor import Actor

# The landlord's own buttons: what it alone does, a visit, a mediation.
LANDLORD_KINDS = (
    InterventionKind.LANDLORD_TRANSFER,
    InterventionKind.LANDLORD_WORKS,
    InterventionKind.LANDLORD_REPAYMENT,
    InterventionKind.HOME_VISIT,
    InterventionKind.MEDIATION,
)
# What nobody but a landlord does.
LANDLORD_ALONE = (
    InterventionKind.LANDLORD_TRANSFER,
    InterventionKind.LANDLORD_WORKS,
    InterventionKind.LANDLORD_REPAYMENT,
    InterventionKind.LANDLORD_ACTION,
)
_GLA = "gla"


def can_note_part(actor: Actor, case: Case) -> bool:
    """The people of who lets the dwelling; a landlord that accompanies in another's dwelling does its own part there.

    Who may note at all is `can_record_intervention`.
    """
    if actor.organisation.kind != OrganisationKind.LANDLORD:
        return False
    lets = CaseAccess.objects.current().filter(case=case, level=GrantLevel.LANDLORD_OF_DWELLING)
    return lets.filter(organisation=actor.organisation_id).exists()


def lines_open_to(actor: Actor, case: Case) -> QuerySet[BudgetLine]:
    """The lines of the plan in force that an act of her landlord may go on: their names, no amount."""
    lines = BudgetLine.objects.filter(
        kind=_GLA, volet__plan__dispositif=case.rules.dispositif_id, volet__plan__state=PlanState.VALIDATED
    )
    if not (can_note_part(actor, case) and may(actor, "landlord_line", "W")):
        return lines.none()
    return lines.filter(Q(carrier=None) | Q(carrier=actor.organisation_id)).order_by("volet__code", "code", "pk")


@dataclass(frozen=True)
class LandlordPart:
    """That an entry tells what the landlord does, and the lines it may go on."""

    lines: QuerySet[BudgetLine]


def part_of(actor: Actor, case: Case, *, accompanies: bool, asked: bool) -> LandlordPart | None:
    """A landlord's people note its part, unless they accompany the household themselves and do not ask for it."""
    is_part = (asked or not accompanies) and can_note_part(actor, case)
    return LandlordPart(lines_open_to(actor, case)) if is_part else None


@dataclass(frozen=True)
class Part:
    """One side: how many acts she reads, how long those took whose length she may know, and the latest."""

    title: str
    count: int
    minutes: int
    rows: list[Intervention]
    is_partial: bool = False


@dataclass(frozen=True)
class Parts:
    landlord: Part
    accompaniment: Part

    @property
    def sides(self) -> tuple[Part, Part]:
        return self.landlord, self.accompaniment


def parts(actor: Actor, case: Case, *, whole: bool, shown: int) -> Parts:
    """Side by side; `whole` when she reads the accompaniment, else of the others' acts the day and the nature."""
    rows = Intervention.objects.visible_to(actor).filter(case=case)
    return Parts(
        _part("Ce que fait le bailleur", actor, rows.filter(is_landlord_part=True), whole, shown),
        replace(
            _part(_other_side(case), actor, rows.filter(is_landlord_part=False), whole, shown), is_partial=not whole
        ),
    )


def _other_side(case: Case) -> str:
    """A landlord whose own case worker leads has no association beside it."""
    landlords = case.measures.filter(operator__kind=OrganisationKind.LANDLORD)
    return "Ce que fait l’accompagnement" if landlords.exists() else "Ce que fait l’association"


def _part(title: str, actor: Actor, rows: QuerySet[Intervention], whole: bool, shown: int) -> Part:
    timed = Q() if whole else Q(organisation=actor.organisation_id)
    found = rows.order_by().aggregate(count=Count("pk"), minutes=Sum("minutes", filter=timed))
    latest = rows.select_related("author", "organisation", "budget_line__volet")
    return Part(title, found["count"], found["minutes"] or 0, list(latest[:shown]))


@dataclass(frozen=True)
class LineTime:
    """The time noted on a line, for the landlord that gave it."""

    label: str
    minutes: int


def time_by_line(actor: Actor, cases: Iterable | QuerySet) -> list[LineTime]:
    """Of these files, what her own organisation noted on each line."""
    if not may(actor, "landlord_line", "R"):
        return []
    rows = Intervention.objects.visible_to(actor, Right.READ).filter(
        case__in=cases, organisation=actor.organisation_id, budget_line__isnull=False
    )
    found = rows.order_by("budget_line__code").values_list("budget_line__code", "budget_line__label")
    return [LineTime(f"{code} · {label}", minutes) for code, label, minutes in found.annotate(total=Sum("minutes"))]
