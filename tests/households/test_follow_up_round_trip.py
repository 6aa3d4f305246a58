"""The follow-up table taken away and brought in again: nothing moves."""

import io
from datetime import date
from decimal import Decimal

import pytest

from households import services
from households.exports.tracking import TrackingTable
from households.importing.follow_up import FollowUpImporter
from households.importing.mapping import guessed
from households.importing.passes import tried, written
from households.models import (
    IMPORT_MOVES,
    ArrearsMonth,
    Case,
    ExternalReference,
    Finding,
    HousingPeriod,
    ImportState,
    NextStep,
    Person,
    ProcedureStep,
)
from households.services.budget import Account
from tests import factories
from veille.core import spreadsheets
from veille.core.exports import spreadsheet_csv, spreadsheet_ods, spreadsheet_xlsx

WRITERS = {"xlsx": spreadsheet_xlsx.write, "ods": spreadsheet_ods.write, "csv": spreadsheet_csv.write}
WRITTEN = (Case, Person, HousingPeriod, ArrearsMonth, ProcedureStep, Finding, NextStep, ExternalReference)


def told(percent, step):
    """Nobody watches."""


@pytest.fixture
def case(world, cast):
    """A running file of the landlord with something in every column."""
    case = factories.make_accompanied_case(world, cast)
    place = {"landlord": world.landlord, "commune": world.commune, "residence": "=Les Œillets", "reference": "L-1"}
    services.record_housing(
        case=case, starts_on=date(2018, 6, 1), by=cast.referent, dwelling_fields=place, situation="social_tenant",
        commune=world.commune, contract_number="00042",
    )  # fmt: skip
    account = Account(date(2018, 12, 1), Decimal("1240.50"))
    services.record_arrears(case=case, landlord=world.landlord, account=account, by=cast.referent)
    services.plan_next_step(case=case, what="+33 : rappeler", due_on=date(2018, 12, 20), by=cast.referent)
    return case


def taken(kind, actor):
    listing, target = TrackingTable(), io.BytesIO()
    columns = listing.columns(actor, {})
    rows = ([column.cell(row) for column in columns] for batch in listing.batches(actor, {}) for row in batch)
    WRITERS[kind](target, listing.title, columns, rows)
    return spreadsheets.read(target.getvalue())


@pytest.mark.parametrize("kind", WRITERS)
def test_the_same_table_again_changes_nothing(case, cast, kind):
    table = taken(kind, cast.referent)
    columns = guessed(FollowUpImporter.fields, table.headers)
    assert {"number", "contract", "name", "door", "residence", "commune", "balance", "next_step", "next_due"} <= set(
        columns
    )
    before = {model: list(model.objects.order_by("pk").values()) for model in WRITTEN}
    assert tried(FollowUpImporter(), table, columns, {}, cast.referent, told).counts == {"same": 1}
    assert written(FollowUpImporter(), table, columns, {}, cast.referent, told)[0].counts == {"same": 1}
    assert before == {model: list(model.objects.order_by("pk").values()) for model in WRITTEN}


def test_a_contract_that_begins_with_zeros_keeps_them(case, cast):
    table = taken("csv", cast.referent)
    assert table.rows[0].values[table.column("Numéro de contrat")] == "00042"


@pytest.mark.parametrize("state", ImportState)
@pytest.mark.parametrize("to", ImportState)
def test_a_file_that_is_over_moves_no_more(state, to):
    over = state in {ImportState.DONE, ImportState.DISCARDED}
    assert not (over and to in IMPORT_MOVES[state])
    assert (to in IMPORT_MOVES[state]) <= (to != ImportState.DONE or state == ImportState.RUNNING)
