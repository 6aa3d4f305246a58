"""What is loaded obeys the constraints, the clock and the rule of invention."""

import re
from datetime import date

import pytest
from django.apps import apps
from django.db.models import F

from accompaniment.models import Diagnosis, FormerExit, Intervention, Measure, Note, Suspension
from cellule.choices import FINAL_DECISIONS
from cellule.models import AgendaItem, Decision, PresentationSheet, Referral, Session
from households.models import (
    Case,
    CaseAccess,
    ContactDetail,
    Exclusion,
    ExternalReference,
    Household,
    Person,
    ProtectedDetail,
)
from households.services import are_of_one_world, merge_refusals
from partners.models import Membership
from tests.demonstration.conftest import STORY_DAY

pytestmark = pytest.mark.usefixtures("loaded")

APPS = ("partners", "households", "funding", "accompaniment", "cellule")
SAMPLE = 60
# Written by the application itself, never by a form.
MACHINE = {"given_by", "ended_by", "named_by", "declared_by", "published_by", "password"}
FICTION = re.compile(r"^(01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98) \d\d \d\d$")


@pytest.mark.parametrize(
    "model",
    [model for model in apps.get_models() if model._meta.app_label in APPS and model.__name__ != "Commune"],
    ids=lambda model: model._meta.label,
)
def test_a_sample_of_rows_is_valid(model):
    # A JSON list may be empty whatever `blank` says: the pages write it themselves.
    lists = {field.name for field in model._meta.fields if field.get_internal_type() == "JSONField"}
    for row in model._base_manager.order_by("pk")[:SAMPLE]:
        row.full_clean(exclude=MACHINE | lists)


@pytest.mark.parametrize(
    ("model", "field"),
    [(Intervention, "happened_on"), (Note, "written_on"), (Decision, "decided_on"), (Referral, "submitted_on")],
)
def test_nothing_has_happened_after_the_day_of_the_story(model, field):
    assert not model._base_manager.filter(**{f"{field}__gt": STORY_DAY}).exists()


def test_dates_follow_one_another():
    assert not Case.objects.filter(admitted_on__lt=F("opened_on")).exists()
    assert not Measure.objects.filter(started_on__lt=F("decided_on")).exists()
    assert not Referral.objects.filter(completed_on__lt=F("submitted_on")).exists()
    assert not Intervention.objects.filter(happened_on__lt=F("measure__started_on")).exists()
    assert not Intervention.objects.filter(happened_on__gt=F("measure__ended_on")).exists()


def test_nobody_is_visited_during_a_pause():
    for pause in Suspension.objects.select_related("measure"):
        days = (pause.starts_on, pause.ends_on or STORY_DAY)
        assert not pause.measure.interventions.filter(happened_on__range=days).exists()


def test_a_diagnosis_opens_a_file_as_long_as_its_order_runs():
    grants = CaseAccess.objects.filter(level="diagnosis_operator")
    ends = {(grant.case_id, grant.organisation_id): grant.ends_on for grant in grants}
    assert len(ends) == len(grants) == Diagnosis.objects.count()
    for diagnosis in Diagnosis.objects.order_by("pk"):
        end = ends[diagnosis.case_id, diagnosis.operator_id]
        if diagnosis.state == "not_done":
            assert diagnosis.ordered_on <= end < STORY_DAY
        else:
            assert end == diagnosis.done_on
    assert set(grants.current(STORY_DAY).values_list("case__diagnoses__state", flat=True)) == {"ordered"}


def test_decisions_are_taken_in_closed_sessions_on_their_day():
    decisions = Decision.objects.filter(agenda_item__isnull=False)
    assert not decisions.exclude(agenda_item__session__state="closed").exists()
    assert not decisions.exclude(decided_on=F("agenda_item__session__held_on")).exists()


def test_entries_get_answers_and_follow_ups_get_other_decisions():
    assert not Decision.objects.filter(agenda_item__kind="follow_up", code__in=FINAL_DECISIONS).exists()
    assert not AgendaItem.objects.filter(session__state="closed", state="listed").exists()


def test_what_the_dispositif_may_not_decide_was_not_decided():
    for decision in Decision.objects.select_related("case__rules"):
        assert decision.case.configuration.decision(decision.code), decision.code


def test_levels_and_reasons_are_those_of_the_dispositif():
    for measure in Measure.objects.select_related("case__rules").prefetch_related("levels"):
        rules = measure.case.configuration
        assert all(rules.level(level.level) for level in measure.levels.all())
        assert measure.exit_reason in {"", *rules.exit_reasons}


