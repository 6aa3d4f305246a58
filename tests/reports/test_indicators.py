"""Indicators on worlds small enough to count by hand."""

from datetime import date
from decimal import Decimal

import pytest

from accompaniment.models import Intervention, Measure, MeasureLevel, Suspension
from accompaniment.visits import visit_compliance
from households.grants import GrantLevel
from households.models import CaseSpell
from partners.models import Milestone, Site
from partners.roles import Role
from reports import facts
from reports.answers import answer
from reports.dashboard import trend
from reports.indicators import INDICATORS, whole_scope
from reports.indicators.activity import entries_by_half_year, funnel
from reports.indicators.figures import Kind, days, rate, wilson
from reports.indicators.process import planned_sessions
from reports.indicators.survival import median, quantile
from reports.permissions import audience
from tests import factories
from tests.templates import template

MARCH = date(2016, 3, 17)


def figure(code, scope):
    return INDICATORS[code].compute(scope)


def shown(code, scope):
    found = figure(code, scope)
    return found.n, found.total


@pytest.fixture
def march(story):
    return story.session(MARCH)


def test_entries_are_counted_by_door_and_window(story, march, scope):
    for door in ("access", "access", "retention"):
        story.admitted(march, door=door)
    found = figure("A-01", scope)
    assert found.n == 3
    assert [(part.label, part.n) for part in found.parts] == [("Accès", 2), ("Maintien", 1)]
    assert figure("A-01", scope.at_door("access")).n == 2
    assert figure("A-01", scope.between(date(2016, 4, 1), date(2016, 12, 31))).n == 0


def test_a_case_presented_twice_counts_once(story, march, scope):
    case = story.presented(march)
    later = story.session(date(2016, 4, 21))
    case.agenda_items.create(session=later, kind="entry", state="decided", position=1)
    case.agenda_items.create(session=story.session(date(2016, 5, 19), state="open"), kind="entry", position=1)
    assert figure("A-02", scope).n == 1


def test_the_first_final_decision_makes_the_admission_rate(story, march, scope):
    story.admitted(march)
    deferred = story.presented(march)
    story.decided(deferred, march, "defer")
    later = story.session(date(2016, 4, 21))
    deferred.agenda_items.create(session=later, kind="entry", state="decided", position=1)
    story.decided(deferred, later, "refuse")
    story.decided(story.presented(march), march, "order_diagnosis")
    found = figure("A-03", scope)
    assert (found.n, found.total) == (1, 2)
    assert found.beside == [("présentés, sans décision définitive", 1)]


def test_what_is_decided_without_a_session_is_counted_apart(story, march, scope):
    case = story.presented(march)
    story.decided(case, march, "refuse")
    by = case.decisions.get().recorded_by
    case.decisions.create(body="convention", code="extend", decided_on=march.held_on, recorded_by=by)
    found = figure("A-03", scope)
    assert (found.n, found.total) == (0, 1)
    assert found.beside == [("décisions prises hors séance", 1)]


def test_a_corrected_decision_is_not_counted(story, march, scope):
    case = story.presented(march)
    wrong = story.decided(case, march, "refuse")
    story.decided(case, march, "withdraw", corrects=wrong)
    found = figure("A-07", scope)
    assert found.total == 0


def test_refusals_are_told_by_reason(story, march, scope):
    for reason in ("no_need", "no_need", "capacity_full"):
        story.decided(story.presented(march), march, "refuse", shareable_reason_code=reason)
    assert [part.n for part in figure("A-07", scope).parts] == [2, 1]


def test_from_diagnosis_to_measure(story, march, scope, world):
    """Five presented, four diagnoses, three done, two measures: 80 %, 75 %, 66.7 %."""
    cases = [story.presented(march, admitted_on=march.held_on) for _ in range(5)]
    done = [story.diagnosis(case, date(2016, 4, 1), done_on=date(2016, 5, 1)) for case in cases[:3]]
    story.diagnosis(cases[3], date(2016, 4, 1), result="unreachable")
    for diagnosis in done[:2]:
        story.measure(diagnosis.case, date(2016, 6, 1))
    assert [shown(code, scope) for code in ("A-04", "A-05", "A-06")] == [(4, 5), (3, 4), (2, 3)]


