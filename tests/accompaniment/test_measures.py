"""The life of a measure: its guards, and every state against every act."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from accompaniment import services
from accompaniment.choices import MEASURE_MOVES, MeasureState
from accompaniment.models import FormerExit, Measure, MeasureLevel, Suspension
from households.grants import GrantLevel
from households.models import CaseAccess
from households.services import record_adhesion
from tests import factories
from tests.accompaniment.rules import configured
from veille.core import clock
from veille.core.models import AuditEvent
from veille.core.transitions import ForbiddenMove, move


def waiting(case, world):
    return factories.make_measure(case, world.association, state="not_started")


def start(case, world, cast):
    record_adhesion(case=case, state="agreed_oral", by=cast.worker)
    return services.start_measure(measure=waiting(case, world), by=cast.worker)


def test_opening_gives_a_level_and_the_lead(world, cast):
    case = factories.make_case(world)
    measure = services.open_measure(
        case=case,
        operator=world.association,
        level="custom",
        rhythm="weekly",
        weight=1,
        decided_by="Cellule",
        decided_on=clock.today(),
        by=cast.secretary,
    )
    assert measure.state == MeasureState.NOT_STARTED
    assert measure.levels.get().starts_on == clock.today()
    assert CaseAccess.objects.filter(case=case, organisation=world.association, level=GrantLevel.LEAD).exists()
    assert AuditEvent.objects.filter(name="measure.opened", object_id=measure.pk).exists()


def test_a_second_open_measure_is_refused_in_french(world, cast, case):
    waiting(case, world)
    with pytest.raises(ValidationError, match="Un accompagnement est déjà ouvert sur ce dossier"):
        services.open_measure(
            case=case,
            operator=world.association,
            level="custom",
            rhythm="weekly",
            weight=1,
            decided_by="Cellule",
            decided_on=clock.today(),
            by=cast.secretary,
        )


def test_the_operator_of_the_diagnosis_may_be_kept_from_the_measure(world, cast, case):
    configured(case, diagnosis={"when": "ordered_by_instance", "separate_operator": True})
    factories.DiagnosisFactory(
        case=case,
        operator=world.association,
        state="done",
        result="support_recommended",
        done_on=clock.today(),
        author=cast.worker.user,
    )
    with pytest.raises(ValidationError, match="l’opérateur du diagnostic"):
        services.open_measure(
            case=case,
            operator=world.association,
            level="custom",
            rhythm="weekly",
            weight=1,
            decided_by="Comité",
            decided_on=clock.today(),
            by=cast.secretary,
        )


def test_no_start_without_admission(world, cast, case):
    case.admitted_on = None
    case.save()
    record_adhesion(case=case, state="agreed_oral", by=cast.worker)
    with pytest.raises(ValidationError, match="n’a pas encore été admis"):
        services.start_measure(measure=waiting(case, world), by=cast.worker)


def test_a_dispositif_may_do_without_admission(world, cast, case):
    case.admitted_on = None
    configured(case, entry_needs_admission=False)
    assert start(case, world, cast).state == MeasureState.ACTIVE


@pytest.mark.parametrize("adhesion", [None, "to_seek", "in_progress", "refused", "withdrawn", "not_reachable"])
def test_no_start_without_agreement_or_its_reason(world, cast, case, adhesion):
    if adhesion:
        record_adhesion(case=case, state=adhesion, by=cast.worker)
    measure = waiting(case, world)
    with pytest.raises(ValidationError, match="accord du ménage"):
        services.start_measure(measure=measure, by=cast.worker)
    services.start_measure(measure=measure, by=cast.worker, without_adhesion="aller-vers")
    assert measure.state == MeasureState.ACTIVE
    assert measure.start_without_adhesion == "aller-vers"


@pytest.mark.parametrize("adhesion", ["agreed_oral", "agreed_signed", "conditional"])
def test_an_agreement_lets_start(world, cast, case, adhesion):
    record_adhesion(case=case, state=adhesion, by=cast.worker)
    measure = services.start_measure(measure=waiting(case, world), by=cast.worker)
    assert (measure.state, measure.started_on, measure.activated_on) == ("active", clock.today(), clock.today())


def test_the_latest_word_of_the_household_counts(world, cast, case):
    record_adhesion(case=case, state="agreed_signed", by=cast.worker)
    record_adhesion(case=case, state="withdrawn", by=cast.worker)
    with pytest.raises(ValidationError):
        services.start_measure(measure=waiting(case, world), by=cast.worker)


def test_no_start_in_the_future_nor_before_the_decision(world, cast, case):
    record_adhesion(case=case, state="agreed_oral", by=cast.worker)
    measure = waiting(case, world)
    for day in (clock.today() + timedelta(days=1), measure.decided_on - timedelta(days=1)):
        with pytest.raises(ValidationError, match="Début de l’accompagnement"):
            services.start_measure(measure=measure, by=cast.worker, on=day)


def test_preparation_comes_first_where_the_dispositif_has_one(world, cast, case):
    configured(case, preparation_months=3)
    measure = start(case, world, cast)
    assert (measure.state, measure.activated_on) == (MeasureState.PREPARATION, None)
    services.suspend_measure(measure=measure, reason="hospital", by=cast.worker)
    services.resume_measure(measure=measure, by=cast.worker)
    assert measure.state == MeasureState.PREPARATION
    services.activate_measure(measure=measure, by=cast.worker)
    assert (measure.state, measure.activated_on) == (MeasureState.ACTIVE, clock.today())


def test_a_suspension_keeps_its_days(world, cast, case):
    measure = factories.make_measure(case, world.association)
    services.suspend_measure(
        measure=measure, reason="household_away", by=cast.worker, on=clock.today() - timedelta(days=10)
    )
    services.resume_measure(measure=measure, by=cast.worker, on=clock.today() - timedelta(days=3))
    pause = Suspension.objects.get(measure=measure)
    assert (pause.starts_on, pause.ends_on) == (date(2018, 12, 4), date(2018, 12, 10))
    assert measure.state == MeasureState.ACTIVE


def test_a_level_that_needs_a_dwelling_waits_for_it(world, cast, case):
    levels = [*case.rules.data["levels"]]
    reinforced = {
        "code": "l3_reinforced",
        "label": "Niveau 3",
        "weight": "2.00",
        "rhythm": "weekly",
        "requires_modality": ["iml_sublet", "iml_mandate"],
    }
    configured(case, levels=[*levels, reinforced])
    measure = factories.make_measure(case, world.association)
    change = {"level": "l3_reinforced", "rhythm": "weekly", "weight": 2, "decided_by": "Équipe", "by": cast.worker}
    factories.HousingPeriodFactory(case=case, modality="direct_lease", ends_on=clock.today() - timedelta(days=1))
    with pytest.raises(ValidationError, match="« Niveau 3 » suppose un logement"):
        services.change_level(measure=measure, **change)
    factories.HousingPeriodFactory(case=case, modality="iml_sublet", starts_on=clock.today())
    services.change_level(measure=measure, **change)
    former, new = MeasureLevel.objects.filter(measure=measure).order_by("starts_on")
    assert (former.ends_on, new.starts_on, new.level) == (date(2018, 12, 13), clock.today(), "l3_reinforced")


def test_the_end_says_why_and_where(world, cast, case):
    measure = factories.make_measure(case, world.association)
    for reason, outcome in (("", "retained_same"), ("objectives_met", ""), ("objectives_met", "objectives_met")):
        with pytest.raises(ValidationError):
            services.end_measure(measure=measure, reason=reason, outcome=outcome, by=cast.worker)
    services.end_measure(measure=measure, reason="objectives_met", outcome="retained_same", by=cast.worker)
    stored = Measure.objects.get(pk=measure.pk)
    assert (stored.state, stored.exit_reason, stored.exit_outcome) == ("ended", "objectives_met", "retained_same")


def test_the_end_of_a_suspended_measure_ends_the_pause(world, cast, case):
    measure = factories.make_measure(case, world.association)
    services.suspend_measure(measure=measure, reason="stable", by=cast.worker, on=clock.today() - timedelta(days=5))
    services.end_measure(measure=measure, reason="lost_contact", outcome="unknown", by=cast.worker)
    assert Suspension.objects.get(measure=measure).ends_on == clock.today() - timedelta(days=1)


def test_reopening_keeps_the_former_end(world, cast, case):
    measure = factories.make_measure(case, world.association, state="ended")
    services.reopen_measure(measure=measure, by=cast.worker)
    assert (measure.state, measure.ended_on, measure.exit_reason) == ("active", None, "")
    former = FormerExit.objects.get(measure=measure)
    assert (former.exit_reason, former.exit_outcome) == ("objectives_met", "retained_same")


def test_reopening_is_refused_beside_another_open_measure(world, cast, case):
    ended = factories.make_measure(case, world.association, state="ended")
    waiting(case, world)
    with pytest.raises(ValidationError, match="Un autre accompagnement est ouvert"):
        services.reopen_measure(measure=ended, by=cast.worker)


def test_the_watch_begins_and_stops_without_touching_the_end(world, cast, case):
    measure = factories.make_measure(case, world.association, state="ended")
    services.watch_measure(measure=measure, watching=True, by=cast.worker)
    assert measure.state == MeasureState.WATCH
    with pytest.raises(ForbiddenMove):
        services.end_measure(measure=measure, reason="lost_contact", outcome="street", by=cast.worker)
    services.watch_measure(measure=measure, watching=False, by=cast.worker)
    assert Measure.objects.get(pk=measure.pk).exit_reason == "objectives_met"


ENDS = {"ended_on": date(2018, 12, 14), "exit_reason": "objectives_met", "exit_outcome": "retained_same"}


@pytest.mark.parametrize("target", MeasureState.values)
@pytest.mark.parametrize("state", MeasureState.values)
def test_every_move_of_the_table_and_no_other(world, case, state, target):
    measure = factories.make_measure(case, world.association, state=state)
    closing = target in {"ended", "watch"}
    changes = (
        {**ENDS, "started_on": clock.today()}
        if closing
        else {"ended_on": None, "started_on": clock.today(), "exit_reason": "", "exit_outcome": ""}
    ) | {"start_without_adhesion": "Aller-vers."}
    if target in MEASURE_MOVES[state]:
        move(measure, target, allowed=MEASURE_MOVES, **changes)
        assert Measure.objects.get(pk=measure.pk).state == target
    else:
        with pytest.raises(ForbiddenMove):
            move(measure, target, allowed=MEASURE_MOVES, **changes)


ACTS = {
    "start_measure": ({"without_adhesion": "aller-vers"}, {"not_started"}),
    "activate_measure": ({}, {"preparation", "relay"}),
    "suspend_measure": ({"reason": "hospital"}, {"preparation", "active"}),
    "resume_measure": ({}, {"suspended"}),
    "begin_relay": ({}, {"active", "suspended"}),
    "end_measure": (
        {"reason": "lost_contact", "outcome": "unknown"},
        {"not_started", "preparation", "active", "suspended", "relay"},
    ),
    "reopen_measure": ({}, {"ended", "watch"}),
}


@pytest.mark.parametrize("state", MeasureState.values)
@pytest.mark.parametrize("act", ACTS)
def test_every_act_from_every_state(world, cast, case, act, state):
    fields, from_states = ACTS[act]
    measure = factories.make_measure(case, world.association, state=state)
    if state in from_states:
        getattr(services, act)(measure=measure, by=cast.worker, **fields)
        assert Measure.objects.get(pk=measure.pk).state != state
    else:
        with pytest.raises(ValidationError):
            getattr(services, act)(measure=measure, by=cast.worker, **fields)
        assert Measure.objects.get(pk=measure.pk).state == state
