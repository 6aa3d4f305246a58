"""The diagnosis: ordered, rendered in two parts, or not made; the orientation follows."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accompaniment import services
from accompaniment.choices import DIAGNOSIS_MOVES, DiagnosisState
from accompaniment.models import Diagnosis
from cellule.models import Referral
from cellule.services import taking_up
from households.grants import GrantLevel
from households.models import CaseAccess
from tests import factories
from tests.accompaniment.rules import configured
from veille.core import clock
from veille.core.transitions import ForbiddenMove, move

PARTS = {"result": "support_recommended", "recommendation": "Un accompagnement global, six mois."}


def test_the_order_opens_the_file_to_its_operator(world, cast, referral, diagnosis):
    grants = CaseAccess.objects.filter(case=referral.case, organisation=world.association)
    assert [grant.level for grant in grants] == [GrantLevel.DIAGNOSIS_OPERATOR]
    assert Diagnosis.objects.visible_to(cast.worker).filter(pk=diagnosis.pk).exists()


def test_a_second_order_waits_for_the_first(world, cast, referral, diagnosis):
    with pytest.raises(ValidationError, match="déjà demandé"):
        services.order_diagnosis(case=referral.case, operator=world.association, ordered_by="…", by=cast.secretary)


def test_rendering_moves_the_orientation(cast, referral, diagnosis):
    taking_up.render_diagnosis(diagnosis=diagnosis, by=cast.worker, detail="Ce qu’elle a confié.", **PARTS)
    assert Referral.objects.get(pk=referral.pk).state == "diagnosed"
    stored = Diagnosis.objects.get(pk=diagnosis.pk)
    assert (stored.state, stored.author, stored.done_on) == ("done", cast.worker.user, clock.today())


@pytest.mark.parametrize("result", ["unreachable", "refused", "moved", "not_done_other"])
def test_not_made_says_why_and_moves_the_orientation(cast, referral, diagnosis, result):
    told = {"result": result, "attempts": 3, "note": "Deux courriers, une visite."}
    taking_up.give_up_diagnosis(diagnosis=diagnosis, by=cast.worker, **told)
    assert Referral.objects.get(pk=referral.pk).state == "not_diagnosed"
    stored = Diagnosis.objects.get(pk=diagnosis.pk)
    assert (stored.result, stored.not_done_on, stored.attempts) == (result, clock.today(), 3)
    services.order_again(diagnosis=diagnosis, by=cast.worker)
    again = Diagnosis.objects.get(pk=diagnosis.pk)
    assert (again.state, again.not_done_on, again.not_done_note) == ("ordered", None, "")


def test_another_reason_is_said_in_words(cast, diagnosis):
    with pytest.raises(ValidationError, match="dites lequel"):
        services.report_not_done(diagnosis=diagnosis, result="not_done_other", by=cast.worker)


def test_the_order_says_which_organisation_asks(world, cast, diagnosis):
    assert (diagnosis.ordered_by, diagnosis.orderer) == ("Comité", world.organiser)


def test_without_support_nothing_is_measured_out(cast, diagnosis):
    parts = {"result": "support_not_recommended", "recommendation": "Le droit commun suffit."}
    with pytest.raises(ValidationError, match="ni niveau, ni rythme"):
        services.report_diagnosis(diagnosis=diagnosis, by=cast.worker, recommended_level="custom", **parts)
    assert Diagnosis.objects.get(pk=diagnosis.pk).state == "ordered"
    assert services.report_diagnosis(diagnosis=diagnosis, by=cast.worker, **parts).state == "done"


def test_who_accompanies_does_not_judge_where_the_dispositif_wants_two(world, cast):
    case = factories.make_accompanied_case(world, cast)
    configured(case, diagnosis={"when": "ordered_by_instance", "separate_operator": True})
    factories.make_measure(case, world.association)
    order = {"case": case, "ordered_by": "Comité", "by": cast.secretary}
    with pytest.raises(ValidationError, match="ne fait pas le diagnostic"):
        services.order_diagnosis(operator=world.association, **order)
    assert services.order_diagnosis(operator=world.other_association, **order).pk


def test_a_diagnosis_without_conclusion_or_preconisation_is_not_rendered(cast, diagnosis):
    for wrong in ({"result": "refused"}, {"recommendation": ""}, {"result": ""}):
        with pytest.raises(ValidationError):
            services.report_diagnosis(diagnosis=diagnosis, by=cast.worker, **{**PARTS, **wrong})
    with pytest.raises(ValidationError, match="pourquoi"):
        services.report_not_done(diagnosis=diagnosis, result="support_recommended", by=cast.worker)
    with pytest.raises(ValidationError, match="Diagnostic"):
        services.report_diagnosis(diagnosis=diagnosis, by=cast.worker, on=clock.today() - timedelta(days=1), **PARTS)


@pytest.mark.parametrize("target", DiagnosisState.values)
@pytest.mark.parametrize("state", DiagnosisState.values)
def test_every_move_of_a_diagnosis(world, cast, referral, state, target):
    fields = {
        "ordered": {"result": "", "done_on": None},
        "done": {"result": "support_recommended", "done_on": clock.today()},
        "not_done": {"result": "unreachable", "done_on": None},
    }
    row = factories.DiagnosisFactory(
        case=referral.case, operator=world.association, state=state, author=cast.worker.user, **fields[state]
    )
    if target in DIAGNOSIS_MOVES[state]:
        move(row, target, allowed=DIAGNOSIS_MOVES, **fields[target])
    else:
        with pytest.raises(ForbiddenMove):
            move(row, target, allowed=DIAGNOSIS_MOVES, **fields[target])


def test_starting_ends_the_orientation_and_notes_the_agreement(world, cast):
    referral = factories.make_referred_case(world, cast, state="admitted", admitted_on=clock.today())
    factories.grant(referral.case, world.association, GrantLevel.LEAD)
    measure = factories.make_measure(referral.case, world.association, state="not_started")
    taking_up.take_up(measure=measure, by=cast.worker, adhesion="agreed_signed")
    stored = Referral.objects.get(pk=referral.pk)
    assert (stored.state, stored.closed_on) == ("taken_up", clock.today())
    assert referral.case.adhesions.get().state == "agreed_signed"


def test_a_case_without_orientation_starts_all_the_same(world, cast):
    case = factories.make_accompanied_case(world, cast)
    measure = factories.make_measure(case, world.association, state="not_started")
    assert taking_up.take_up(measure=measure, by=cast.worker, without_adhesion="aller-vers").state == "active"
