"""Who opens a funding plan, how much of it, and what a draft accepts."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from funding import services, todo
from funding.loading import load_plan_2014
from funding.models import BudgetLine, FundingPlan, LineFunding, PlanState
from partners.roles import Role

WHOLE = (Role.PROJECT_MANAGER, Role.GROUP_COORDINATOR)
SHARES = (Role.LANDLORD_MANAGER, Role.LANDLORD_DIRECTOR, Role.STATE_SERVICE, Role.FUNDER)


@pytest.fixture
def plan(world):
    return load_plan_2014(world.dispositif)


@pytest.fixture
def draft(plan, cast):
    return services.new_version(plan=plan, by=cast.pilot)


def page(plan, name="plan_detail", *args):
    return reverse(f"funding:{name}", args=[plan.pk, *args])


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("role", WHOLE)
def test_who_runs_the_dispositif_reads_every_line_with_the_basis_of_the_cost(role, plan, cast, sign_in):
    client = sign_in(cast[role])
    html = text(client.get(page(plan)))
    for words in (
        "390\u202f760,00\u00a0€",
        "3\u202f409,40\u00a0€",
        "1\u202f704,70\u00a0€",
        "volets I et II",
        "100 ménages, 2 ans",
    ):
        assert words in html
    assert "1\u202f953,80" in text(client.get(page(plan, "plan_cost")))
    assert "148\u202f750,00" in text(client.get(page(plan, "plan_funders")))


@pytest.mark.parametrize("role", [role for role in Role if role not in WHOLE])
def test_without_a_share_a_plan_does_not_exist(role, plan, cast, sign_in):
    for name in ("plan_detail", "plan_funders", "plan_cost"):
        assert sign_in(cast[role]).get(page(plan, name)).status_code == 404


@pytest.mark.parametrize("role", SHARES)
def test_a_funder_reads_the_lines_it_funds_and_no_other(role, plan, cast, sign_in):
    actor = cast[role]
    LineFunding.objects.filter(line__volet__plan=plan, line__code="IV-1").update(funder=actor.organisation)
    client = sign_in(actor)
    html = text(client.get(page(plan)))
    assert "Analyse comparée" in html
    assert "service civique" not in html
    assert "390\u202f760" not in html
    assert client.get(page(plan, "plan_cost")).status_code == 403
    assert client.get(page(plan, "plan_funders")).status_code == 403


def test_an_association_reads_the_lines_it_carries(plan, cast, world, sign_in):
    manager = cast.play(Role.ASSOCIATION_MANAGER, world.other_association)
    html = text(sign_in(manager).get(page(plan)))
    assert "troubles psychiques" in html
    assert "juridique" not in html


def test_the_list_is_useful_when_empty(cast, sign_in):
    assert "Écrire le premier plan" in text(sign_in(cast.pilot).get(reverse("funding:plan_list")))
    assert "Aucun plan ne porte de part" in text(sign_in(cast.manager).get(reverse("funding:plan_list")))


def line_data(**changes):
    data = {
        "volet": "",
        "code": "V-1",
        "label": "Formation",
        "kind": "training",
        "calculation": "quantity_x_unit",
        "quantity": "6",
        "unit_cost": "500",
        "shares-TOTAL_FORMS": "1",
        "shares-INITIAL_FORMS": "0",
        "shares-0-column": "Fonds propres",
        "shares-0-funder_type": "landlord_own",
        "shares-0-status": "requested",
        "shares-0-amount": "2500",
    }
    return data | changes


def test_the_pilot_adds_a_line_and_sees_the_gap_in_words(draft, cast, sign_in):
    client = sign_in(cast.pilot)
    volet = draft.volets.get(code="III")
    response = client.post(page(draft, "line_create"), line_data(volet=str(volet.pk)))
    assert response.status_code == 302
    assert BudgetLine.objects.get(volet=volet, code="V-1").total == Decimal("3000.00")
    assert "500,00\u00a0€ sans financeur" in text(client.get(page(draft)))


def test_a_line_says_what_is_missing_and_keeps_what_was_typed(draft, cast, sign_in):
    volet = draft.volets.get(code="III")
    wrong = line_data(volet=str(volet.pk), calculation="etp_x_cost_x_years", label="Coordination des équipes")
    response = sign_in(cast.pilot).post(page(draft, "line_create"), wrong)
    assert response.status_code == 422
    assert "Indiquez le nombre d’années." in text(response)
    assert "Coordination des équipes" in text(response)


def test_a_code_already_taken_is_said_in_french(draft, cast, sign_in):
    volet = draft.volets.get(code="III")
    response = sign_in(cast.pilot).post(page(draft, "line_create"), line_data(volet=str(volet.pk), code="III-1"))
    assert response.status_code == 422
    assert "Cette ligne existe déjà." in text(response)


def test_the_pilot_corrects_and_removes_a_line(draft, cast, sign_in):
    client = sign_in(cast.pilot)
    line = BudgetLine.objects.get(volet__plan=draft, code="III-4")
    assert "Autres partenaires" in text(client.get(page(draft, "line_edit", line.pk)))
    assert client.post(page(draft, "line_remove", line.pk)).status_code == 302
    assert not BudgetLine.objects.filter(pk=line.pk).exists()


def test_the_empty_row_of_the_page_is_no_column(draft, cast, sign_in):
    """A browser sends the lists of that row as they stand: nobody wrote there."""
    client, volet = sign_in(cast.pilot), draft.volets.get(code="III")
    line = BudgetLine.objects.get(volet__plan=draft, code="III-4")
    address = page(draft, "line_edit", line.pk)
    empty = {
        "funder_type": "landlord_own",
        "status": "requested",
        "column": "",
        "amount": "",
        "source": "",
        "funder": "",
    }
    sent = line_data(volet=str(volet.pk), code="III-4", version=client.get(address).context["version"])
    sent |= {"shares-TOTAL_FORMS": "2", **{f"shares-1-{name}": value for name, value in empty.items()}}
    assert client.post(address, sent).status_code == 302
    assert line.fundings.count() == 1
    half = sent | {"shares-1-amount": "300", "version": client.get(address).context["version"]}
    assert client.post(address, half).status_code == 422


def test_of_two_who_correct_a_line_the_second_reads_the_first(draft, cast, sign_in):
    client, volet = sign_in(cast.pilot), draft.volets.get(code="III")
    address = page(draft, "line_edit", BudgetLine.objects.get(volet__plan=draft, code="III-4").pk)
    read = client.get(address).context["version"]
    sent = line_data(volet=str(volet.pk), code="III-4", version=read)
    assert client.post(address, sent | {"label": "La première"}).status_code == 302
    late = client.post(address, sent | {"label": "La seconde"})
    assert late.status_code == 422
    assert "a modifié cette fiche entre-temps" in text(late)
    assert "La première" in text(late) and "La seconde" in text(late)
    assert BudgetLine.objects.get(volet__plan=draft, code="III-4").label == "La première"
    assert client.post(address, sent | {"label": "La seconde", "version": late.context["version"]}).status_code == 302


def test_of_two_who_correct_a_volet_the_second_reads_the_first(draft, cast, sign_in):
    client, volet = sign_in(cast.pilot), draft.volets.get(code="III")
    address = page(draft, "volet_edit", volet.pk)
    sent = {"code": "III", "version": client.get(address).context["version"]}
    assert client.post(address, sent | {"label": "La première"}).status_code == 302
    late = client.post(address, sent | {"label": "La seconde"})
    assert late.status_code == 422
    assert "La première" in text(late) and "La seconde" in text(late)
    volet.refresh_from_db()
    assert volet.label == "La première"


def test_a_double_click_opens_one_new_version(plan, cast, sign_in):
    client, data = sign_in(cast.pilot), {"submission_key": str(uuid4())}
    first = client.post(page(plan, "plan_copy"), data)
    again = client.post(page(plan, "plan_copy"), data)
    assert first.url == again.url
    assert FundingPlan.objects.filter(dispositif=plan.dispositif).count() == 2


def test_the_pilot_writes_a_plan_from_nothing(cast, world, sign_in):
    client = sign_in(cast.pilot)
    data = {
        "submission_key": str(uuid4()),
        "dispositif": str(world.dispositif.pk),
        "label": "Plan 2019",
        "starts_on": "2019-01-01",
        "years": "1",
        "costed_households": "40",
        "basis_note": "Prévision",
    }
    address = client.post(reverse("funding:plan_create"), data).url
    plan = FundingPlan.objects.get(label="Plan 2019")
    assert str(plan.pk) in address
    assert (
        client.post(
            page(plan, "volet_create"), {"code": "I", "label": "Cellule", "in_household_cost": "on"}
        ).status_code
        == 302
    )
    assert client.post(page(plan, "line_create"), line_data(volet=str(plan.volets.get().pk))).status_code == 302
    client.post(page(plan, "plan_validate"))
    plan.refresh_from_db()
    assert plan.state == PlanState.DRAFT


@pytest.mark.parametrize("name", ["plan_validate", "plan_copy"])
def test_reading_is_not_changing(name, draft, cast, sign_in):
    assert sign_in(cast[Role.GROUP_COORDINATOR]).post(page(draft, name)).status_code == 403


def test_a_validated_plan_offers_no_form(plan, cast, sign_in):
    assert sign_in(cast.pilot).get(page(plan, "line_create")).status_code == 403


def test_a_draft_awaits_the_pilot_with_what_it_lacks(draft, cast):
    LineFunding.objects.filter(line__volet__plan=draft, line__code="IV-1", column="Aide demandée").delete()
    (item,) = todo.work_items(cast.pilot)
    assert item.since is None
    assert "22\u202f500,00\u00a0€ sans financeur" in item.title
    assert todo.work_items(cast[Role.GROUP_COORDINATOR]) == []
