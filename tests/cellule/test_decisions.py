"""Recording a decision: once, with everything that follows from it."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accompaniment.models import Diagnosis, Measure
from cellule.choices import REFERRAL_AFTER, AgendaState, DecisionCode, ReferralState, SessionState
from cellule.models import Decision, Referral, Session
from cellule.services.decisions import (
    AlreadyDecided,
    correct_decision,
    decide_outside_session,
    record_decision,
)
from households.grants import GrantLevel
from households.models import CaseAccess, CaseTeamMember, TeamPart
from partners.configuration import DiagnosisWhen
from partners.roles import Role
from tests import factories
from tests.cast import Cast
from tests.cellule import scenes
from tests.templates import template


def _grants(case) -> set[tuple[str, str]]:
    current = CaseAccess.objects.current().filter(case=case).order_by("pk")
    return set(current.values_list("level", "organisation__name"))


def test_an_admission_opens_the_file_to_its_operator_and_ends_the_examination(world, cast):
    item = scenes.in_session(world, cast)
    decision = record_decision(item=item, by=cast.secretary, **scenes.admission(world, cast))
    item.refresh_from_db()
    case, referral = item.case, Referral.objects.get(pk=item.referral_id)
    case.refresh_from_db()
    assert item.state == AgendaState.DECIDED
    assert referral.state == ReferralState.ADMITTED
    assert case.admitted_on == decision.decided_on
    assert (GrantLevel.LEAD, world.association.name) in _grants(case)
    assert not {GrantLevel.ADMISSION, GrantLevel.PRESENTING} & {level for level, _ in _grants(case)}
    measure = Measure.objects.get(case=case)
    assert (measure.operator, decision.measure) == (world.association, measure)
    lead = CaseTeamMember.objects.get(case=case, part=TeamPart.LEAD)
    assert lead.user == cast.worker.user
    assert decision.recorded_by == cast.secretary.user


def test_where_the_diagnosis_is_made_at_entry_the_operator_receives_its_order(world, cast):
    assert world.version.configuration.diagnosis.when == DiagnosisWhen.AT_ENTRY
    item = scenes.in_session(world, cast)
    record_decision(item=item, by=cast.secretary, **scenes.admission(world, cast))
    assert Diagnosis.objects.get(case=item.case).operator == world.association


def test_a_refusal_says_why_and_closes_a_case_never_admitted(world, cast):
    item = scenes.in_session(world, cast)
    record_decision(item=item, by=cast.secretary, **scenes.refusal())
    item.case.refresh_from_db()
    item.referral.refresh_from_db()
    assert item.referral.state == ReferralState.REFUSED
    assert item.case.closed_on is not None
    assert not Measure.objects.exists()


def test_a_refusal_without_reason_is_refused(world, cast):
    item = scenes.in_session(world, cast)
    with pytest.raises(ValidationError) as refusal:
        record_decision(item=item, by=cast.secretary, code="refuse")
    assert set(refusal.value.message_dict) == {"shareable_reason_code", "proposed_instead"}
    assert not Decision.objects.exists()


def test_a_reserved_code_is_never_communicated(world, cast):
    item = scenes.in_session(world, cast)
    with pytest.raises(ValidationError, match="réservé"):
        record_decision(
            item=item, by=cast.secretary, **{**scenes.refusal(), "shareable_reason_code": "acute_psychic_risk"}
        )


def test_a_deferral_keeps_the_examination_open(world, cast):
    item = scenes.in_session(world, cast)
    record_decision(item=item, by=cast.secretary, code="defer")
    item.referral.refresh_from_db()
    assert item.referral.state == ReferralState.DEFERRED
    assert {GrantLevel.ADMISSION, GrantLevel.PRESENTING} <= {level for level, _ in _grants(item.case)}


def test_asking_for_information_says_what(world, cast):
    item = scenes.in_session(world, cast)
    with pytest.raises(ValidationError, match="attendu"):
        record_decision(item=item, by=cast.secretary, code="request_information")
    record_decision(
        item=item, by=cast.secretary, code="request_information", shareable_reason="Le montant de la dette."
    )
    item.referral.refresh_from_db()
    assert item.referral.complement_asked == "Le montant de la dette."


def test_a_diagnosis_opens_the_file_to_who_makes_it(world, cast):
    data = template("asae")
    data["instances"][0]["code"] = world.instance.code
    world.version = world.dispositif.versions.create(number=2, data=data, published_on="2018-01-01")
    item = scenes.in_session(world, cast)
    record_decision(item=item, by=cast.secretary, code="order_diagnosis", operator=world.association)
    assert Diagnosis.objects.get(case=item.case).operator == world.association
    assert (GrantLevel.DIAGNOSIS_OPERATOR, world.association.name) in _grants(item.case)


def test_the_dispositif_and_the_part_of_the_agenda_limit_the_decisions(world, cast):
    item = scenes.in_session(world, cast)
    for code in ("order_diagnosis", "change_level", "note_only"):  # the first one is not of Veille sociale
        with pytest.raises(ValidationError, match=r"ne va pas|n’existe pas"):
            record_decision(item=item, by=cast.secretary, code=code, operator=world.association, level="custom")


@pytest.mark.parametrize("state", [state for state in SessionState.values if state != SessionState.OPEN])
def test_a_decision_asks_for_a_session_under_way(world, cast, state):
    item = scenes.in_session(world, cast)
    Session.objects.filter(pk=world.session.pk).update(state=state)
    item.session.refresh_from_db()
    with pytest.raises(ValidationError, match="séance"):
        record_decision(item=item, by=cast.secretary, code="defer")


def test_the_lead_person_works_for_the_operator(world, cast):
    item = scenes.in_session(world, cast)
    fields = {**scenes.admission(world, cast), "lead_person": cast.pilot.user}
    with pytest.raises(ValidationError) as refusal:
        record_decision(item=item, by=cast.secretary, **fields)
    assert "lead_person" in refusal.value.message_dict


def test_on_a_restricted_case_the_lead_person_is_named(world, cast):
    item = scenes.in_session(world, cast)
    factories.restrict(item.case, cast.referent, cast.secretary)
    without = {**scenes.admission(world, cast), "lead_person": None}
    with pytest.raises(ValidationError, match="accès restreint"):
        record_decision(item=item, by=cast.secretary, **without)
    record_decision(item=item, by=cast.secretary, **scenes.admission(world, cast))
    assert item.case.named_people.filter(user=cast.worker.user).exists()


def test_the_second_one_learns_who_was_faster(world, cast):
    item = scenes.in_session(world, cast)
    first = record_decision(item=item, by=cast.secretary, code="defer")
    with pytest.raises(AlreadyDecided) as refusal:
        record_decision(item=item, by=cast.stand_in, **scenes.refusal())
    assert refusal.value.decision == first
    assert str(cast.secretary.user) in refusal.value.messages[0]


def test_the_table_itself_refuses_a_second_decision_on_an_item(world, cast):
    item = scenes.in_session(world, cast)
    first = record_decision(item=item, by=cast.secretary, code="defer")
    twin = Decision.objects.get(pk=first.pk)
    twin.pk, twin._state.adding = None, True
    with pytest.raises(ValidationError, match="déjà reçu une décision"):
        twin.full_clean(exclude=["id"])
    with pytest.raises(IntegrityError, match="decision_once_an_item"), transaction.atomic():
        Decision.objects.bulk_create([twin])


def test_two_people_at_once_record_one_decision(committed_world):
    """Real threads, real connections: exactly one decision, the other is told."""
    world, cast = committed_world, Cast(committed_world)
    item = scenes.in_session(world, cast)
    actors, fields = [cast.secretary, cast.stand_in], scenes.admission(world, cast)
    barrier, results = threading.Barrier(2), []

    def decide(actor):
        try:
            barrier.wait(timeout=10)
            record_decision(item=item, by=actor, **fields)
            results.append("recorded")
        except AlreadyDecided:
            results.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(results) == ["recorded", "told"]
    assert Decision.objects.filter(agenda_item=item).count() == 1
    assert Measure.objects.filter(case=item.case).count() == 1


# Corrections


def test_a_correction_names_what_it_corrects(world, cast):
    item = scenes.in_session(world, cast)
    former = record_decision(item=item, by=cast.secretary, **scenes.refusal())
    new = correct_decision(decision=former, by=cast.secretary, code="defer")
    item.referral.refresh_from_db()
    item.case.refresh_from_db()
    assert (new.corrects, new.agenda_item) == (former, former.agenda_item)
    assert item.referral.state == ReferralState.DEFERRED
    assert item.case.closed_on is None
    assert {GrantLevel.ADMISSION, GrantLevel.PRESENTING} <= {level for level, _ in _grants(item.case)}
    with pytest.raises(ValidationError, match="déjà été corrigée"):
        correct_decision(decision=former, by=cast.secretary, code="waitlist")


def test_a_wrong_refusal_becomes_an_admission(world, cast):
    item = scenes.in_session(world, cast)
    former = record_decision(item=item, by=cast.secretary, **scenes.refusal())
    correct_decision(decision=former, by=cast.secretary, **scenes.admission(world, cast))
    item.referral.refresh_from_db()
    assert item.referral.state == ReferralState.ADMITTED
    assert Measure.objects.filter(case=item.case).count() == 1
    assert GrantLevel.ADMISSION not in {level for level, _ in _grants(item.case)}


def test_an_admission_is_not_wiped_out(world, cast):
    item = scenes.in_session(world, cast)
    former = record_decision(item=item, by=cast.secretary, **scenes.admission(world, cast))
    with pytest.raises(ValidationError, match="ne s’efface pas"):
        correct_decision(decision=former, by=cast.secretary, **scenes.refusal())
    with pytest.raises(ValidationError, match="opérateur"):
        other = {**scenes.admission(world, cast), "operator": world.other_association, "lead_person": None}
        correct_decision(decision=former, by=cast.secretary, **other)
    new = {**scenes.admission(world, cast), "level": "watch", "lead_person": cast.other_worker.user}
    correct_decision(decision=former, by=cast.secretary, **new)
    assert CaseTeamMember.objects.get(case=item.case, part=TeamPart.LEAD).user == cast.other_worker.user


# Outside a session


def test_a_decision_outside_a_session_says_on_which_authority(world, cast):
    case = factories.make_case(world)
    with pytest.raises(ValidationError, match="séance"):
        decide_outside_session(case=case, body="instance", by=cast.secretary, **scenes.admission(world, cast))
    decision = decide_outside_session(
        case=case, body="state_referral", by=cast.secretary, **scenes.admission(world, cast)
    )
    case.refresh_from_db()
    assert decision.agenda_item is None
    assert case.admitted_on is not None
    assert decision.assignments.count() == 1


# What the file shows


def test_the_file_shows_decisions_by_right(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    factories.grant(item.case, world.association, GrantLevel.LEAD)
    factories.put_in_team(item.case, cast.worker)
    record_decision(
        item=item, by=cast.secretary, code="waitlist", shareable_reason="Place en mars", reserved_reason="Entre nous"
    )
    url = reverse("cellule:case_fragment", args=[item.case_id])
    assert "Place en mars" not in sign_in(cast.referent).get(url).content.decode()  # told once the session is closed
    Session.objects.update(state=SessionState.CLOSED)
    referent = sign_in(cast.referent).get(url).content.decode()
    assert "Place en mars" in referent
    assert "Entre nous" not in referent
    assert "Entre nous" in sign_in(cast.worker).get(url).content.decode()
    for actor in (cast.member, cast.partner(Role.LANDLORD_REFERENT), cast.busy_elsewhere(Role.ASSOCIATION_WORKER)):
        assert sign_in(actor).get(url).status_code == 404


def test_the_box_is_a_page_without_javascript(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    url, client = reverse("cellule:case_fragment", args=[item.case_id]), sign_in(cast.referent)
    whole = client.get(url).content.decode()
    box = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<h1" in whole and "Séances et décisions" in whole
    assert "<h1" not in box and "Séances et décisions" in box


def test_every_code_that_answers_an_orientation_has_a_target():
    assert set(REFERRAL_AFTER) <= set(DecisionCode)
