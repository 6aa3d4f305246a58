"""The monthly file of balances, from the bytes a landlord sends to the accounts it feeds."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from households.balances import FIELDS, BalancesForm, BalancesImporter
from households.importing import importers_for, jobs
from households.importing.mapping import guessed
from households.importing.passes import Changed, tried, written
from households.models import ArrearsMonth, Dwelling, Tenancy, TenancyMonth
from households.services.imports import WRITE_TASK
from partners.roles import Role
from tests import factories
from veille.core import runs, spreadsheets
from veille.core.models import Run

HEAD = "N° de contrat;Nom du locataire;Période;Quittancé;Réglé;APL;Solde;Résidence;Ville;Type;Loyer principal"
LINE = "C100;VANDECASTEELE Mireille;nov. 2018;480,00;100;250,5;1 240,00 €;Les Lilas;Harnes;T3;310,50"


def table(*lines, head=HEAD):
    return spreadsheets.read("\n".join([head, *lines]).encode())


@pytest.fixture
def dry(cast):
    def run(*lines, head=HEAD, by=None, **options):
        found = table(*lines, head=head)
        columns = guessed(FIELDS, found.headers)
        return tried(BalancesImporter(), found, columns, options, by or cast.referent, lambda *told: None)

    return run


@pytest.fixture
def write(cast):
    def run(*lines, head=HEAD, by=None, **options):
        found = table(*lines, head=head)
        columns = guessed(FIELDS, found.headers)
        return written(BalancesImporter(), found, columns, options, by or cast.referent, lambda *told: None)[0]

    return run


def messages(report) -> list[str]:
    return [message["text"] for line in report.lines for message in line["messages"]]


def test_the_columns_of_a_landlords_own_file_are_recognised():
    assert guessed(FIELDS, HEAD.split(";")) == {
        "contract_number": "N° de contrat",
        "name": "Nom du locataire",
        "month": "Période",
        "called": "Quittancé",
        "received": "Réglé",
        "apl": "APL",
        "balance": "Solde",
        "residence": "Résidence",
        "commune": "Ville",
        "dwelling_type": "Type",
        "monthly_rent": "Loyer principal",
    }


def test_a_dry_run_writes_nothing(dry):
    report = dry(LINE, "C200;DIALLO Awa;nov. 2018;;;;-12,5;;;;")
    assert report.counts == {"new": 2}
    assert not Tenancy.objects.exists()


def test_the_file_is_written_whole_with_what_it_says(write):
    assert write(LINE).counts == {"new": 1}
    tenancy = Tenancy.objects.get()
    assert (tenancy.name, tenancy.residence, tenancy.commune_id, tenancy.dwelling_type, tenancy.monthly_rent) == (
        "VANDECASTEELE Mireille",
        "Les Lilas",
        "62413",
        "t3",
        Decimal("310.50"),
    )
    month = TenancyMonth.objects.get()
    assert (month.month, month.called, month.received, month.apl, month.balance) == (
        date(2018, 11, 1),
        480,
        100,
        Decimal("250.50"),
        1240,
    )


def test_what_is_known_is_said_and_adds_nothing(dry, write):
    write(LINE)
    assert dry(LINE).counts == {"same": 1}
    assert dry(LINE.replace("1 240,00", "1 140,00")).counts == {"changed": 1}
    write(LINE)
    assert TenancyMonth.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (";DIALLO Awa;nov. 2018;;;;10;;;;", "Cette case est vide, et nécessaire."),
        ("C200;;nov. 2018;;;;10;;;;", "Cette case est vide, et nécessaire."),
        ("C200;DIALLO Awa;nov. 2018;;;;;;;;", "Cette case est vide, et nécessaire."),
        ("C200;DIALLO Awa;nov. 2018;;;;beaucoup;;;;", "n’est pas un nombre"),
        ("C200;DIALLO Awa;janvier 2019;;;;10;;;;", "Ce mois n’est pas commencé."),
        ("C200;DIALLO Awa;;;;;10;;;;", "Indiquez le mois"),
        ("C200;DIALLO Awa;nov. 2018;;;;99999999999;;;;", "Ce montant est trop grand"),
        ("C100;DIALLO Awa;nov. 2018;;;;10;;;;", "Cette ligne répète la ligne 2"),
    ],
)
def test_a_wrong_line_is_told_and_stops_the_file(dry, line, said):
    report = dry(LINE, line)
    assert report.counts == {"new": 1, "refused": 1}
    assert any(said in text for text in messages(report))


@pytest.mark.parametrize("line", [LINE.replace("Harnes", "Atlantide"), LINE.replace("T3", "Château")])
def test_what_does_not_matter_for_the_account_is_left_empty_and_said(dry, line):
    report = dry(line)
    assert report.counts == {"new": 1}
    assert any("laissé" in text for text in messages(report))


def test_one_month_may_hold_for_the_whole_file(write):
    write("C200;DIALLO Awa;10", head="Contrat;Locataire;Solde", month="2018-11-01")
    assert TenancyMonth.objects.get().month == date(2018, 11, 1)


def test_a_debt_may_wear_a_minus_sign(write):
    write("C200;DIALLO Awa;-10", head="Contrat;Locataire;Solde", month="2018-11-01", debt_is_negative=True)
    assert TenancyMonth.objects.get().balance == 10


def test_all_or_nothing(write, monkeypatch):
    with pytest.raises(Changed):
        write(LINE, "C200;DIALLO Awa;janvier 2019;;;;10;;;;")
    assert not Tenancy.objects.exists()


def test_the_answers_for_the_whole_file_can_be_kept_as_they_are(cast):
    form = BalancesForm({"month": "2018-11-01"}, actor=cast.referent)
    assert form.is_valid()
    assert form.cleaned_data == {"month": "2018-11-01", "debt_is_negative": False}


def test_the_sign_is_remembered_and_the_month_is_asked_again(cast):
    form = BalancesForm(None, actor=cast.referent, initial={"month": "2018-10-01", "debt_is_negative": True})
    assert form["debt_is_negative"].value() is True
    assert not form["month"].value()


def drop(client, content: bytes) -> str:
    """Choose the file and keep the columns proposed; gives the address of the dry run."""
    chosen = client.post(
        reverse("households:import_new", args=["balances"]), {"file": SimpleUploadedFile("soldes.csv", content)}
    )
    columns = client.get(chosen["Location"])
    form = columns.context["form"]
    answers = {name: form[name].value() or "" for name in form.fields}
    return client.post(chosen["Location"], answers)["Location"]


def test_from_the_file_to_the_account_of_a_followed_tenant(cast, world, sign_in, monkeypatch):
    monkeypatch.setattr(runs, "tell", lambda *told: None)  # it writes through a connection of its own
    case = factories.make_accompanied_case(world, cast)
    case.household.people.update(last_name="Vandecasteele")
    dwelling = Dwelling.objects.create(landlord=world.landlord, commune=world.commune)
    factories.HousingPeriodFactory(case=case, dwelling=dwelling, contract_number="C100")
    client = sign_in(cast.referent)
    page = drop(client, "\n".join([HEAD, LINE]).encode("cp1252"))
    assert "Toutes les lignes peuvent être importées" in client.get(page).content.decode()
    assert not Tenancy.objects.exists()
    client.post(f"{page}lancer/")
    run = Run.objects.get(task=WRITE_TASK)
    assert "VANDECASTEELE" not in str(run.parameters) + run.label
    run = runs.claim(run.pk)
    runs.finish(run, jobs.write_in_background(run))
    assert ArrearsMonth.objects.get().case == case
    shown = client.get(page).content.decode()
    assert "Le fichier est importé en entier" in shown
    assert case.number not in shown
    answer = client.post(
        reverse("households:import_new", args=["balances"]),
        {"file": SimpleUploadedFile("soldes.csv", "\n".join([HEAD, LINE]).encode("cp1252"))},
    )
    assert answer.status_code == 422
    assert "déjà importé" in answer.content.decode()


def test_a_wrong_line_is_shown_with_its_column_and_nothing_is_written(cast, sign_in):
    client = sign_in(cast.referent)
    page = drop(client, "\n".join([HEAD, LINE, "C200;DIALLO Awa;nov. 2018;;;;beaucoup;;;;"]).encode())
    shown = client.get(page).content.decode()
    assert "n’est pas un nombre" in shown
    assert "Solde" in shown
    assert client.post(f"{page}lancer/").status_code == 422
    assert not Tenancy.objects.exists()


@pytest.mark.parametrize("role", [Role.ASSOCIATION_MANAGER, Role.LANDLORD_LITIGATION, Role.PROJECT_MANAGER])
def test_nobody_else_may_drop_it(cast, sign_in, role):
    answer = sign_in(cast[role]).get(reverse("households:import_new", args=["balances"]))
    assert answer.status_code in {403, 404}


@pytest.mark.parametrize("role", Role.values)
def test_the_landlords_people_with_the_import_right_bring_it_in(cast, role):
    offered = {importer.kind for importer in importers_for(cast[role])}
    assert ("balances" in offered) == (role in {Role.LANDLORD_REFERENT, Role.LANDLORD_MANAGER})


def test_two_landlords_never_meet(write, cast):
    write(LINE)
    write(LINE, by=cast.partner(Role.LANDLORD_REFERENT))
    assert Tenancy.objects.count() == 2
    assert not ArrearsMonth.objects.exists()
