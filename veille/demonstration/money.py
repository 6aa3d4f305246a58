"""The funding plans: that of 2014 line by line, the unclosed one of 2020, and those of the two other dispositifs."""

from datetime import date
from decimal import Decimal

from funding.loading import load_plan_2014
from funding.models import BudgetLine, Calculation, FundingPlan, LineFunding, PlanState, Volet
from partners.models import Dispositif, Organisation

_GRANT_2020 = Decimal("195380")


def make_plans(dispositifs: dict[str, Dispositif], organisations: dict[str, Organisation]) -> None:
    funders = {"Aide demandée": organisations["cgl"]}
    load_plan_2014(dispositifs["vs"], funders=funders)
    _plan_2020(dispositifs["vs"], organisations["cgl"])
    _yearly_plan(dispositifs["hn"], organisations)
    _aude_plan(dispositifs["au"], organisations)


def _plan_2020(dispositif: Dispositif, funder: Organisation) -> None:
    """What the fiche of 2020 tells: the same costs, half of them granted, 54 470 € that nobody pays."""
    plan = load_plan_2014(dispositif, version=2, state=PlanState.DRAFT)
    plan.label = "Ressources annoncées en juin 2020"
    plan.save(update_fields=["label"])
    fundings = LineFunding.objects.filter(line__volet__plan=plan).order_by("line__code")
    fundings.exclude(column="Fonds propres").delete()
    left = _GRANT_2020
    for line in BudgetLine.objects.filter(volet__plan=plan).order_by("code"):
        own = sum((funding.amount for funding in line.fundings.all()), Decimal(0))
        share = min(left, line.total - own)
        if share:
            _fund(line, "Fonds de soutien à l’innovation", "fsi_cgl", share, funder, "Fiche projet, juin 2020")
        left -= share


def _yearly_plan(dispositif: Dispositif, organisations: dict[str, Organisation]) -> None:
    plan = FundingPlan.objects.create(
        dispositif=dispositif,
        label="Budget annuel",
        version=1,
        state=PlanState.VALIDATED,
        starts_on=date(2018, 1, 1),
        years=1,
        costed_households=20,
        basis_note="Fiche projet, juin 2020 : vingt personnes accompagnées par an",
    )
    line = _single_line(plan, "Accompagnement des vingt personnes", Decimal("144000"), 1)
    source = "Fiche projet, juin 2020"
    _fund(line, "FNAVDL", "fnavdl", Decimal("57600"), organisations["ddtm"], source)
    _fund(line, "Habitat du Nord", "landlord_own", Decimal("43200"), organisations["hdn"], source)
    _fund(line, "MEL", "metropole_epci", Decimal("43200"), organisations["mel"], source)


def _aude_plan(dispositif: Dispositif, organisations: dict[str, Organisation]) -> None:
    plan = FundingPlan.objects.create(
        dispositif=dispositif,
        label="Première phase, 2016-2018",
        version=1,
        state=PlanState.VALIDATED,
        starts_on=date(2016, 1, 1),
        years=3,
        costed_households=43,
        basis_note="Fiche projet, juin 2020 : quarante-trois ménages déclarés reçus en trois ans",
    )
    line = _single_line(plan, "Diagnostics et accompagnements", Decimal("53400"), 3)
    source = "Fiche projet, juin 2020"
    _fund(line, "FNAVDL", "fnavdl", Decimal("80100"), organisations["ddcspp"], source)
    _fund(line, "Fonds propres", "landlord_own", Decimal("80100"), None, source)


def _single_line(plan: FundingPlan, label: str, by_year: Decimal, years: int) -> BudgetLine:
    volet = Volet.objects.create(plan=plan, code="I", label="Accompagnement", in_household_cost=True)
    return BudgetLine.objects.create(
        volet=volet,
        code="I-1",
        label=label,
        kind="support_fee",
        calculation=Calculation.ANNUAL,
        quantity=Decimal(1),
        unit_cost=by_year,
        years=years,
    )


def _fund(
    line: BudgetLine, column: str, kind: str, amount: Decimal, funder: Organisation | None, source: str
) -> LineFunding:
    return LineFunding.objects.create(
        line=line, column=column, funder_type=kind, amount=amount, funder=funder, source=source
    )
