"""The figures of a budget: exact when all is known, silent otherwise, and true whatever the amounts."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from households import budget_figures as figures
from households.budget_figures import Part, Rent
from households.budget_reading import presence
from households.rent_ceilings import ceiling_on, ceilings, zone_of

AMOUNTS = st.decimals(min_value=0, max_value=9999, places=2)


def parts(**amounts) -> list[Part]:
    return [Part(code, None if amount is None else Decimal(str(amount)), code) for code, amount in amounts.items()]


RESOURCES = parts(rsa=560, wage=340, apl=250)
CHARGES = parts(rental_charges=60, electricity=80, water=20)
TENANT = Rent(Decimal(330), is_owed=True)


def residual(resources=RESOURCES, charges=CHARGES, rent=TENANT, unheard=()):
    paid = figures.housing_cost(rent, charges, resources)
    return figures.residual_income(figures.income(resources, unheard), paid, charges)


def test_the_allowance_is_no_income():
    assert figures.income(RESOURCES).value == Decimal(900)


def test_residual_income_is_what_is_left_once_the_charges_and_the_rent_are_paid():
    assert residual().value == Decimal(900) - (330 - 250) - 160


def test_the_residual_rent_as_noted_goes_before_the_computed_one():
    assert residual(charges=[*CHARGES, *parts(rent_net=95)]).value == Decimal(900) - 95 - 160


def test_who_owes_no_rent_pays_none():
    assert residual(rent=Rent()).value == Decimal(900) - 160


def test_rest_to_live_a_person_and_a_day():
    figure = figures.rest_to_live(residual(), Decimal("2.5"))
    assert figure.value == (Decimal(660) / Decimal("2.5") / Decimal("30.4375")).quantize(Decimal("0.01"))


def test_effort_rate():
    figure = figures.effort_rate(TENANT, figures.income(RESOURCES), CHARGES, RESOURCES)
    assert figure.value == Decimal("15.6")  # (330 + 60 − 250) / 900
    noted = [*CHARGES, *parts(rent_net=80)]
    assert figures.effort_rate(Rent(), figures.income(RESOURCES), noted, RESOURCES).value == Decimal("15.6")


@pytest.mark.parametrize(
    ("figure", "lacks"),
    [
        (residual(resources=parts(apl=250)), "les ressources"),
        (residual(resources=parts(rsa=None, apl=250)), "le montant de « rsa »"),
        (residual(unheard=["Karim Nord"]), "les ressources (Karim Nord)"),
        (residual(charges=[]), "les charges autres que celles du logement"),
        (residual(charges=parts(rental_charges=60)), "les charges autres que celles du logement"),
        (residual(charges=parts(rent_net=80)), "les charges autres que celles du logement"),
        (residual(charges=parts(water=None)), "le montant de « water »"),
        (residual(rent=Rent(is_owed=True)), "le loyer"),
        (residual(resources=parts(rsa=560)), "l’aide au logement (notez 0 s’il n’y en a pas)"),
        (figures.rest_to_live(residual(), Decimal(0)), "la composition du ménage"),
        (figures.effort_rate(TENANT, figures.income(RESOURCES), parts(water=2), RESOURCES), "les charges locatives"),
        (figures.rent_over_ceiling(Rent(), Decimal(300), ""), "le loyer"),
        (figures.rent_over_ceiling(TENANT, None, "la zone APL de la commune"), "la zone APL de la commune"),
    ],
)
def test_a_figure_that_lacks_something_says_what_and_gives_no_value(figure, lacks):
    assert figure.value is None
    assert lacks in figure.missing


def test_without_income_there_is_no_effort_rate():
    nothing = parts(none=0, apl=250)
    figure = figures.effort_rate(TENANT, figures.income(nothing), CHARGES, nothing)
    assert figure.value is None
    assert "sans revenu" in figure.missing[0]


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_the_allowance_never_moves_the_income(wage, apl, other_apl, rsa):
    one, other = parts(wage=wage, rsa=rsa, apl=apl), parts(wage=wage, rsa=rsa, apl=other_apl)
    assert figures.income(one).value == figures.income(other).value == wage + rsa


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_one_euro_more_is_one_euro_more_left(wage, water, more):
    before = residual(resources=parts(wage=wage, apl=0), charges=parts(water=water))
    after = residual(resources=parts(wage=wage + more, apl=0), charges=parts(water=water))
    assert after.value - before.value == more


@given(AMOUNTS, st.decimals(min_value="0.5", max_value=12, places=2), st.decimals(min_value=0, max_value=5, places=1))
def test_more_people_never_have_more_each(wage, persons, more):
    left = residual(resources=parts(wage=wage, apl=0), charges=parts(water=0), rent=Rent())
    assert figures.rest_to_live(left, persons + more).value <= figures.rest_to_live(left, persons).value


@given(AMOUNTS, AMOUNTS)
def test_the_gap_is_never_below_nothing_and_never_above_the_rent(rent, ceiling):
    gap = figures.rent_over_ceiling(Rent(rent), ceiling, "").value
    assert Decimal(0) <= gap <= rent
    assert gap == 0 or gap == rent - ceiling


@given(st.lists(st.one_of(st.none(), AMOUNTS), max_size=6), st.lists(st.one_of(st.none(), AMOUNTS), max_size=6))
def test_a_value_and_a_lack_exclude_each_other(earned, spent):
    resources = [Part("r", amount, "wage") for amount in earned] + parts(apl=0)
    charges = [Part("c", amount, "water") for amount in spent]
    for figure in (figures.income(resources), residual(resources, charges)):
        assert (figure.value is None) == bool(figure.missing)


def person(role, share=None, elsewhere=False):
    return SimpleNamespace(role=role, custody_share=share, lives_elsewhere=elsewhere)


@pytest.mark.parametrize(
    ("who", "counted"),
    [
        (person("reference_person"), "1"),
        (person("child"), "1"),
        (person("child_alternate"), "0.5"),
        (person("child_alternate", 35), "0.35"),
        (person("unborn_child"), "0"),
        (person("other_relative", elsewhere=True), "0"),
    ],
)
def test_a_shared_child_counts_for_its_share_and_an_unborn_one_not_yet(who, counted):
    assert presence(who) == Decimal(counted)


def test_ceilings_follow_one_another_without_hole_nor_overlap():
    for zone in ("I", "II", "III"):
        rows = sorted((row for row in ceilings() if row.zone == zone), key=lambda row: row.valid_from)
        for former, later in pairwise(rows):
            assert (later.valid_from - former.valid_to).days == 1


@pytest.mark.parametrize("day", [date(2012, 12, 31), date(2026, 10, 1), date(2030, 1, 1)])
def test_no_ceiling_is_carried_over_to_a_month_that_has_none(day):
    assert ceiling_on("I", day) is None


def test_the_ceiling_of_a_family():
    ceiling = ceiling_on("II", date(2018, 12, 1))
    assert ceiling.of(is_couple=False, dependants=0) == Decimal("257.14")
    assert ceiling.of(is_couple=True, dependants=0) == Decimal("314.74")
    assert ceiling.of(is_couple=False, dependants=1) == Decimal("354.17")
    assert ceiling.of(is_couple=True, dependants=3) == Decimal("354.17") + 2 * Decimal("51.54")


def test_the_zone_of_a_commune_or_of_the_one_it_is_a_part_of():
    assert [zone_of("75056"), zone_of("62413"), zone_of("59011"), zone_of("99999")] == ["I", "II", "III", ""]
    assert zone_of("59355", "59350") == "II"  # Lomme, in Lille
    assert zone_of("97411") == ""  # overseas, other rules hold
