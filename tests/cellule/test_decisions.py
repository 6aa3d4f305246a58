"""Recording a decision: once, with everything that follows from it."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from accompaniment.models import Diagnosis, Measure
from cellule.choices import REFERRAL_AFTER, AgendaState, DecisionCode, ReferralState, SessionState
from cellule.models import Decision, Referral, Session
from cellule.services.decisions import (
    AlreadyDecided,
    correct_decision,
    decide_outside_session,
    note_practice_exchange,
    record_decision,
)
from cellule.services.sessions import add_subject
from households.grants import GrantLevel
from households.models import CaseAccess, CaseTeamMember, Exclusion, TeamPart
from partners.configuration import DiagnosisWhen
from partners.roles import Role
from tests import factories
from tests.cast import Cast
from tests.cellule import scenes
from tests.templates import template
from veille.core import drafts


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
    with pytest.raises(ValidationError, match="dit son motif"):
        record_decision(item=item, by=cast.secretary, code="refuse")
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


def test_two_clicks_at_once_give_the_same_page_twice(committed_world, sign_in):
    """The second sending waits for the first, then is led to the same place."""
    cast = Cast(committed_world)
    item = scenes.in_session(committed_world, cast)
    fields = {"code": "defer", "submission_key": "5f0f4a2e-9a3b-4d0e-8f8e-0d8a2c9b7c12"}
    clients, barrier, answers = [sign_in(cast.secretary) for _ in range(2)], threading.Barrier(2), []

    def click(client):
        try:
            barrier.wait(timeout=10)
            answers.append(client.post(_url(item), fields).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert answers == [302, 302]
    assert Decision.objects.count() == 1


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


# Pages


def _url(item):
    return reverse("cellule:session_at", args=[item.session_id, item.pk])


def test_the_secretary_records_from_the_page(world, cast, sign_in):
    item, client = scenes.in_session(world, cast), sign_in(cast.secretary)
    assert client.get(_url(item)).status_code == 200
    refused = client.post(_url(item), {"code": "admit", "reserved_reason": "À garder"})
    assert refused.status_code == 422
    assert "À garder" in refused.content.decode()
    fields = scenes.post_of(scenes.admission(world, cast))
    assert client.post(_url(item), fields).status_code == 302
    assert "Admission" in client.get(_url(item)).content.decode()


def test_a_first_contact_is_due_even_if_nobody_says_when(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    fields = scenes.post_of(scenes.admission(world, cast)) | {"contact_by": "", "contact_before": ""}
    assert sign_in(cast.secretary).post(_url(item), fields).status_code == 302
    decision = Decision.objects.get()
    assert (decision.contact_by, str(decision.contact_before)) == (world.association, "2018-12-29")


def test_a_landlord_carries_when_it_has_case_workers(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    url = _url(item)
    operators = sign_in(cast.secretary).get(url).context["form"].fields["operator"].queryset
    assert world.landlord not in operators
    worker = cast[Role.LANDLORD_CASE_WORKER]
    assert world.landlord in sign_in(cast.secretary).get(url).context["form"].fields["operator"].queryset
    fields = scenes.admission(world, cast) | {"operator": world.landlord, "lead_person": worker.user}
    record_decision(item=item, by=cast.secretary, **fields)
    assert (GrantLevel.LEAD, world.landlord.name) in _grants(item.case)


def test_a_double_click_records_once_and_says_nothing(world, cast, sign_in):
    item, client = scenes.in_session(world, cast), sign_in(cast.secretary)
    fields = {"code": "defer", "submission_key": "5f0f4a2e-9a3b-4d0e-8f8e-0d8a2c9b7c11"}
    assert [client.post(_url(item), fields).status_code for _ in range(2)] == [302, 302]
    assert Decision.objects.count() == 1


def test_what_was_typed_in_session_is_found_again(world, cast, sign_in):
    item, client = scenes.in_session(world, cast), sign_in(cast.secretary)
    typed = {"code": "defer", "reserved_reason": "À revoir en janvier", "draft_object": item.pk}
    client.post(reverse("core:draft_save", args=["decision"]), typed)
    assert "À revoir en janvier" in client.get(_url(item)).content.decode()
    client.post(_url(item), {"code": "defer"})
    assert drafts.find(by=cast.secretary, form="decision", object_id=item.pk) is None


def test_the_slower_one_keeps_what_she_typed(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    record_decision(item=item, by=cast.secretary, code="defer")
    answer = sign_in(cast.stand_in).post(
        _url(item), {"code": "waitlist", "shareable_reason": "Rien de libre avant mars"}
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Rien de libre avant mars" in page
    assert str(cast.secretary.user) in page


def test_only_who_keeps_the_instance_records(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    assert sign_in(cast.member).get(_url(item)).status_code == 403
    assert sign_in(cast.member).post(_url(item), {"code": "defer"}).status_code == 403
    for actor in (cast.referent, cast.worker, cast.pilot, cast.colleague, cast.partner(Role.ASSOCIATION_WORKER)):
        assert sign_in(actor).get(_url(item)).status_code == 404
        assert sign_in(actor).post(_url(item), {"code": "defer"}).status_code == 404
    assert not Decision.objects.exists()


def test_an_excluded_secretary_no_longer_finds_the_item_nor_its_decision(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    decision = record_decision(item=item, by=cast.stand_in, code="defer")
    Exclusion.objects.create(case=item.case, user=cast.secretary.user, declared_on="2018-12-14")
    client = sign_in(cast.secretary)
    assert client.get(_url(item)).status_code == 404
    assert client.get(reverse("cellule:decision_correct", args=[decision.pk])).status_code == 404


def test_the_secretary_corrects_from_the_page(world, cast, sign_in):
    item, client = scenes.in_session(world, cast), sign_in(cast.secretary)
    decision = record_decision(item=item, by=cast.secretary, code="defer")
    url = reverse("cellule:decision_correct", args=[decision.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"code": "refuse"}).status_code == 422
    assert client.post(url, {"code": "waitlist"}).status_code == 302
    assert decision.corrected_by.code == "waitlist"
    assert sign_in(cast.member).get(url).status_code == 404


def test_a_subject_of_practice_is_spoken_of(world, cast, sign_in):
    scenes.in_session(world, cast)
    item = add_subject(session=world.session, subject="Parler de la dette", minutes=20, by=cast.secretary)
    client = sign_in(cast.secretary)
    assert client.get(_url(item)).status_code == 200
    assert client.post(_url(item)).status_code == 302
    item.refresh_from_db()
    assert item.state == AgendaState.DECIDED
    with pytest.raises(ValidationError):
        note_practice_exchange(item=item, by=cast.secretary)


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


def test_every_code_that_answers_an_orientation_has_a_target():
    assert set(REFERRAL_AFTER) <= set(DecisionCode)