def test_profiles_are_those_of_the_dispositif():
    for case in Case.objects.select_related("rules"):
        assert case.target_profile in case.configuration.target_profiles


def test_phone_numbers_are_of_the_ranges_kept_for_fiction():
    for value in ContactDetail.objects.filter(kind="phone").order_by("pk").values_list("value", flat=True):
        assert FICTION.match(value), value


def test_a_sheet_names_nobody():
    sheets = PresentationSheet.objects.select_related("case__household").prefetch_related("case__household__people")
    for sheet in sheets:
        text = " ".join([sheet.facts, sheet.tried, sheet.question, sheet.proposal, sheet.pseudonym])
        for person in sheet.case.household.people.all():
            for name in filter(None, (person.first_name, person.last_name)):  # a child to be born may have none
                assert not re.search(rf"\b{re.escape(name)}\b", text)


def test_sheets_of_more_than_two_years_are_gone():
    assert not PresentationSheet.objects.filter(session__held_on__lt=date(2016, 12, 14)).exists()


def test_a_restricted_case_leaves_nothing_in_the_ordinary_tables():
    """But the dwelling that its landlord keeps, which no page tells."""
    case = Case.objects.get(is_restricted=True)
    assert not ContactDetail.objects.filter(case=case).exists()
    assert not case.housing_periods.exclude(commune=None).exists()
    assert all(period.place.is_secret for period in case.housing_periods.exclude(dwelling=None).order_by("pk"))
    assert ProtectedDetail.objects.filter(case=case).count() == 3
    assert case.named_people.count() >= 3


def test_a_separation_leaves_no_link_between_two_households():
    twice = Person.objects.filter(left_on__isnull=False).get()
    copy = Person.objects.exclude(pk=twice.pk).get(
        first_name=twice.first_name, last_name=twice.last_name, birth_year=twice.birth_year, birth_date=twice.birth_date
    )
    assert copy.household_id != twice.household_id
    links = {field.name for field in Household._meta.get_fields() if field.is_relation and not field.auto_created}
    assert links == {"dispositif"}


def test_a_case_that_came_back_keeps_its_number_and_its_history():
    case = FormerExit.objects.get().measure.case
    assert case.spells.count() == 2
    assert case.closed_on is None


def test_somebody_works_for_two_organisations():
    held = {}
    for membership in Membership.objects.order_by("pk"):
        held.setdefault(membership.user_id, set()).add(membership.organisation_id)
    assert [len(organisations) for organisations in held.values()].count(2) == 1


def test_somebody_is_excluded_from_a_case():
    assert Exclusion.objects.count() == 1


def test_every_session_to_come_has_something_to_examine():
    for session in Session.objects.filter(instance__code="cell", state="convened"):
        assert session.items.filter(kind="entry").exists()


def test_orientations_wait_at_every_step():
    states = set(Referral.objects.order_by().values_list("state", flat=True))
    assert {"submitted", "incomplete", "complete", "diagnosis_ordered", "scheduled", "deferred", "admitted"} <= states


def test_each_kind_of_member_is_there():
    shared = Person.objects.filter(role="child_alternate")
    assert {person.custody_rhythm for person in shared} == {"even_weeks", "odd_weeks"}
    assert Person.objects.get(role="unborn_child").expected_month.year == 2019
    assert Person.objects.get(lives_elsewhere=True).tenancy_role == "guarantor"


def test_numbers_elsewhere_are_of_each_kind():
    assert {"siao", "nur", "own"} <= set(ExternalReference.objects.values_list("kind", flat=True))


def test_one_household_is_written_twice_and_its_worker_may_merge_it():
    """Same people, same dispositif and door, nothing that would prevent it."""
    found = []
    for case in Case.objects.filter(admitted_on=None, closed_on=None, is_restricted=False).select_related("rules"):
        person = case.household.people.get(role="reference_person")
        same = Person.objects.filter(search_name=person.search_name, birth_year=person.birth_year)
        for twin in Case.objects.filter(household__people__in=same.exclude(pk=person.pk)).select_related("rules"):
            if are_of_one_world(twin, case) and not merge_refusals(twin, case):
                found.append((twin, case))
    assert len(found) == 1
    known, again = found[0]
    lead = known.team.get(part="lead")
    assert again.team.filter(user=lead.user, organisation=lead.organisation).exists()
