"""Levels of notes and documents: who reads is docs/rights/notes.csv, and health stays off where nobody turned it on."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accompaniment.models import Note, NoteReader
from households.models import Document
from partners.roles import Role
from tests import factories
from tests.matrix.cells import note_cell, section_rank, table

# rights.md 4: these stay in the organisation of their author; the others follow a section of the grant.
STAY_INSIDE = {"landlord_internal", "landlord_social", "association_only"}
FOLLOW = {"factual_shared": "interventions_shared", "team_shared": "interventions", "expert_exchange": "interventions"}
READ = 2
PEOPLE = [Role(role) for role in table("roles")]


@pytest.fixture
def case(world, cast):
    case = factories.make_accompanied_case(world, cast)
    factories.put_in_team(case, cast[Role.LANDLORD_CASE_WORKER])
    return case


def expected(case, level: str, role: str, actor, author) -> bool:
    """The written table, then the grant: nobody reads a note of a case she does not open."""
    grants = [grant.level for grant in case.accesses.all().order_by("pk") if grant.organisation == actor.organisation]
    opens = any(section_rank(grant, role, section) for grant in grants for section in table("roles")[role])
    if note_cell(level, role) not in {"R", "W"} or not opens or role == Role.LANDLORD_LITIGATION:
        return False
    if actor.organisation == author.organisation:
        return True
    return level in FOLLOW and any(section_rank(grant, role, FOLLOW[level]) >= READ for grant in grants)


@pytest.mark.parametrize("writer", [Role.ASSOCIATION_WORKER, Role.LANDLORD_REFERENT])
@pytest.mark.parametrize("level", [*sorted(STAY_INSIDE), *sorted(FOLLOW)])
def test_each_level_is_read_by_the_roles_of_the_written_table(case, cast, level, writer):
    author = cast[writer]
    note = factories.NoteFactory(case=case, author=author.user, organisation=author.organisation, level=level)
    wrong = {
        role
        for role in PEOPLE
        if Note.objects.visible_to(cast[role]).filter(pk=note.pk).exists()
        != expected(case, level, role, cast[role], author)
    }
    assert wrong == set()


@pytest.mark.parametrize("level", ["health_restricted", "child_protection", "legal_sensitive", "protected_case"])
def test_a_named_level_is_read_by_those_it_names_if_the_table_lets_them(case, cast, level):
    factories.restrict(case, *(cast[role] for role in PEOPLE))
    author = cast.worker
    note = factories.NoteFactory(case=case, author=author.user, organisation=author.organisation, level=level)
    readers = {role for role in PEOPLE if Note.objects.visible_to(cast[role]).filter(pk=note.pk).exists()}
    assert readers == set()
    NoteReader.objects.bulk_create(NoteReader(note=note, user=cast[role].user) for role in PEOPLE)
    readers = {role for role in PEOPLE if Note.objects.visible_to(cast[role]).filter(pk=note.pk).exists()}
    assert readers == {role for role in PEOPLE if note_cell(level, role) == "named"}


def test_health_is_refused_to_a_hand_that_sends_it_where_nobody_turned_it_on(case, cast, sign_in):
    """Notes, a change of readers and documents: the page does not offer it, the server does not take it."""
    assert not case.configuration.health_notes
    worker, level = sign_in(cast.worker), {"level": "health_restricted"}
    note = reverse("accompaniment:note_create", args=[case.pk])
    assert "health_restricted" not in worker.get(note).content.decode()
    assert worker.post(note, {"text": "Rendez-vous.", "written_on": "2018-12-14", **level}).status_code == 422
    written = factories.NoteFactory(case=case, author=cast.worker.user, organisation=cast.worker.organisation)
    change = reverse("accompaniment:note_level", args=[written.pk])
    assert worker.post(change, {**level, "reason": "Soin"}).status_code == 422
    paper = SimpleUploadedFile("courrier.txt", "Rendez-vous à dix heures.".encode(), "text/plain")
    deposit = reverse("households:document_add", args=[case.pk])
    sent = {"files": [paper], "kind": "other", "dated_on": "2018-12-14", "title": "Courrier", **level}
    assert worker.post(deposit, sent).status_code == 422
    assert not Note.objects.filter(level="health_restricted").exists()
    assert not Document.objects.exists()
