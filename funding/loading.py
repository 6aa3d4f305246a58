"""Load the plan of October 2014 from its file: the thirteen lines, their funding and their second grouping."""

import csv
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from uuid import uuid5

from django.core.exceptions import ValidationError
from django.db import transaction

from funding.models import (
    BudgetLine,
    FundingPlan,
    FundingStatus,
    LineAllocation,
    LineFunding,
    PartnerProject,
    PlanState,
    Volet,
)
from partners.models import Dispositif, Organisation

DATA = Path(__file__).parent / "data"
VOLETS = {
    "I": ("Cellule commune", True),
    "II": ("Gestion locative adaptée et accompagnement", True),
    "III": ("Coopérative d’habitants", False),
    "IV": ("Évaluation", False),
}
# Column of the file → column of the plan, type of funder.
COLUMNS = {
    "own_funds_eur": ("Fonds propres", "landlord_own"),
    "other_partners_eur": ("Autres partenaires", "commune"),
    "aid_requested_eur": ("Aide demandée", "program_10000"),
}


@transaction.atomic
def load_plan_2014(
    dispositif: Dispositif,
    *,
    funders: Mapping[str, Organisation] | None = None,
    version: int = 1,
    state: str = PlanState.VALIDATED,
) -> FundingPlan:
    """The plan as it was printed; `funders` names who stands behind a column when it is known.

    Raises ValidationError when a total of the file is not what its line computes.
    """
    plan = FundingPlan.objects.create(
        dispositif=dispositif,
        label="Plan de financement d’octobre 2014",
        version=version,
        state=state,
        starts_on=dispositif.starts_on or "2015-01-01",
        years=2,
        costed_households=100,
        basis_note="Note de présentation, octobre 2014 : cent ménages sur deux ans, volets I et II",
    )
    lines = _load_lines(plan, funders or {})
    _load_projects(plan, lines)
    return plan


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def _load_lines(plan: FundingPlan, funders: Mapping[str, Organisation]) -> dict[str, BudgetLine]:
    volets = {
        code: Volet.objects.create(plan=plan, code=code, label=label, in_household_cost=counted)
        for code, (label, counted) in VOLETS.items()
    }
    lines = {}
    for row in _rows("budget_2014.csv"):
        line = _line(volets[row["volet"]], row)
        line.save()
        lines[line.code] = line
        LineFunding.objects.bulk_create(_fundings(line, row, funders))
    return lines


def _line(volet: Volet, row: dict[str, str]) -> BudgetLine:
    is_lump_sum = row["calculation"] == "lump_sum"
    line = BudgetLine(
        # Acts of landlords are noted on a line: its key is the same for the same plan, so that two loads are equal.
        id=uuid5(volet.plan.dispositif_id, f"{volet.plan.version} {row['line']}"),
        volet=volet,
        code=row["line"],
        label=row["label"],
        kind=row["kind"],
        calculation=row["calculation"],
        quantity=Decimal(row["quantity"]) if row["quantity"] else None,
        unit_cost=Decimal(row["unit_cost_eur"]) if row["unit_cost_eur"] else None,
        years=int(row["years"]) if row["years"] else None,
        lump_sum=Decimal(row["total_eur"]) if is_lump_sum else None,
        carrier=Organisation.objects.filter(name=row["carrier"]).first() if row["carrier"] else None,
    )
    if line.total != Decimal(row["total_eur"]):
        raise ValidationError(f"La ligne {line.code} calcule {line.total} et non {row['total_eur']}.")
    return line


def _fundings(line: BudgetLine, row: dict[str, str], funders: Mapping[str, Organisation]) -> list[LineFunding]:
    return [
        LineFunding(
            line=line,
            column=column,
            funder_type=funder_type,
            funder=funders.get(column),
            status=FundingStatus.REQUESTED,
            amount=Decimal(row[name]),
            source="Note de présentation, octobre 2014",
        )
        for name, (column, funder_type) in COLUMNS.items()
        if Decimal(row[name])
    ]


def _load_projects(plan: FundingPlan, lines: Mapping[str, BudgetLine]) -> None:
    projects: dict[str, PartnerProject] = {}
    for row in _rows("budget_2014_partner_projects.csv"):
        name = row["project"]
        if name not in projects:
            projects[name] = PartnerProject.objects.create(plan=plan, label=name)
        LineAllocation.objects.create(
            project=projects[name],
            line=lines[row["line"]],
            label=row["label"],
            files=int(row["files"]) if row["files"] else None,
            days_per_file=Decimal(row["days_per_file"]) if row["days_per_file"] else None,
            amount=Decimal(row["total_eur"]),
            own_funds=Decimal(row["own_funds_eur"]),
            aid_requested=Decimal(row["aid_requested_eur"]),
        )