def test_the_funnel_has_the_steps_of_the_dispositif(story, march, scope, world):
    case = story.admitted(march)
    story.diagnosis(case, MARCH, done_on=MARCH)
    story.measure(case, date(2016, 4, 1))
    assert [step.label for step in funnel(scope)] == ["Présentés", "Admis", "Accompagnement engagé"]
    world.dispositif.versions.create(number=2, data=template("asae"), published_on=date(2016, 1, 1))
    steps = funnel(whole_scope(scope.actor, world.dispositif))
    assert [(step.label, step.n) for step in steps] == [
        ("Présentés", 1),
        ("Diagnostic prescrit", 1),
        ("Diagnostic réalisé", 1),
        ("Accompagnement engagé", 1),
    ]


def test_a_household_that_came_back_is_counted_as_such(story, march, scope):
    case = story.admitted(march)
    case.spells.update(ends_on=date(2017, 1, 1))
    CaseSpell.objects.create(case=case, starts_on=date(2018, 1, 1))
    story.admitted(march)
    assert shown("A-09", scope) == (1, 2)


def test_who_still_waits_is_neither_dropped_nor_counted():
    assert median([(10, True), (20, True), (30, True)]) == 20
    assert median([(10, True), (20, False), (30, False)]) is None
    assert quantile([(10, True), (20, False), (30, True)], share=1) == 30
    assert median([]) is None


def test_delay_to_the_first_effective_contact(story, march, scope, cast):
    met, missed, waiting = (story.admitted(march) for _ in range(3))
    for case, day, outcome in (
        (met, date(2016, 3, 27), "effective"),
        (missed, date(2016, 3, 20), "no_show"),
        (missed, date(2016, 4, 6), "effective"),
        (waiting, date(2016, 3, 1), "effective"),
    ):
        Intervention.objects.create(
            case=case,
            organisation=cast.worker.organisation,
            author=cast.worker.user,
            kind="home_visit",
            outcome=outcome,
            happened_on=day,
            minutes=60,
        )
    found = figure("P-02", scope)
    assert (found.n, found.total, found.value) == (2, 3, 20)


def test_sessions_held_are_compared_with_the_frequency(story, scope, world):
    for month in (1, 2, 3):
        story.session(date(2016, month, 17))
    story.session(date(2016, 4, 21), state="cancelled")
    found = figure("P-04", scope.between(date(2016, 1, 1), date(2016, 6, 30)))
    assert (found.n, found.total) == (3, 5)
    assert planned_sessions("monthly", date(2015, 1, 1), date(2018, 12, 14)) == 47
    assert planned_sessions("ad_hoc", date(2015, 1, 1), date(2018, 12, 14)) == 0


def test_a_visit_too_many_does_not_hide_a_missed_one(story, march, scope, cast):
    """Four weekly visits due on each of two measures; six made on one, one on the other: 5 of 8."""
    for visits in (6, 1):
        case = story.admitted(march)
        measure = story.measure(case, date(2016, 4, 1), ended_on=date(2016, 4, 28), reason="autonomous", outcome="iml")
        for day in range(visits):
            Intervention.objects.create(
                case=case,
                measure=measure,
                organisation=cast.worker.organisation,
                author=cast.worker.user,
                kind="home_visit",
                happened_on=date(2016, 4, 2 + day),
                minutes=60,
            )
    assert shown("P-08", scope) == (5, 8)


def test_a_suspension_asks_for_no_visit_and_is_not_active_time(story, march, scope, cast):
    measure = story.measure(
        story.admitted(march), date(2016, 4, 1), ended_on=date(2016, 4, 28), reason="autonomous", outcome="iml"
    )
    Suspension.objects.create(
        measure=measure,
        reason="hospital",
        decided_by=cast.worker.user,
        starts_on=date(2016, 4, 8),
        ends_on=date(2016, 4, 21),
    )
    assert shown("P-08", scope) == (0, 2)
    found = figure("P-13", scope)
    assert (found.n, found.total) == (14, 28)
    assert found.beside == [("suspensions", 1), ("reprises", 1)]
    assert MeasureLevel.objects.count() == 1


