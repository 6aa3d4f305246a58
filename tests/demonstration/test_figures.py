"""The figures of the demonstration come out of its rows."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db.models import Count, Sum

from accompaniment.choices import CLOSED_STATES, RUNNING_STATES
from accompaniment.models import Diagnosis, Intervention, Measure, Note
from cellule.models import Session
from funding.figures import plan_figures
from funding.models import FundingPlan
from households.grants import GrantLevel
from households.models import Case, CaseAccess, HousingPeriod
from households.note_levels import NoteLevel
from partners.models import Site

pytestmark = pytest.mark.usefixtures("loaded")


def cases(prefix: str):
    return Case.objects.filter(rules__dispositif__number_prefix=prefix)


def presented(prefix: str):
    items = {"agenda_items__kind": "entry", "agenda_items__state": "decided", "agenda_items__session__state": "closed"}
    return cases(prefix).filter(**items).distinct()


def by_door(queryset) -> dict[str, int]:
    return dict(queryset.order_by().values_list("door").annotate(n=Count("pk", distinct=True)))


def test_veille_sociale_presented_150_and_admitted_120():
    assert presented("VS").count() == 150
    assert by_door(cases("VS").filter(admitted_on__isnull=False)) == {"access": 67, "retention": 53}


def test_the_target_of_two_years_and_the_result_of_four_are_different_periods():
    admitted = cases("VS").filter(admitted_on__isnull=False)
    assert admitted.filter(admitted_on__year__lte=2016).count() < 100 < admitted.count()


def test_asae_loses_households_at_each_step_of_the_funnel():
    diagnoses = Diagnosis.objects.filter(case__in=cases("AU"))
    measures = Measure.objects.filter(case__in=cases("AU"))
    assert presented("AU").count() == 100
    assert dict(diagnoses.order_by().values_list("case__door").annotate(n=Count("pk"))) == {
        "access": 34,
        "retention": 40,
    }
    assert diagnoses.filter(state="done").count() == 61
    assert not diagnoses.filter(state="ordered").exists()
    assert measures.filter(started_on__isnull=False, diagnosis__state="done").count() == 47
    assert measures.filter(exit_reason="break_conflict").count() == 6


def test_two_reinforced_measures_of_asae_have_their_dwelling():
    reinforced = Measure.objects.filter(case__in=cases("AU"), levels__level="l3_reinforced")
    housed = HousingPeriod.objects.filter(case__measures__in=reinforced, modality__in=["iml_sublet", "iml_mandate"])
    assert (reinforced.count(), housed.count()) == (2, 2)


def test_personnes_isolees_kept_9_tenants_of_11_and_18_leases_of_21():
    tenants = Measure.objects.filter(case__in=cases("HN"), case__door="retention")
    leases = HousingPeriod.objects.filter(case__in=cases("HN"), case__door="access", lease_signed_on__isnull=False)
    assert tenants.filter(exit_outcome__in=["retained_same", "retained_other_social"]).count() == 9
    assert tenants.count() == 11
    assert leases.filter(ends_on=None).count() == 18
    assert leases.count() == 21


def test_every_lease_is_old_enough_to_be_judged_after_a_year():
    leases = HousingPeriod.objects.filter(case__in=cases("HN"), case__door="access", lease_signed_on__isnull=False)
    assert leases.filter(lease_signed_on__gt=date(2017, 12, 14)).count() == 0


def test_the_dwellings_are_counted_and_not_copied():
    assert Site.objects.aggregate(total=Sum("dwellings"))["total"] == 14_363
    assert Site.objects.values("communes").distinct().count() == 35
    assert Site.objects.values("landlord").distinct().count() == 6


def test_cells_meet_every_month_in_three_territories():
    sessions = Session.objects.filter(instance__code="cell", held_on__year__lte=2018)
    planned = sessions.order_by().values_list("instance__territory__code").annotate(n=Count("pk"))
    assert dict(planned) == {"hauts-de-france": 48, "ile-de-france": 48, "centre": 48}
    assert {session.held_on.month for session in sessions.filter(state="cancelled")} == {8}
    assert not sessions.filter(state="closed", held_on__gte=date(2018, 12, 14)).exists()


def test_each_territory_meets_soon_after_the_day_of_the_story():
    december = Session.objects.filter(instance__code="cell", held_on__range=(date(2018, 12, 14), date(2018, 12, 31)))
    assert sorted(december.values_list("state", flat=True)) == ["convened"] * 3
    january = Session.objects.filter(instance__code="cell", held_on__year=2019, held_on__month=1)
    assert january.filter(state="planned").count() == 3


def test_pre_cal_meets_every_fortnight_and_the_steering_committee_every_quarter():
    days = list(Session.objects.filter(instance__code="pre_cal").order_by("held_on").values_list("held_on", flat=True))
    assert {(later - day).days for day, later in pairwise(days)} == {14}
    steering = Session.objects.filter(instance__code="steering", held_on__year=2017)
    assert [session.held_on.month for session in steering.order_by("held_on")] == [3, 6, 9, 12]


@pytest.mark.parametrize(
    ("prefix", "version", "cost", "gap"),
    [("VS", 1, 390_760, 0), ("VS", 2, 390_760, 54_470), ("HN", 1, 144_000, 0), ("AU", 1, 160_200, 0)],
)
def test_plans_cost_and_lack_what_was_printed(prefix, version, cost, gap):
    plan = FundingPlan.objects.get(dispositif__number_prefix=prefix, version=version)
    total = plan_figures(plan).total
    assert (total.cost, total.gap) == (Decimal(cost), Decimal(gap))


def test_no_measure_is_ended_and_running():
    assert not Measure.objects.filter(state__in=RUNNING_STATES, ended_on__isnull=False).exists()
    assert not Measure.objects.filter(state__in=CLOSED_STATES, ended_on=None).exists()


def test_every_level_of_note_is_there():
    assert set(Note.objects.order_by().values_list("level", flat=True)) == set(NoteLevel.values)


def test_notes_of_health_stand_only_where_the_rules_open_them():
    for note in Note.objects.filter(level="health_restricted").select_related("case__rules"):
        assert note.case.configuration.health_notes


def test_every_admitted_case_has_its_operator_and_its_measure():
    for case in Case.objects.filter(admitted_on__isnull=False).prefetch_related("accesses", "measures", "team"):
        assert any(access.level == GrantLevel.LEAD for access in case.accesses.all())
        assert len(case.measures.all()) == 1
        assert [member.part for member in case.team.all()].count("lead") == 1


def test_a_final_decision_ends_what_presenting_had_opened():
    opened = CaseAccess.objects.filter(level__in=["presenting", "admission"], ends_on=None)
    assert not opened.filter(case__referrals__state__in=["taken_up", "refused", "redirected", "withdrawn"]).exists()


def test_there_is_work_enough_and_not_too_much():
    assert 4_000 < Intervention.objects.count() < 8_500
