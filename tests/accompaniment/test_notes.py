"""Who reads a note: the default, the sentence, and the note itself say the same thing."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accompaniment import services
from accompaniment.models import Note, NoteLevelChange, NoteReader
from households.grants import GrantLevel
from households.models import Exclusion
from households.note_levels import NoteLevel, is_named_level
from households.note_writing import default_level, writable_levels
from households.readers import case_readers, people_reading, readers_of
from partners.roles import Role
from tests import factories
from tests.accompaniment.rules import configured
from veille.core import clock
from veille.core.models import AuditEvent


def everybody(cast, case):
    """One person per role, partners and former ones included: whoever might read."""
    people = [cast[role] for role in Role.values]
    people += [cast.other_worker, cast.partner(Role.ASSOCIATION_WORKER), cast.former(Role.LANDLORD_REFERENT, case)]
    people += [cast.busy_elsewhere(Role.ASSOCIATION_WORKER), cast.stand_in]
    return people


def with_partners(world, cast, case):
    """More grants, so that every rule has somebody on each side of it."""
    factories.grant(case, world.other_association, GrantLevel.PARTNER_ASSOCIATION)
    factories.grant(case, world.organiser, GrantLevel.ADMISSION)
    factories.grant(case, world.shelter, GrantLevel.STATUS)
    factories.put_in_team(case, cast[Role.LANDLORD_CASE_WORKER])
    factories.put_in_team(case, cast.play(Role.ASSOCIATION_WORKER, world.other_association, "Renfort"))
    return case


def write(case, author, level):
    """A note of a level, as if it had been written by this person."""
    note = factories.NoteFactory(case=case, organisation=author.organisation, author=author.user, level=level)
    if is_named_level(level):
        NoteReader.objects.create(note=note, user=author.user)
    return note


AUTHORS = {
    "worker": lambda cast: cast.worker,
    "referent": lambda cast: cast.referent,
    "case_worker": lambda cast: cast[Role.LANDLORD_CASE_WORKER],
}


@pytest.mark.parametrize("author", AUTHORS)
@pytest.mark.parametrize("level", NoteLevel.values)
def test_who_is_counted_is_who_reads(world, cast, case, level, author):
    with_partners(world, cast, case)
    author = AUTHORS[author](cast)
    people = everybody(cast, case)
    note = write(case, author, level)
    reading = {a.user_id for a in people if Note.objects.visible_to(a).filter(pk=note.pk).exists()}
    named = [author.user_id] if is_named_level(level) else []
    counted = people_reading(case, level, author.organisation, named=named)
    assert counted & {a.user_id for a in people} == reading
    assert readers_of(level, case, author).people_count == len(counted)


@pytest.mark.parametrize("level", NoteLevel.values)
def test_the_same_on_a_restricted_case_with_a_conflict_of_interest(world, cast, case, level):
    with_partners(world, cast, case)
    people = everybody(cast, case)
    factories.restrict(case, cast.worker, cast.manager, cast.referent)
    Exclusion.objects.create(case=case, user=cast.manager.user, declared_on=clock.today())
    note = write(case, cast.worker, level)
    reading = {a.user_id for a in people if Note.objects.visible_to(a).filter(pk=note.pk).exists()}
    named = [cast.worker.user_id] if is_named_level(level) else []
    assert people_reading(case, level, world.association, named=named) == reading
    assert cast.manager.user_id not in reading


def test_the_sentence_of_the_default_level(world, cast, case):
    _ = cast.manager, cast.other_worker, cast.referent
    said = readers_of(default_level(cast.worker, case), case, cast.worker)
    assert said.sentence == "Lu par : l’équipe de La Vie active (2\u00a0personnes)."
    assert said.hidden_from == "Non visible par le bailleur."


def test_the_landlord_is_named_when_it_reads(world, cast, case):
    _ = cast.referent
    said = readers_of(NoteLevel.FACTUAL_SHARED, case, cast.worker)
    assert said.text == "l’équipe de La Vie active (vous seul·e) et celle d’Habitat du Nord (1\u00a0personne)"
    assert said.hidden_from == ""


def test_defaults(world, cast, case):
    factories.put_in_team(case, cast[Role.LANDLORD_CASE_WORKER])
    assert default_level(cast.worker, case) == NoteLevel.ASSOCIATION_ONLY
    assert default_level(cast.referent, case) == NoteLevel.LANDLORD_INTERNAL
    assert default_level(cast[Role.LANDLORD_CASE_WORKER], case) == NoteLevel.LANDLORD_INTERNAL
    factories.grant(case, world.landlord, GrantLevel.LEAD)
    assert default_level(cast[Role.LANDLORD_CASE_WORKER], case) == NoteLevel.LANDLORD_SOCIAL
    assert default_level(cast.manager, case) == ""


def test_the_landlord_knows_nothing_of_a_note_of_the_association(cast, case):
    services.write_note(case=case, text="Elle a peur.", level="association_only", by=cast.worker)
    assert Note.objects.visible_to(cast.worker).count() == 1
    assert Note.objects.visible_to(cast.manager).count() == 1
    assert Note.objects.visible_to(cast.referent).count() == 0
    assert Note.objects.visible_to(cast.other_worker).count() == 0


def test_health_is_offered_only_where_it_is_turned_on(cast, case):
    configured(case, health_notes=False)
    assert NoteLevel.HEALTH_RESTRICTED not in writable_levels(cast.worker, case)
    configured(case, health_notes=True)
    assert NoteLevel.HEALTH_RESTRICTED in writable_levels(cast.worker, case)
    assert NoteLevel.PROTECTED_CASE not in writable_levels(cast.worker, case)
    factories.restrict(case, cast.worker)
    assert NoteLevel.PROTECTED_CASE in writable_levels(cast.worker, case)


@pytest.mark.parametrize("level", NoteLevel.values)
def test_nobody_writes_a_level_that_is_not_hers(cast, case, level):
    for actor in (cast.worker, cast.referent, cast.manager, cast.pilot, cast.other_worker):
        if level in writable_levels(actor, case):
            continue
        with pytest.raises(ValidationError, match="Vous ne pouvez pas écrire"):
            services.write_note(case=case, text="…", level=level, by=actor)
    assert not Note.objects.exists()


def test_a_referrer_without_more_writes_nothing(world, cast):
    case = factories.make_case(world)
    factories.grant(case, world.shelter, GrantLevel.STATUS)
    assert writable_levels(cast[Role.REFERRER], case) == []


def test_a_note_for_named_persons_is_read_by_them_and_its_author(world, cast, case):
    configured(case, health_notes=True)
    note = services.write_note(
        case=case, text="Rendez-vous.", level="health_restricted", by=cast.worker, readers=[cast.manager.user]
    )
    assert Note.objects.visible_to(cast.worker).filter(pk=note.pk).exists()
    assert Note.objects.visible_to(cast.manager).filter(pk=note.pk).exists()
    factories.put_in_team(case, cast.other_worker)
    assert not Note.objects.visible_to(cast.other_worker).filter(pk=note.pk).exists()


def test_a_colleague_who_closes_a_note_leaves_it_to_its_author(world, cast, case):
    configured(case, health_notes=True)
    factories.put_in_team(case, cast.other_worker)
    note = services.write_note(case=case, text="…", level="association_only", by=cast.worker)
    services.change_note_level(note=note, level="health_restricted", by=cast.other_worker)
    assert {reader.user_id for reader in note.readers.all()} == {cast.worker.user_id, cast.other_worker.user_id}


def test_fewer_readers_need_no_reason(cast, case):
    _ = cast.referent
    note = services.write_note(case=case, text="…", level="factual_shared", by=cast.worker)
    services.change_note_level(note=note, level="association_only", by=cast.worker)
    assert Note.objects.get(pk=note.pk).level == "association_only"
    event = AuditEvent.objects.get(name="note.level_changed")
    assert event.changes == {"level": ["factual_shared", "association_only"]}


def test_the_page_says_that_the_readers_have_changed(cast, case, sign_in):
    _ = cast.referent
    note = services.write_note(case=case, text="…", level="factual_shared", by=cast.worker)
    address, client = reverse("accompaniment:note_level", args=[note.pk]), sign_in(cast.worker)
    assert reverse("households:case_followup", args=[case.pk]) in client.get(address).content.decode()
    answer = client.post(address, {"level": "association_only"}, follow=True)
    assert "Les lecteurs ont changé." in answer.content.decode()


def test_new_readers_need_a_reason_which_is_kept_out_of_the_journal(cast, case):
    _ = cast.referent
    note = services.write_note(case=case, text="…", level="association_only", by=cast.worker)
    with pytest.raises(ValidationError, match="dites pourquoi"):
        services.change_note_level(note=note, level="factual_shared", by=cast.worker)
    services.change_note_level(note=note, level="factual_shared", by=cast.worker, reason="Elle le demande.")
    assert NoteLevelChange.objects.get(note=note).reason == "Elle le demande."
    assert "demande" not in str(AuditEvent.objects.get(name="note.level_changed").changes)
    assert Note.objects.visible_to(cast.referent).filter(pk=note.pk).exists()


def test_asking_who_reads_costs_the_same_for_three_people_and_for_twelve(
    world, cast, case, django_assert_max_num_queries
):
    with django_assert_max_num_queries(2):
        case_readers(case)
    for number in range(9):
        factories.put_in_team(case, cast.play(Role.ASSOCIATION_WORKER, world.association, f"Collègue {number}"))
    with django_assert_max_num_queries(2):
        assert len(case_readers(case)) >= 9