def test_the_visits_due_are_those_of_the_files(story, march, scope, cast):
    """Preparation without a dwelling asks for none, and each measure counts what its own page says."""
    four_weeks = {"ended_on": date(2016, 4, 28), "reason": "autonomous", "outcome": "iml"}
    waited, moved = (story.measure(story.admitted(march), date(2016, 4, 1), **four_weeks) for _ in range(2))
    Measure.objects.filter(pk=waited.pk).update(activated_on=None)
    Measure.objects.filter(pk=moved.pk).update(activated_on=date(2016, 4, 15))
    assert shown("P-08", scope) == (0, 2)
    assert [visit_compliance(one).total for one in Measure.objects.order_by("activated_on")] == [2, 0]
    assert shown("P-08", scope.between(date(2016, 4, 22), date(2016, 5, 31))) == (0, 1)


def test_retention_leaves_neutral_exits_out_and_tells_the_worst_case(story, march, scope):
    """The nine of eleven, with a death and an unknown outcome beside."""
    outcomes = ["retained_same"] * 8 + ["retained_other_social", "evicted", "street", "neutral_death", "unknown"]
    for outcome in outcomes:
        story.measure(story.admitted(march), MARCH, ended_on=date(2017, 1, 1), reason="end_of_measure", outcome=outcome)
    story.measure(story.admitted(march), MARCH)
    found = figure("R-01", scope)
    assert (found.n, found.total, found.text) == (9, 11, "81,8\u00a0%")
    assert found.completeness_text == "91,7\u00a0% connus (11\u00a0/\u00a012)"
    assert dict(found.beside)["sorties neutres"] == 1
    assert dict(found.beside)["si toutes étaient défavorables"] == "75\u00a0% (9\u00a0/\u00a012)"


def yearly(code, scope):
    """The yearly table of an indicator: year, number, base."""
    reader = audience(scope.actor, scope.dispositif)
    return [(part.label, part.n, part.total) for part in trend(code, scope, reader)]


def test_a_lease_is_counted_in_the_year_it_was_signed_and_judged_today(story, march, scope):
    for signed_on, ended_on in ((date(2016, 6, 1), date(2018, 5, 1)), (date(2017, 1, 9), None)):
        story.lease(story.admitted(march, door="access"), signed_on, ended_on)
    assert yearly("R-02", scope)[:2] == [("2016", 0, 1), ("2017", 1, 1)]
    assert shown("R-02", scope) == (1, 2)


def test_a_case_presented_in_two_years_is_counted_in_the_first(story, march, scope):
    case = story.presented(march)
    later = story.session(date(2017, 1, 19))
    case.agenda_items.create(session=later, kind="entry", state="decided", position=1)
    story.diagnosis(case, later.held_on)
    assert yearly("A-04", scope)[:2] == [("2016", 1, 1), ("2017", 0, 0)]


def test_leases_signed_and_still_held(story, march, scope):
    for ended_on in (None, None, date(2017, 5, 1)):
        story.lease(story.admitted(march, door="access"), date(2016, 6, 1), ended_on)
    story.admitted(march, door="access")
    assert shown("R-02", scope) == (2, 3)
    assert shown("R-03", scope) == (3, 4)


def test_breaks_are_counted_among_those_who_began(story, march, scope):
    for reason in ("lost_contact", "objectives_met"):
        story.measure(story.admitted(march), MARCH, ended_on=date(2017, 1, 1), reason=reason, outcome="retained_same")
    story.measure(story.admitted(march), MARCH)
    found = figure("R-04", scope)
    assert (found.n, found.total) == (1, 3)
    assert dict(found.beside)["parmi les accompagnements terminés"] == "50\u00a0% (1\u00a0/\u00a02)"


def test_the_length_counts_those_that_last(story, march, scope):
    for ended_on in (date(2016, 6, 15), date(2016, 9, 13), None):
        closed = {"reason": "autonomous", "outcome": "retained_same"} if ended_on else {}
        story.measure(story.admitted(march), MARCH, ended_on=ended_on, **closed)
    found = figure("R-07", scope)
    assert (found.n, found.total, found.value) == (2, 3, 180)


def test_contact_restored_within_ninety_days(story, march, scope, cast):
    for day in (date(2016, 5, 1), date(2016, 12, 1)):
        case = story.admitted(march, main_reason="no_contact")
        Intervention.objects.create(
            case=case,
            organisation=cast.worker.organisation,
            author=cast.worker.user,
            kind="phone_call",
            happened_on=day,
            minutes=10,
        )
    assert shown("R-08", scope) == (1, 2)


