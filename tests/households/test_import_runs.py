"""A file written by a worker: whole or not at all, once, under the rights of that moment."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from households.importing import jobs
from households.models import ImportBatch, ImportState, Person
from tests.cast import Cast
from tests.households.follow_up_tables import LINE, confirm, drop, line, messages, table, tried
from veille.core import runs
from veille.core.models import AccessEvent, AuditEvent, Run


def carry(run, job=jobs.write_in_background):
    """What a worker does of a run."""
    runs.carry_out(run.pk, job)


def _page(batch):
    return reverse("households:import_detail", args=[batch.pk])


@pytest.fixture
def scene(committed_world, sign_in):
    cast = Cast(committed_world)
    return committed_world, cast, sign_in(cast.referent)


def test_a_worker_writes_it_whole_and_tells_how_far_it_is(scene, monkeypatch):
    world, _, client = scene
    lines = [line(**{"N° contrat": f"C-{n}", "Locataire": f"NOM{n} Anne"}) for n in range(120)]
    batch = tried(client, world, table(*lines))
    run, told = confirm(client, batch), []
    tell = runs.tell
    monkeypatch.setattr(runs, "tell", lambda run, percent, step: (told.append(percent), tell(run, percent, step)))
    carry(run)
    run.refresh_from_db()
    batch.refresh_from_db()
    assert (run.state, batch.state, batch.counts, batch.content) == ("done", ImportState.DONE, {"new": 120}, None)
    assert told == sorted(told) and len(told) >= 3
    assert AuditEvent.objects.filter(name="import.done").count() == 1
    assert AccessEvent.objects.filter(section="import").count() == 1


def test_the_page_that_said_it_was_running_is_shown_anew_at_the_end(scene):
    world, _, client = scene
    batch = tried(client, world, table(LINE))
    run = confirm(client, batch)
    fragment = reverse("core:run_fragment", args=[run.pk])
    watched = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{_page(batch)}"}
    assert "HX-Refresh" not in client.get(fragment, headers=watched).headers
    carry(run)
    assert client.get(fragment, headers=watched).headers["HX-Refresh"] == "true"
    elsewhere = {**watched, "HX-Current-URL": f"http://testserver{reverse('core:run_detail', args=[run.pk])}"}
    assert _page(batch) in client.get(fragment, headers=elsewhere).content.decode()


def test_the_same_file_twice_is_refused_and_adds_nothing(scene):
    world, _, client = scene
    content = table(LINE)
    batch = tried(client, world, content)
    carry(confirm(client, batch))
    answer = drop(client, content)
    assert answer.status_code == 422
    assert "a déjà importé ce même fichier" in answer.content.decode()


def test_two_copies_checked_together_are_written_once(scene):
    world, _, client = scene
    content = table(LINE)
    first, second = tried(client, world, content), tried(client, world, content)
    asked = confirm(client, first), confirm(client, second)
    carry(asked[0])
    with pytest.raises(ValidationError, match="déjà importé"):
        carry(asked[1])
    second.refresh_from_db()
    assert second.state == ImportState.FAILED
    assert Person.objects.filter(search_name="lefevre eloise").count() == 1


def test_a_worker_that_begins_again_finds_it_done(scene):
    world, _, client = scene
    run = confirm(client, tried(client, world, table(LINE)))
    carry(run)
    run.refresh_from_db()
    assert jobs.write_in_background(run) == run.result
    assert Person.objects.filter(search_name="lefevre eloise").count() == 1


def test_when_a_line_can_no_longer_be_written_none_is(scene):
    world, _, client = scene
    lines = [line(**{"N° contrat": f"C-{n}", "Locataire": f"NOM{n} Anne"}) for n in range(3)]
    batch = tried(client, world, table(*lines))
    run = confirm(client, batch)
    ImportBatch.objects.filter(pk=batch.pk).update(options={**batch.options, "creates": False})
    carry(run)
    batch.refresh_from_db()
    assert (batch.state, batch.counts) == (ImportState.FAILED, {"stopped_at": 2})
    assert not Person.objects.filter(search_name__startswith="nom").exists()
    assert "la ligne 2 ne peut plus l’être" in messages(client, batch)


def test_a_person_whose_role_ended_meanwhile_writes_nothing(scene):
    world, cast, client = scene
    run = confirm(client, tried(client, world, table(LINE)))
    cast.referent.user.memberships.all().delete()
    with pytest.raises(PermissionDenied):
        carry(run)
    assert not Person.objects.filter(search_name="lefevre eloise").exists()


def test_a_long_file_is_tried_by_a_worker_too(scene, monkeypatch):
    world, _, client = scene
    monkeypatch.setattr("households.services.imports.AT_ONCE", 0)
    batch = tried(client, world, table(LINE))
    assert batch.state == ImportState.RECEIVED
    assert "Vous pouvez fermer cette page" in messages(client, batch)
    carry(Run.objects.get(parameters__batch=str(batch.pk)), jobs.try_in_background)
    batch.refresh_from_db()
    assert (batch.state, batch.counts) == (ImportState.CHECKED, {"new": 1})
