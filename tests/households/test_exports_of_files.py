"""Rent accounts, budgets and accesses taken away: what the reader's section opens, of one file or of all."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from households import services
from households.exports.of_files import Accesses, Budgets, RentAccounts
from households.models import MoneyLine
from households.services.budget import Account
from tests import factories
from veille.core import spreadsheets
from veille.core.exports import spreadsheet_csv


@pytest.fixture
def case(world, cast):
    case = factories.make_accompanied_case(world, cast)
    account = Account(date(2018, 11, 1), Decimal("310.20"), called=Decimal("455"))
    services.record_arrears(case=case, landlord=world.landlord, account=account, by=cast.referent)
    MoneyLine.objects.create(
        case=case, kind="resource", code="rsa", amount=Decimal("550.93"), starts_on=date(2018, 10, 1),
        organisation=world.association, author=cast.worker.user,
    )  # fmt: skip
    return case


def read(listing, actor, state=None):
    columns, target = listing.columns(actor, state or {}), io.BytesIO()
    rows = [row for batch in listing.batches(actor, state or {}) for row in batch]
    spreadsheet_csv.write(target, listing.title, columns, ([column.cell(row) for column in columns] for row in rows))
    table = spreadsheets.read(target.getvalue())
    return [dict(zip(table.headers, row.values, strict=True)) for row in table.rows]


def test_the_months_of_the_accounts(case, cast):
    (row,) = read(RentAccounts(), cast.referent)
    assert row["Numéro de dossier"] == case.number
    assert (row["Solde"], row["Appelé"], row["APL"]) == ("310,20", "455,00", None)


def test_a_budget_is_for_who_reads_money(case, cast):
    (row,) = read(Budgets(), cast.worker)
    assert (row["Nature"], row["Montant"]) == ("Ressource", "550,93")
    assert Budgets().count(cast.referent, {}) == 0


def test_the_accesses_tell_which_organisation_and_why(case, cast):
    rows = read(Accesses(), cast.worker)
    assert {row["Accès"] for row in rows} >= {"Opérateur de l’accompagnement", "Bailleur du logement"}


def test_one_file_alone(world, case, cast, sign_in):
    other = factories.make_accompanied_case(world, cast)
    rows = read(Accesses(), cast.worker, {"case": str(other.pk)})
    assert {row["Numéro de dossier"] for row in rows} == {other.number}
    foreign = factories.make_case(world)
    page = reverse("core:export_new", args=["acces"])
    for key, status in ((other.pk, 200), (foreign.pk, 404), ("x", 404)):
        assert sign_in(cast.worker).get(f"{page}?dossier={key}").status_code == status
