"""Each list that a package offers leaves as its page shows it, under the rights of that page."""

from decimal import Decimal

import pytest
from django.urls import reverse

from funding.models import BudgetLine, FundingPlan, LineFunding, Volet
from households.models import Case
from partners.roles import Role
from reports.indicators import INDICATORS
from tests import factories
from tests.factories import make_referred_case
from veille.core import spreadsheets
from veille.core.offers import offered


def address(name, query=""):
    return reverse("core:export_new", args=[name]) + query


def take(client, name, query="", reason="Réunion d’équipe"):
    """Every column ticked or offered, as a file read again."""
    page = client.get(address(name, query))
    assert page.status_code == 200, page.status_code
    columns = [key for key, _ in page.context["form"].fields["columns"].choices]
    answer = client.post(address(name, query), {"columns": columns, "format": "xlsx", "reason": reason})
    assert answer.status_code == 302, answer.content.decode()
    return spreadsheets.read(client.get(answer.url + "fichier/").content)


def test_the_names_and_columns_of_the_lists_are_one_of_a_kind():
    listings = [listing for offer in offered("exports") for listing in offer()]
    assert len({listing.name for listing in listings}) == len(listings)
    assert all(listing.title and reverse(listing.back) for listing in listings)


def test_the_directory(cast, sign_in):
    table = take(sign_in(cast.referent), "organismes")
    assert table.headers == ("Nom", "Sigle", "Nature", "Type")
    assert "La Vie active" in {row.values[0] for row in table.rows}


def test_the_roles_of_ones_organisation_and_no_other(cast, sign_in):
    cast.worker
    table = take(sign_in(cast.manager), "roles")
    assert {row.values[1] for row in table.rows} == {cast.manager.user.first_name, cast.worker.user.first_name}


def test_the_calendar_of_the_instance(world, cast, sign_in):
    table = take(sign_in(cast.secretary), "seances")
    assert [spreadsheets.as_text(row.values[0]) for row in table.rows] == ["20/12/2018"]


class TestOrientations:
    @pytest.fixture
    def referral(self, world, cast):
        return make_referred_case(world, cast)

    def test_her_own_with_their_number(self, referral, cast, sign_in):
        table = take(sign_in(cast.referent), "mes-orientations")
        assert [row.values[0] for row in table.rows] == [referral.case.number]

    def test_a_secretary_takes_what_counts_and_no_number(self, referral, cast, sign_in):
        table = take(sign_in(cast.secretary), "orientations-recues")
        assert "Numéro de dossier" not in table.headers
        assert len(table.rows) == 1
        assert referral.case.number not in str(table.rows)

    def test_a_secretary_who_asks_for_the_number_by_hand_is_refused(self, referral, cast, sign_in):
        form = {"columns": ["number"], "format": "xlsx", "reason": "Réunion d’équipe"}
        assert sign_in(cast.secretary).post(address("orientations-recues"), form).status_code == 422

    def test_the_filters_of_the_page_hold(self, referral, cast, sign_in):
        page = sign_in(cast.referent).get(address("mes-orientations", "?door=access")).content.decode()
        assert "0\u00a0orientation" in page


class TestMoney:
    @pytest.fixture
    def plan(self, world):
        plan = FundingPlan.objects.create(
            dispositif=world.dispositif, label="Plan", starts_on="2015-01-01", years=2, costed_households=1,
            basis_note="Convention", version=1,
        )  # fmt: skip
        volet = Volet.objects.create(plan=plan, code="I", label="Cellule")
        for code, funder in (("A", world.landlord), ("B", world.state)):
            line = BudgetLine.objects.create(
                volet=volet, code=code, label="Poste", kind="other", calculation="lump_sum", lump_sum=Decimal(3000)
            )
            LineFunding.objects.create(
                line=line, funder=funder, funder_type="landlord_own", column=funder.name, amount=Decimal(1000)
            )
        return plan

    def test_the_pilot_takes_the_whole_grid(self, plan, cast, sign_in):
        table = take(sign_in(cast.pilot), "plan-de-financement", f"?plan={plan.pk}")
        assert [row.values[1] for row in table.rows] == ["A", "B"]
        assert spreadsheets.as_decimal(table.rows[0].values[table.column("Sans financeur")]) == 2000

    def test_a_landlord_takes_its_own_lines(self, plan, cast, sign_in):
        client = sign_in(cast[Role.LANDLORD_MANAGER])
        table = take(client, "plan-de-financement", f"?plan={plan.pk}")
        assert [row.values[1] for row in table.rows] == ["A"]

    @pytest.mark.parametrize("query", ["", "?plan=x", "?plan=00000000-0000-4000-8000-000000000000"])
    def test_a_plan_that_is_not_hers_is_missing(self, plan, cast, sign_in, query):
        assert sign_in(cast.pilot).get(address("plan-de-financement", query)).status_code == 404


class TestPseudonyms:
    def test_the_cases_behind_a_number_leave_without_name_or_number(self, world, cast, sign_in):
        factories.make_accompanied_case(world, cast)
        hidden = factories.make_accompanied_case(world, cast, is_restricted=True)
        code = next(key for key in INDICATORS if key.startswith("A")).lower()
        table = take(sign_in(cast.pilot), "dossiers-sous-pseudonyme", f"?dispositif={world.dispositif.pk}&code={code}")
        assert table.headers == ("Pseudonyme", "Porte", "Territoire", "Ouvert en", "Admis en")
        numbers = list(Case.objects.order_by("pk").values_list("number", flat=True))
        assert hidden.number in numbers
        assert not any(number in str(table.rows) for number in numbers)
        assert len(table.rows) == 1
