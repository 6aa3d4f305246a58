"""Two files of one household become one: nothing is forgotten, nothing is guessed, and it can be taken back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db.models import UUIDField

from accompaniment.models import Intervention, Note
from households import readings, relations, services
from households.grants import GrantLevel
from households.models import (
    Case,
    CaseAccess,
    CaseMerge,
    CaseSpell,
    CaseTeamMember,
    ContactDetail,
    Finding,
    Household,
    MoneyKind,
    MoneyLine,
    Person,
    TeamPart,
)
from households.reference_search import cases_once_numbered
from households.services.budget import MoneyEntry, lines_version
from households.services.merging import MergeChoices, forget_expired
from partners.roles import Role
from tests import factories
from tests.support import twins
from tests.support.twins import hanging_on, merge, whole_database, woman_of
from veille.core import clock
from veille.core.models import AccessEvent, AuditEvent


@pytest.fixture
def kept(world, cast):
    return twins.make_kept(world, cast)


@pytest.fixture
def merged(world, cast):
    return twins.make_merged(world, cast)


def test_everything_moves_and_the_number_still_leads_there(cast, kept, merged):
    former = merged.pk, merged.household_id
    merge(kept, merged, cast.worker)
    assert not Case.objects.filter(pk=former[0]).exists()
    assert hanging_on(*former) == []
    for model in (Note, Intervention, Finding, ContactDetail):
        assert model.objects.get().case_id == kept.pk
    assert cases_once_numbered(cast.worker, "vs-2018-22222").get() == kept
    assert not cases_once_numbered(cast.partner(Role.ASSOCIATION_WORKER), "VS-2018-22222").exists()


def test_every_link_to_a_case_a_household_or_a_person_is_moved():
    """A model added tomorrow is found by what it points at."""
    declared = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model in {Case, Household, Person}
    }
    found = (relations.references_to(target) for target in (Case, Household, Person))
    assert declared == {reference.label for references in found for reference in references}
    assert {"accompaniment.Note.case", "households.ContactDetail.person", "households.Person.household"} <= declared


def test_nothing_points_at_a_case_without_a_key_that_can_be_moved():
    """A plain identifier of a case would be forgotten: only what tells the past holds one."""
    plain = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name in {"case", "cases", "household", "person"} and isinstance(field, UUIDField | ArrayField)
    }
    assert plain <= {"core.AuditEvent.case", "core.AccessEvent.cases", "core.ExportRequest.cases"}


def test_the_people_paired_become_one_and_the_others_join(cast, kept, merged):
    contact = ContactDetail.objects.get()
    merge(kept, merged, cast.worker)
    assert sorted(kept.household.people.values_list("first_name", flat=True)) == ["Nadia", "Sami"]
    contact.refresh_from_db()
    assert contact.person == woman_of(kept)


def test_two_persons_of_reference_left_apart_do_not_both_stay_so(cast, kept, merged):
    services.merge_cases(kept=kept, merged=merged, choices=MergeChoices(), by=cast.worker)
    roles = sorted(kept.household.people.values_list("role", flat=True))
    assert roles == ["child", "reference_person", "unknown"]


def test_what_was_chosen_is_written(cast, kept, merged):
    twin = woman_of(kept).pk
    merge(kept, merged, cast.worker, case={"main_reason": "isolation"}, people={twin: {"alias": "Nina"}})
    kept.refresh_from_db()
    assert kept.main_reason == "isolation"
    assert woman_of(kept).alias == "Nina"
    assert woman_of(kept).search_name.endswith("nina")


def test_the_earliest_days_stand(cast, kept, merged):
    Case.objects.filter(pk=merged.pk).update(opened_on=clock.today() - timedelta(days=400))
    merge(kept, merged, cast.worker)
    kept.refresh_from_db()
    assert kept.opened_on == clock.today() - timedelta(days=400)


def test_what_is_said_twice_is_said_once_from_the_earlier_day(cast, kept, merged):
    early = clock.today() - timedelta(days=500)
    CaseAccess.objects.filter(case=merged, level=GrantLevel.LEAD).update(starts_on=early)
    merge(kept, merged, cast.worker)
    assert CaseAccess.objects.get(case=kept, level=GrantLevel.LEAD).starts_on == early
    assert CaseSpell.objects.get(case=kept).ends_on is None
    assert CaseTeamMember.objects.get(case=kept).user == cast.worker.user


def test_the_lead_person_of_the_kept_file_stays(cast, kept, merged):
    merged.team.update(user=cast.other_worker.user)
    merge(kept, merged, cast.worker)
    parts = dict(CaseTeamMember.objects.filter(case=kept).values_list("user", "part"))
    assert parts == {cast.worker.user_id: TeamPart.LEAD, cast.other_worker.user_id: TeamPart.MEMBER}


def test_of_two_lines_of_the_budget_the_kept_file_s_stands_and_the_other_stays_in_the_history(cast, kept, merged):
    month = clock.today().replace(day=1)
    for case, amount in ((kept, 560), (merged, 610)):
        entries = [MoneyEntry(MoneyKind.RESOURCE, "rsa", Decimal(amount))]
        fields = {"case": case, "person": woman_of(case), "month": month, "entries": entries}
        services.record_budget(**fields, version=lines_version([]), by=cast.worker)
    pairs = {woman_of(merged).pk: woman_of(kept).pk}
    assert services.merge_refusals(kept, merged, pairs) == []
    before = whole_database()
    made = merge(kept, merged, cast.worker)
    lines = MoneyLine.objects.filter(case=kept, person=woman_of(kept))
    assert lines.get(ends_on=None, corrected_on=None).amount == 560
    assert lines.get(corrected_on=clock.today()).amount == 610
    services.undo_merge(merge=made, by=cast.worker)
    assert whole_database() == before


def test_two_running_measures_are_refused_in_words_and_nothing_is_done(cast, world, kept, merged):
    for case in (kept, merged):
        factories.make_measure(case, world.association)
    (sentence,) = services.merge_refusals(kept, merged)
    assert sentence.startswith("Mesure d’accompagnement, de part et d’autre – Un accompagnement est déjà ouvert")
    before = whole_database()
    with pytest.raises(ValidationError, match="déjà ouvert"):
        merge(kept, merged, cast.worker)
    assert whole_database() == before


def test_access_and_retention_are_two_requests(cast, kept, merged):
    Case.objects.filter(pk=merged.pk).update(door="access")
    merged.refresh_from_db()
    assert "deux demandes" in services.merge_refusals(kept, merged)[0]
    with pytest.raises(ValidationError, match="deux demandes"):
        merge(kept, merged, cast.worker)


@pytest.mark.parametrize("which", [0, 1])
def test_open_and_closed_make_an_open_one_with_both_stays(cast, kept, merged, which):
    services.close_case(case=(kept, merged)[which], by=cast.worker)
    before = whole_database()
    made = merge(kept, merged, cast.worker)
    kept.refresh_from_db()
    assert kept.closed_on is None
    assert sorted(spell.ends_on is None for spell in kept.spells.all()) == [False, True]
    services.undo_merge(merge=made, by=cast.worker)
    assert whole_database() == before


def test_one_person_is_not_two(cast, kept, merged):
    woman, son = woman_of(merged), merged.household.people.get(role="child")
    pairs = {woman.pk: woman_of(kept).pk, son.pk: woman_of(kept).pk}
    with pytest.raises(ValidationError, match="une seule personne"):
        services.merge_cases(kept=kept, merged=merged, choices=MergeChoices(pairs=pairs), by=cast.worker)


def test_who_looked_at_either_is_told_of_the_one(cast, kept, merged):
    event = AccessEvent.objects.create(
        kind="page", section="identity", url_name="x", cases=[merged.pk], user=cast.referent.user_id
    )
    merge(kept, merged, cast.worker)
    assert readings.of_case(kept.pk).get() == event


def test_the_journal_holds_keys_and_no_text(cast, kept, merged):
    made = merge(kept, merged, cast.worker)
    event = AuditEvent.objects.get(name="case.merged")
    assert event.case == kept.pk
    assert set(event.changes) == {"former_case", "rows"}
    assert b"Nadia" not in bytes(made.sealed)


# Taking it back.


def test_undoing_puts_every_row_back_exactly(cast, kept, merged):
    merged.team.update(user=cast.other_worker.user)
    before = whole_database()
    made = merge(
        kept, merged, cast.worker, case={"main_reason": "isolation"}, people={woman_of(kept).pk: {"alias": "N"}}
    )
    assert whole_database() != before
    services.undo_merge(merge=made, by=cast.worker)
    assert whole_database() == before


def test_what_was_added_since_stays_with_the_file_kept(cast, world, kept, merged):
    made = merge(kept, merged, cast.worker)
    note = factories.NoteFactory(case=kept, author=cast.worker.user, organisation=world.association)
    services.undo_merge(merge=made, by=cast.worker)
    note.refresh_from_db()
    assert note.case_id == kept.pk
    assert Case.objects.filter(number="VS-2018-22222").exists()


def removed(cast, world, kept):
    ContactDetail.objects.get().delete()


def changed(cast, world, kept):
    Case.objects.filter(pk=kept.pk).update(main_reason="hoarding_hygiene")


def added(cast, world, kept):
    visit = Intervention.objects.get()
    factories.NoteFactory(case=kept, author=cast.worker.user, organisation=world.association, intervention=visit)


def tied(cast, world, kept):
    measure = factories.make_measure(kept, world.association)
    Intervention.objects.update(measure=measure)


def told_of_the_other(cast, world, kept):
    other = factories.PersonFactory(household=kept.household, role="other_relative")
    Intervention.objects.get()
    ContactDetail.objects.create(case=kept, kind="email", value="a@exemple.invalid", person=other)
    ContactDetail.objects.create(
        case=kept, kind="email", value="b@exemple.invalid", person=kept.household.people.get(role="child")
    )


def closed(cast, world, kept):
    services.close_case(case=kept, by=cast.worker)


def restricted(cast, world, kept):
    factories.restrict(Case.objects.get(pk=kept.pk), cast.worker)


def revoked(cast, world, kept):
    CaseAccess.objects.filter(case=kept, level=GrantLevel.LEAD).update(ends_on=clock.today())


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (removed, "retirée ou déplacée"),
        (changed, "modifiée depuis"),
        (added, "on a ajouté"),
        (tied, "on a ajouté"),
        (told_of_the_other, "on a ajouté"),
        (closed, "clos, rouvert, restreint"),
        (restricted, "clos, rouvert, restreint"),
        (revoked, "modifiée depuis"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_was_done_since_may_prevent_it_and_says_so(cast, world, kept, merged, since, words):
    made = merge(kept, merged, cast.worker, case={"main_reason": "isolation"})
    kept.refresh_from_db()
    since(cast, world, kept)
    before = whole_database()
    with pytest.raises(ValidationError, match=words):
        services.undo_merge(merge=made, by=cast.worker)
    assert whole_database() == before


def test_past_thirty_days_only_the_number_remains(cast, kept, merged):
    made = merge(kept, merged, cast.worker)
    CaseMerge.objects.update(merged_at=clock.now() - timedelta(days=31))
    made.refresh_from_db()
    with pytest.raises(ValidationError, match="trente jours"):
        services.undo_merge(merge=made, by=cast.worker)
    assert forget_expired() == 1
    assert CaseMerge.objects.get().sealed is None
    assert cases_once_numbered(cast.worker, "VS-2018-22222").exists()
