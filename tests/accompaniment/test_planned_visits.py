"""Visits agreed with a household: planned, moved, given up, done by what is noted, created by a relogement."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accompaniment import services
from accompaniment.choices import VISIT_MOVES, InterventionKind, VisitState
from accompaniment.models import Intervention, PlannedVisit, Solicitation
from accompaniment.services.planning import plan_after_moves
from accompaniment.visits import Pace, Span, due_days, next_due, visits_due
from tests import factories
from veille.core import clock, drafts
from veille.core.formats import plus_months
from veille.core.models import AuditEvent
from veille.core.transitions import ForbiddenMove, move

MONDAY = date(2018, 10, 1)
NEXT = date(2018, 12, 19)


def day(number):
    return MONDAY + timedelta(days=number)


@pytest.fixture
def visit(cast, case, measure):
    return services.plan_visit(case=case, on=NEXT, starts_at=time(14), by=cast.worker)


def noted(case, by, on=None, **fields):
    fields.setdefault("kind", "home_visit")
    return services.record_intervention(case=case, happened_on=on or clock.today(), by=by, **fields)


@pytest.mark.parametrize("state", VisitState)
@pytest.mark.parametrize("target", VisitState)
def test_every_state_and_target(visit, state, target):
    PlannedVisit.objects.filter(pk=visit.pk).update(state=state)
    if target in VISIT_MOVES[state]:
        assert move(visit, target, allowed=VISIT_MOVES) == state
    else:
        with pytest.raises(ForbiddenMove):
            move(visit, target, allowed=VISIT_MOVES)


def test_a_visit_is_planned_for_a_day_to_come(cast, case, measure):
    for on in (clock.today() - timedelta(days=1), clock.today() + timedelta(days=400)):
        with pytest.raises(ValidationError, match="jour à venir"):
            services.plan_visit(case=case, on=on, by=cast.worker)
    planned = services.plan_visit(case=case, on=clock.today(), by=cast.worker)
    assert (planned.worker, planned.measure, planned.minutes) == (cast.worker.user, measure, 45)
    assert AuditEvent.objects.filter(name="visit.planned", object_id=planned.pk).count() == 1


def test_a_closed_file_plans_nothing(cast, case):
    case.closed_on = clock.today()
    case.save()
    with pytest.raises(ValidationError, match="clos"):
        services.plan_visit(case=case, on=NEXT, by=cast.worker)


def test_a_visit_given_up_is_agreed_anew_and_one_done_is_not(cast, case, visit):
    services.cancel_visit(visit=visit, by=cast.worker)
    moved = {"on": day(80), "starts_at": None, "minutes": 30, "worker": cast.worker.user}
    assert services.move_visit(visit=visit, by=cast.worker, **moved).state == VisitState.PLANNED
    noted(case, cast.worker, visit=PlannedVisit.objects.get())
    with pytest.raises(ValidationError, match="déjà faite"):
        services.move_visit(visit=PlannedVisit.objects.get(), by=cast.worker, **moved)


KEPT = [(0, "home_visit", True), (3, "home_visit", True), (4, "home_visit", False), (0, "no_show", True)]


@pytest.mark.parametrize(("gap", "kind", "done"), [*KEPT, (0, "phone_call", False)])
def test_what_is_noted_keeps_the_appointment_of_the_days_around(cast, case, measure, gap, kind, done):
    planned = services.plan_visit(case=case, on=clock.today() + timedelta(days=gap), by=cast.worker)
    intervention = noted(case, cast.worker, kind=kind)
    planned.refresh_from_db()
    assert (planned.state == VisitState.DONE) is done
    assert (planned.intervention == intervention) is done


def test_of_two_appointments_the_nearest_is_kept(cast, case, measure):
    far, near = (services.plan_visit(case=case, on=clock.today() + timedelta(days=n), by=cast.worker) for n in (3, 1))
    noted(case, cast.worker)
    assert [PlannedVisit.objects.get(pk=one.pk).state for one in (far, near)] == ["planned", "done"]


def test_the_landlord_keeps_no_appointment_of_the_association(cast, case, measure):
    planned = services.plan_visit(case=case, on=clock.today(), by=cast.worker)
    noted(case, cast.referent)
    planned.refresh_from_db()
    assert planned.state == VisitState.PLANNED


# A relogement.


@pytest.fixture
def moved_in(world, cast):
    """An access file whose lease was signed so that the visit of three months falls in ten days."""
    case = factories.make_accompanied_case(world, cast, door="access")
    signed = plus_months(clock.today() + timedelta(days=10), -3)
    factories.HousingPeriodFactory(case=case, starts_on=signed, lease_signed_on=signed)
    factories.make_measure(case, world.association)
    return case


def test_a_relogement_plans_its_visit_once(cast, moved_in):
    assert (plan_after_moves(), plan_after_moves()) == (1, 0)
    planned = PlannedVisit.objects.get()
    assert (planned.case, planned.reason, planned.worker) == (moved_in, "after_move", cast.worker.user)
    assert planned.due_on == clock.today() + timedelta(days=10)
    assert planned.due_on.weekday() < 5


def test_another_day_agreed_for_it_does_not_bring_a_second_one(cast, moved_in):
    plan_after_moves()
    services.move_visit(
        visit=PlannedVisit.objects.get(), on=day(100), starts_at=None, minutes=45, worker=None, by=cast.worker
    )
    assert plan_after_moves() == 0


def test_it_stays_owed_until_somebody_was_met(cast, moved_in):
    plan_after_moves()
    noted(moved_in, cast.worker, kind="no_show")
    assert PlannedVisit.objects.get().state == VisitState.PLANNED
    noted(moved_in, cast.worker)
    assert PlannedVisit.objects.get().state == VisitState.DONE


@pytest.mark.parametrize("without", ["lease", "measure", "open", "access", "running", "near"])
def test_no_relogement_no_visit(moved_in, without):
    period, measure = moved_in.housing_periods.get(), moved_in.measures.get()
    if without == "lease":
        period.lease_signed_on = None
    elif without == "near":
        period.lease_signed_on -= timedelta(days=45)
    elif without == "measure":
        measure.delete()
    elif without == "running":
        measure.state = "suspended"
        measure.save()
    elif without == "access":
        moved_in.door = "retention"
    else:
        moved_in.closed_on = clock.today()
    period.save()
    moved_in.save()
    assert plan_after_moves() == 0


# What the rhythm owes.


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    rhythm=st.sampled_from(["daily", "weekly", "fortnightly", "monthly", "quarterly", "annual", "on_demand"]),
    first=st.integers(0, 200),
    second=st.integers(0, 400),
    length=st.integers(0, 60),
    until=st.integers(0, 500),
    change=st.integers(1, 300),
)
def test_the_days_due_are_those_counted(rhythm, first, second, length, until, change):
    paces = [Pace(day(0), day(change - 1), rhythm), Pace(day(change), None, "weekly")]
    excluded = [Span(day(start), day(start + length)) for start in (first, second)]
    days = due_days(paces, excluded, day(until))
    assert len(days) == visits_due(paces, excluded, day(until))
    assert days == sorted(set(days))
    paused = {day(start + n) for start in (first, second) for n in range(length + 1)}
    assert not paused & set(days)


@pytest.fixture
def weekly(world, cast):
    """Since a Monday: each visit is due by a Sunday; today is a Friday."""
    case = factories.make_accompanied_case(world, cast, opened_on=date(2018, 9, 1))
    measure = factories.make_measure(case, world.association, decided_on=MONDAY)
    measure.started_on = measure.activated_on = MONDAY
    measure.save()
    return measure


def test_the_next_visit_is_due_by_the_end_of_the_week(weekly):
    assert next_due(weekly) == date(2018, 12, 16)


def test_one_made_this_week_leaves_the_next(cast, weekly):
    noted(weekly.case, cast.worker, date(2018, 12, 11))
    assert next_due(weekly) == date(2018, 12, 23)


def test_an_absence_does_not_make_the_visit(cast, weekly):
    noted(weekly.case, cast.worker, date(2018, 12, 11), kind="no_show")
    assert next_due(weekly) == date(2018, 12, 16)


def test_a_suspended_accompaniment_owes_nothing(cast, weekly):
    services.suspend_measure(measure=weekly, reason="hospital", on=date(2018, 12, 12), by=cast.worker)
    assert next_due(weekly) is None


# The pages.


def test_she_plans_moves_and_gives_up_from_the_file(cast, case, measure, sign_in):
    client = sign_in(cast.worker)
    sent = {"due_on": "2018-12-19", "starts_at": "14:00", "minutes": "45", "worker": str(cast.worker.user_id)}
    address = reverse("accompaniment:visit_plan", args=[case.pk])
    assert client.post(address, sent).status_code == 302
    planned = PlannedVisit.objects.get()
    page = client.get(reverse("accompaniment:case_fragment", args=[case.pk])).content.decode()
    assert reverse("accompaniment:visit_change", args=[planned.pk]) in page
    refused = client.post(address, sent | {"due_on": "2018-12-01"})
    assert refused.status_code == 422 and "date à venir" in refused.content.decode()
    client.post(reverse("accompaniment:visit_change", args=[planned.pk]), sent | {"due_on": "2018-12-20"})
    assert PlannedVisit.objects.get().due_on == date(2018, 12, 20)
    client.post(reverse("accompaniment:visit_cancel", args=[planned.pk]))
    assert PlannedVisit.objects.get().state == VisitState.CANCELLED
    assert client.post(reverse("accompaniment:visit_cancel", args=[planned.pk])).status_code == 302
    assert AuditEvent.objects.filter(name="visit.cancelled").count() == 1


def test_nobody_of_another_organisation_is_sent(cast, case, measure, sign_in):
    sent = {"due_on": "2018-12-19", "minutes": "45", "worker": str(cast.referent.user_id)}
    answer = sign_in(cast.worker).post(reverse("accompaniment:visit_plan", args=[case.pk]), sent)
    assert answer.status_code == 422
    assert not PlannedVisit.objects.exists()


def test_the_entry_that_comes_from_a_visit_marks_it(cast, case, visit, sign_in):
    client = sign_in(cast.worker)
    address = f"{reverse('accompaniment:quick_entry', args=[case.pk])}?visite={visit.pk}"
    assert client.get(address).context["form"].initial["kind"] == InterventionKind.HOME_VISIT
    sent = {"kind": "phone_call", "outcome": "effective", "happened_on": "2018-12-14", "was_announced": "on"}
    assert client.post(address, sent).status_code == 302
    visit.refresh_from_db()
    assert (visit.state, visit.intervention) == (VisitState.DONE, Intervention.objects.get())


def test_the_calendar_shows_what_is_agreed_done_and_owed(cast, case, visit, weekly, sign_in):
    noted(case, cast.worker, date(2018, 12, 11), kind="phone_call")
    client = sign_in(cast.worker)
    page = client.get(reverse("accompaniment:visit_calendar"))
    assert [entry.title for day in page.context["days"] for entry in day.entries] == ["Appel"]
    assert {line.measure for line in page.context["lines"]} == {visit.measure, weekly}
    later = client.get(reverse("accompaniment:visit_calendar"), {"semaine": "2018-12-19"})
    assert [entry.title for day in later.context["days"] for entry in day.entries] == ["Rendez-vous"]
    assert "14\xa0h\xa000" in later.content.decode()


def test_a_manager_reads_the_calendar_of_her_team_and_a_colleague_none_of_it(cast, case, visit, sign_in):
    query = {"semaine": "2018-12-19", "personne": str(cast.worker.user_id)}
    seen = sign_in(cast.manager).get(reverse("accompaniment:visit_calendar"), query)
    assert sum(len(day.entries) for day in seen.context["days"]) == 1
    text = seen.content.decode()
    refused = [reverse("accompaniment:visit_change", args=[visit.pk])]
    refused += [reverse(f"accompaniment:{name}", args=[case.pk]) for name in ("visit_plan", "quick_entry")]
    assert not [address for address in refused if address in text]
    for actor in (cast.other_worker, cast.referent, cast.pilot):
        page = sign_in(actor).get(reverse("accompaniment:visit_calendar"), query)
        assert not any(day.entries for day in page.context["days"])
        assert case.number not in page.content.decode()


# On m'a sollicitée.

ENTRY = {"kind": "phone_call", "outcome": "effective", "happened_on": "2018-12-14", "was_announced": "on"}


def test_one_tap_says_that_it_was_asked_for_and_the_contact_answers(cast, case, measure, sign_in):
    address = reverse("accompaniment:quick_entry", args=[case.pk])
    assert sign_in(cast.worker).post(address, ENTRY | {"was_solicited": "on"}).status_code == 302
    asked = Solicitation.objects.get()
    assert (asked.state, asked.intervention, asked.organisation) == (
        "answered",
        Intervention.objects.get(),
        cast.worker.organisation,
    )


def test_of_another_day_the_hour_is_asked(cast, case, measure, sign_in):
    client, address = sign_in(cast.worker), reverse("accompaniment:quick_entry", args=[case.pk])
    sent = ENTRY | {"was_solicited": "on", "happened_on": "2018-12-13"}
    refused = client.post(address, sent)
    assert refused.status_code == 422 and "heure de la demande" in refused.content.decode()
    client.post(address, sent | {"solicited_time": "09:10", "started_at": "10:30"})
    assert Solicitation.objects.get().answered_at.hour == 9  # 10 h 30 in Paris, kept in universal time


def test_a_form_sent_again_after_an_answer_that_never_came_leaves_nothing_behind(cast, case, measure, sign_in):
    """A phone without network keeps its draft anew, then sends the same form under the same key."""
    client, address = sign_in(cast.worker), reverse("accompaniment:quick_entry", args=[case.pk])
    sent = ENTRY | {"submission_key": "22222222-2222-4222-8222-222222222222"}
    client.post(address, sent)
    drafts.save(by=cast.worker, form="noter", object_id=case.pk, data={"text": ["déjà noté"]})
    assert client.post(address, sent).status_code == 302
    assert Intervention.objects.count() == 1
    assert drafts.find(by=cast.worker, form="noter", object_id=case.pk) is None
