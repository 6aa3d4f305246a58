"""Two copies of one table written by two workers at the same instant; another sheet taken after the check."""

import pytest
from django.core.exceptions import ValidationError

from households import services
from households.importing import jobs
from households.models import Case, ImportBatch, ImportState
from households.services.imports import choose_sheet
from partners.actors import actor_by_ids
from tests.attack.test_races import at_once
from tests.cast import Cast
from tests.households.follow_up_tables import confirm, line, table, tried
from veille.core import runs


@pytest.fixture
def scene(committed_world, sign_in):
    return committed_world, sign_in(Cast(committed_world).referent)


def test_two_workers_write_one_table_once(scene):
    world, client = scene
    lines = [line(**{"N° contrat": f"C-{n}", "Locataire": f"NOM{n} Anne"}) for n in range(40)]
    content = table(*lines)
    batches = [tried(client, world, content) for _ in range(2)]
    asked = [confirm(client, batch) for batch in batches]
    answers = at_once(*[lambda run=run: runs.carry_out(run.pk, jobs.write_in_background) for run in asked])
    assert sum(isinstance(answer, ValidationError) for answer in answers) == 1
    assert Case.objects.count() == 40
    assert sorted(ImportBatch.objects.values_list("state", flat=True)) == [ImportState.DONE, ImportState.FAILED]


def test_two_tables_that_name_one_household_make_one_file(scene):
    world, client = scene
    tables = (table(line()), table(line(**{"Commentaire": "autre"})))
    asked = [confirm(client, tried(client, world, content)) for content in tables]
    at_once(*[lambda run=run: runs.carry_out(run.pk, jobs.write_in_background) for run in asked])
    assert Case.objects.count() == 1


def test_a_check_is_worth_nothing_for_another_sheet(scene):
    world, client = scene
    batch = tried(client, world, table(line()))
    assert batch.state == ImportState.CHECKED
    by = actor_by_ids(batch.dropped_by, batch.organisation_id)
    choose_sheet(batch=batch, sheet=batch.sheet, by=by)
    batch.refresh_from_db()
    assert (batch.state, batch.counts) == (ImportState.RECEIVED, {})
    with pytest.raises(ValidationError):
        services.ask_import(batch=batch, by=by)


def test_a_sheet_is_not_changed_under_a_worker(scene):
    world, client = scene
    batch = tried(client, world, table(line()))
    confirm(client, batch)
    by = actor_by_ids(batch.dropped_by, batch.organisation_id)
    with pytest.raises(ValidationError):
        choose_sheet(batch=batch, sheet=batch.sheet, by=by)
    assert ImportBatch.objects.get().columns == batch.columns != {}