def test_profiles_are_distributions_of_the_admitted(story, march, scope):
    for reason in ("rent_arrears", "rent_arrears", "isolation"):
        story.admitted(march, main_reason=reason)
    found = figure("A-10c", scope)
    assert found.kind == Kind.MIX
    assert [(part.code, part.n) for part in found.parts] == [("rent_arrears", 2), ("isolation", 1)]
    assert figure("A-10b", scope).parts[0].label == "Femme seule"
    assert figure("A-10d", scope).completeness_text.startswith(("0", "100"))


def test_entries_by_half_year_keep_the_empty_ones(story, scope):
    story.admitted(story.session(date(2016, 1, 21)))
    story.admitted(story.session(date(2017, 8, 17)), door="access")
    rows = entries_by_half_year(scope)
    assert rows[:4] == [("2016 S1", 0, 1), ("2016 S2", 0, 0), ("2017 S1", 0, 0), ("2017 S2", 1, 0)]
    assert rows[-1] == ("2018 S2", 0, 0)


def test_targets_stand_beside_results_with_their_own_periods(story, scope):
    for day in (date(2015, 6, 18), date(2016, 6, 16), date(2018, 6, 21)):
        story.admitted(story.session(day))
    whole, access, retention = facts.target_rows(scope)
    assert (whole.target.value, whole.n_same, whole.n, whole.period) == (100, 2, 3, "2015–2018")
    assert (access.target.value, access.n) == (50, 0)
    assert (retention.door_label, retention.n_same, retention.n) == ("Maintien", 2, 3)


def test_sites_show_the_computed_total_beside_the_declared_one(world, scope):
    for landlord, dwellings in ((world.landlord, 4462), (world.other_landlord, 8466), (world.organiser, 1435)):
        site = Site.objects.create(
            dispositif=world.dispositif, landlord=landlord, territory=world.territory, dwellings=dwellings
        )
        site.communes.add(world.commune)
    found = facts.sites(world.dispositif, facts.declared(scope, facts.SITES_CODE))
    assert (found.total, found.declared, found.gap, found.communes) == (14363, 14253, 110, 1)
    assert found.by_landlord[0] == (world.other_landlord.name, 8466)


def test_milestones_say_whether_they_were_late(world):
    for code, planned, actual in (
        ("a", date(2015, 1, 1), date(2015, 1, 1)),
        ("b", date(2017, 3, 31), date(2018, 6, 30)),
        ("c", date(2016, 12, 31), None),
        ("d", date(2019, 12, 31), None),
    ):
        Milestone.objects.create(
            dispositif=world.dispositif, code=code, label=code, planned_on=planned, actual_on=actual
        )
    states = {line.label: line.state[0] for line in facts.milestones(world.dispositif)}
    assert states == {"a": "Réalisé", "b": "Réalisé plus tard", "c": "Non renseigné", "d": "À venir"}


def test_a_landlord_counts_what_her_grants_open(story, march, world, cast):
    mine = story.admitted(march)
    story.admitted(march)
    factories.grant(mine, world.landlord, GrantLevel.LANDLORD_OF_DWELLING)
    scope = whole_scope(cast[Role.LANDLORD_DIRECTOR], world.dispositif)
    assert figure("A-01", scope).n == 0
    assert figure("A-01", whole_scope(cast.referent, world.dispositif)).n == 1


def test_wilson_intervals_of_the_published_rates():
    assert wilson(9, 11) == (Decimal("52.3"), Decimal("94.9"))
    assert wilson(6, 47) == (Decimal("6.0"), Decimal("25.2"))
    assert wilson(61, 74) == (Decimal("72.2"), Decimal("89.4"))
    assert rate(150, 201).interval is None
    assert rate(0, 0).text == "—"


def test_durations_are_said_in_days_then_in_months():
    assert [days(n) for n in (None, 1, 30, 200)] == ["—", "1\u00a0jour", "30\u00a0jours", "6,6\u00a0mois"]


@pytest.mark.parametrize("code", INDICATORS)
def test_every_indicator_stands_an_empty_dispositif(code, scope, world, cast):
    found = answer(code, scope, audience(cast.pilot, world.dispositif))
    assert found.figure.text in {"0", "—", "0\u00a0%"}
    assert found.indicator.definition.endswith(".")
    assert found.indicator.formula.endswith(".")
