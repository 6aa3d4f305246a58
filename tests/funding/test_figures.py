"""The money, against the note of October 2014 (oracles of the domain brief, chapter 9)."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from funding import services
from funding.figures import (
    grouping_gaps,
    household_cost,
    largest_remainder,
    partner_projects,
    plan_figures,
    retained,
)
from funding.loading import load_plan_2014
from funding.models import BudgetLine, FundingStatus, LineFunding, PlanState


@pytest.fixture
def plan(world):
    return load_plan_2014(world.dispositif)


@pytest.fixture
def draft(plan, cast):
    return services.new_version(plan=plan, by=cast.pilot)


def test_the_plan_of_2014_costs_390_760_euros_and_has_no_gap(plan):
    figures = plan_figures(plan)
    assert [row.total.cost for row in figures.volets] == [
        Decimal("156840"),
        Decimal("184100"),
        Decimal("24820"),
        Decimal("25000"),
    ]
    assert figures.total.cost == Decimal("390760.00")
    assert figures.columns == ("Fonds propres", "Autres partenaires", "Aide demandée")
    assert figures.total.by_column == (Decimal("140910"), Decimal("3000"), Decimal("246850"))
    assert figures.total.gap == Decimal("0.00")
    assert figures.is_balanced


def test_shares_add_up_to_a_hundred(plan):
    shares = [share for _, _, share in plan_figures(plan).shares]
    assert shares == [Decimal("36.0"), Decimal("0.8"), Decimal("63.2")]
    assert sum(shares) == Decimal("100.0")


@pytest.mark.parametrize(
    ("households", "whole", "per_household", "per_year"),
    [
        (100, False, "3409.40", "1704.70"),
        (100, True, "3907.60", "1953.80"),
        (120, False, "2841.17", "1420.58"),
        (120, True, "3256.33", "1628.17"),
    ],
)
def test_a_cost_per_household_goes_with_its_basis(plan, households, whole, per_household, per_year):
    cost = household_cost(plan_figures(plan), households=households, years=2, whole=whole)
    assert (cost.per_household, cost.per_year) == (Decimal(per_household), Decimal(per_year))
    assert f"{households} ménages, 2 ans" in cost.basis
    assert ("tous les volets" if whole else "volets I et II") in cost.basis


def test_without_households_there_is_no_cost_per_household(plan):
    assert household_cost(plan_figures(plan), households=0, years=2) is None


def test_the_second_grouping_agrees_line_by_line(plan):
    projects = {project.label: project for project in partner_projects(plan)}
    assert projects["P&L/AHU"].cost == Decimal("35350")
    assert projects["Autres associés"].cost == Decimal("148750")
    assert sum(project.cost for project in projects.values()) == Decimal("184100")
    assert sum(project.own_funds for project in projects.values()) == Decimal("43750")
    assert grouping_gaps(plan) == []


def test_a_line_of_the_second_grouping_that_differs_is_named(plan):
    part = partner_projects(plan)[0].allocations[0]
    type(part).objects.filter(pk=part.pk).update(amount=part.amount + 1, own_funds=part.own_funds + 1)
    assert [line.code for line, _, _ in grouping_gaps(plan)] == [part.line.code]


def test_the_basis_of_a_line_is_said_in_words(plan):
    rows = {row.code: row.basis for volet in plan_figures(plan).volets for row in volet.lines}
    assert rows["I-1"] == "0,35 ETP × 68\u202f200,00\u00a0€ × 2 ans"
    assert rows["I-5"] == "1\u202f500,00\u00a0€ par an × 2 ans"
    assert rows["II-1"] == "forfait, 50 dossiers"
    plan.volets.get(code="II").lines.filter(code="II-1").update(quantity=1)
    rows = {row.code: row.basis for volet in plan_figures(plan).volets for row in volet.lines}
    assert rows["II-1"] == "forfait, 1 dossier"


def test_granted_counts_before_requested_and_a_refusal_for_nothing():
    def fundings(**amounts):
        return [LineFunding(column="Aide", status=status, amount=Decimal(amount)) for status, amount in amounts.items()]

    assert retained(fundings(requested="100")) == {"Aide": Decimal("100")}
    assert retained(fundings(requested="100", granted="80", paid="40")) == {"Aide": Decimal("80")}
    assert retained(fundings(requested="100", refused="100")) == {"Aide": Decimal("0.00")}


@given(st.lists(st.decimals("0", "1000000", places=2), min_size=1, max_size=8))
def test_largest_remainder_always_makes_a_hundred(amounts):
    shares = largest_remainder(amounts)
    assert sum(shares) == (Decimal("100.0") if sum(amounts) else Decimal("0.0"))
    assert all(share >= 0 for share in shares)


def test_a_plan_with_a_gap_is_not_validated_and_says_where(draft, cast):
    """The evaluation loses its aid: the sentence names the volet and the sum."""
    LineFunding.objects.filter(line__volet__plan=draft, line__code="IV-1", column="Aide demandée").update(amount=0)
    with pytest.raises(ValidationError) as refusal:
        services.validate_plan(plan=draft, by=cast.pilot)
    assert "volet IV : 22\u202f500,00\u00a0€ sans financeur" in refusal.value.messages[0]
    draft.refresh_from_db()
    assert draft.state == PlanState.DRAFT


def test_validating_a_version_supersedes_the_one_before(plan, draft, cast):
    services.validate_plan(plan=draft, by=cast.pilot)
    plan.refresh_from_db()
    assert (plan.state, draft.state, draft.version) == (PlanState.SUPERSEDED, PlanState.VALIDATED, 2)
    assert plan_figures(draft).total == plan_figures(plan).total


def test_a_validated_plan_does_not_change(plan, cast):
    line = BudgetLine.objects.filter(volet__plan=plan).first()
    with pytest.raises(ValidationError, match="nouvelle version"):
        services.save_line(line=line, shares=[], by=cast.pilot)
    with pytest.raises(ValidationError, match="nouvelle version"):
        services.remove_line(line=line, by=cast.pilot)


def test_a_line_keeps_what_each_column_brings(draft, cast):
    line = BudgetLine.objects.get(volet__plan=draft, code="IV-1")
    read = services.line_version(line)
    line.lump_sum = Decimal("30000")
    share = services.Share("Fonds propres", "landlord_own", FundingStatus.GRANTED, Decimal("12000"))
    services.save_line(line=line, shares=[share], version=read, by=cast.pilot)
    row = plan_figures(draft).volets[-1].total
    assert (row.cost, row.funded, row.gap_sentence) == (
        Decimal("30000.00"),
        Decimal("12000.00"),
        "18\u202f000,00\u00a0€ sans financeur",
    )
