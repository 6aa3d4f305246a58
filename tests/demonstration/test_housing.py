"""Procedures, holds, sliding leases, difficulties and strengths of the demonstration: one of each thing to look at."""

import pytest
from django.db.models import Count, F

from households.models import Finding, HousingPeriod, LeaseReview, ProcedureHold, ProcedureStep, SlidingLease, Strength
from households.truce import truce_on
from tests.demonstration.conftest import STORY_DAY
from veille.core import reference

pytestmark = pytest.mark.usefixtures("loaded")


def test_the_story_is_told_in_winter_with_procedures_at_every_stage():
    assert truce_on(STORY_DAY)
    open_steps = ProcedureStep.objects.filter(ends_on=None, case__closed_on=None)
    stages = {
        reference.mapped("procedure_step", step, "procedure_stage")
        for step in open_steps.values_list("step", flat=True)
    }
    assert {"amicable", "court", "enforcement"} <= stages
    assert open_steps.filter(due_on__gt=STORY_DAY).exists()


def test_no_step_begins_after_the_day_of_the_story():
    assert not ProcedureStep.objects.filter(starts_on__gt=STORY_DAY, case__closed_on=None).exists()


def test_one_hold_is_asked_one_runs_one_ends_soon_one_is_renewed_one_is_not_agreed():
    states = set(ProcedureHold.objects.values_list("state", flat=True))
    assert states == {"asked", "agreed", "refused"}
    running = ProcedureHold.objects.standing(STORY_DAY)
    assert running.filter(renews__isnull=False).exists()
    assert (running.order_by("ends_on").first().ends_on - STORY_DAY).days == 10


def test_a_sliding_lease_comes_near_its_notice_to_the_prefect():
    lease = SlidingLease.objects.get(result="pending")
    assert 0 < (lease.prefect_due_on - STORY_DAY).days < 30
    assert lease.prefect_told_on is None
    assert LeaseReview.objects.filter(lease=lease, done_on=None).exists()
    assert SlidingLease.objects.filter(period=lease.period, result="renewed").exists()


def test_no_stay_goes_on_in_a_closed_file():
    stays = HousingPeriod.objects.filter(case__closed_on__isnull=False).exclude(place_held=None)
    assert [(stay.case.number, stay.ends_on) for stay in stays if stay.ends_on != stay.case.closed_on] == []
    assert stays.exists()


def test_difficulties_moved_and_households_have_strengths():
    moved = Finding.objects.values("case", "difficulty").annotate(n=Count("severity", distinct=True)).filter(n__gt=1)
    assert moved.count() > 20
    assert Strength.objects.values("case").distinct().count() > 20
    assert not Finding.objects.filter(found_on__gt=STORY_DAY).exists()
    assert not Strength.objects.filter(found_on__lt=F("case__opened_on")).exists()
