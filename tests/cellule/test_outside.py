"""Between two sessions: who is consulted, who decides, what the next session makes of it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from accompaniment.models import Measure
from cellule.choices import AgendaKind, AgendaState, DecidingBody, ReferralState, SessionState
from cellule.models import AgendaItem, Assignment, Consultation, Decision, OutsideDecision, Session
from cellule.outside_choices import CONSULTATION_MOVES, ConsultationState, NotingOutcome
from cellule.services.capitalising import IdentifyingTextFound
from cellule.services.closing import close_session
from cellule.services.consultations import (
    abandon_consultation,
    answer_consultation,
    consult,
    decide_consultation,
    may_be_decided,
)
from cellule.services.decisions import record_decision
from cellule.services.entitlements import end_entitlement, entitle
from cellule.services.outside import bring_pending, note_outside_decision, open_case_without_session
from cellule.services.sessions import plan_session
from households.models import Exclusion
from households.services import exclude_person
from partners.models import DispositifVersion, Instance, Membership
from partners.roles import Role
from tests import factories
from tests.cellule import outside_scenes, scenes
from tests.cellule.outside_scenes import REASON
from veille.core import clock
from veille.core.transitions import ForbiddenMove

# Consulting


def test_the_members_asked_are_told_and_read_the_sheet_never_the_file(
    world, cast, sign_in, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        consultation = outside_scenes.consulted(world, cast)
    assert [message.to for message in mail.outbox] == [[cast.member.user.email]]
    assert consultation.name not in mail.outbox[0].subject + mail.outbox[0].body
    page = sign_in(cast.member).get(reverse("cellule:consultation_detail", args=[consultation.pk])).content.decode()
    assert REASON in page
    assert consultation.sheet.question in page
    assert consultation.case.number not in page


def test_a_member_who_is_not_asked_a_removed_one_and_a_conflicted_one_find_nothing(world, cast, sign_in):
    consultation = outside_scenes.consulted(world, cast)
    url = reverse("cellule:consultation_detail", args=[consultation.pk])
    other = cast.play(Role.INSTANCE_MEMBER, world.association, "Autre")
    conflicted = cast.member
    assert sign_in(other).get(url).status_code == 404
    for actor in (cast.referent, cast.worker, cast.pilot, cast.manager):
        assert sign_in(actor).get(url).status_code == 404
    assert sign_in(conflicted).get(url).status_code == 200
    exclusion = Exclusion.objects.create(case=consultation.case, user=conflicted.user, declared_on=clock.today())
    assert sign_in(conflicted).get(url).status_code == 404
    exclusion.delete()
    south = Instance.objects.exclude(pk=world.instance.pk).get()
    Membership.objects.filter(user=conflicted.user).update(instance=south)
    assert sign_in(conflicted).get(url).status_code == 404


def test_one_consults_on_a_frozen_sheet_before_the_session(world, cast):
    bare = scenes.scheduled(world, cast)
    ask = {"reason": REASON, "answer_before": clock.today(), "by": cast.secretary}
    member = outside_scenes.seat(cast.member)
    with pytest.raises(ValidationError, match="Figez"):
        consult(item=bare, members=[member], **ask)
    item = scenes.frozen(world, cast).items.get()
    with pytest.raises(ValidationError, match="au moins un membre"):
        consult(item=item, members=[], **ask)
    with pytest.raises(ValidationError, match="délai à venir"):
        consult(item=item, members=[member], **ask | {"answer_before": clock.today() - timedelta(days=1)})
    with pytest.raises(IdentifyingTextFound):
        consult(item=item, members=[member], **ask | {"reason": f"Dossier {item.case.number}"})
    consult(item=item, members=[member], **ask)
    with pytest.raises(ValidationError, match="déjà en cours"):
        consult(item=item, members=[member], **ask)
    scenes.begin(world.session, item)
    with pytest.raises(ValidationError, match="n’a pas commencé"):
        consult(item=item, members=[member], **ask)


def test_an_opinion_changes_until_the_deadline(world, cast, settings):
    consultation = outside_scenes.answered(world, cast)
    answer_consultation(consultation=consultation, opinion="unfavourable", by=cast.member)
    assert consultation.consulted.get().opinion == "unfavourable"
    settings.VEILLE_TODAY = consultation.answer_before + timedelta(days=1)
    with pytest.raises(ValidationError, match="délai"):
        answer_consultation(consultation=consultation, opinion="defers", by=cast.member)


def test_silence_at_the_deadline_is_said(world, cast, sign_in, settings):
    consultation = outside_scenes.consulted(world, cast)
    url = reverse("cellule:consultation_detail", args=[consultation.pk])
    assert "pas encore répondu" in sign_in(cast.secretary).get(url).content.decode()
    assert not may_be_decided(consultation)
    settings.VEILLE_TODAY = consultation.answer_before + timedelta(days=1)
    assert "n’a pas répondu dans le délai" in sign_in(cast.secretary).get(url).content.decode()
    assert may_be_decided(consultation)


def test_a_member_reads_her_own_answer_only(world, cast, sign_in):
    other = cast.play(Role.INSTANCE_MEMBER, world.association, "Autre")
    consultation = outside_scenes.consulted(world, cast, cast.member, other)
    answer_consultation(consultation=consultation, opinion="favourable", line="Entre nous seulement.", by=cast.member)
    url = reverse("cellule:consultation_detail", args=[consultation.pk])
    assert "Entre nous seulement." in sign_in(cast.secretary).get(url).content.decode()
    assert "Entre nous seulement." not in sign_in(other).get(url).content.decode()


def test_who_leaves_a_situation_is_not_waited_for_and_her_answer_counts_no_more(world, cast, sign_in):
    other = cast.play(Role.INSTANCE_MEMBER, world.association, "Autre")
    consultation = outside_scenes.consulted(world, cast, cast.member, other)
    answer_consultation(consultation=consultation, opinion="favourable", line="Sans hésiter.", by=cast.member)
    assert not may_be_decided(consultation)
    exclude_person(case=consultation.case, user=other.user, by=other)
    assert may_be_decided(consultation)
    url = reverse("cellule:consultation_detail", args=[consultation.pk])
    assert "Sans hésiter." in sign_in(cast.secretary).get(url).content.decode()
    exclude_person(case=consultation.case, user=cast.member.user, by=cast.member)
    for page in (url, reverse("cellule:consultation_decide", args=[consultation.pk])):
        content = sign_in(cast.secretary).get(page).content.decode()
        assert "Sans hésiter." not in content
        assert re.search(r"2\s*personnes consultées se sont retirées", content)


def test_a_member_who_has_lost_her_seat_is_not_waited_for(world, cast):
    consultation = outside_scenes.consulted(world, cast)
    assert not may_be_decided(consultation)
    Membership.objects.filter(user=cast.member.user).update(ends_on=clock.today() - timedelta(days=1))
    assert may_be_decided(consultation)


@pytest.mark.parametrize("state", ConsultationState.values)
@pytest.mark.parametrize("act", ["decided", "abandoned"])
def test_every_state_of_a_consultation(world, cast, state, act):
    consultation = outside_scenes.answered(world, cast)
    closed_on = None if state == "open" else clock.today()
    Consultation.objects.filter(pk=consultation.pk).update(state=state, closed_on=closed_on)

    def do():
        if act == "decided":
            decide_consultation(consultation=consultation, by=cast.secretary, **scenes.admission(world, cast))
        else:
            abandon_consultation(consultation=consultation, by=cast.secretary)

    if act in CONSULTATION_MOVES[state]:
        do()
        return
    with pytest.raises(ForbiddenMove):
        do()
    assert not Decision.objects.exists()


# Deciding


def test_nobody_decides_before_the_answers_or_the_deadline(world, cast, settings):
    consultation = outside_scenes.consulted(world, cast)
    with pytest.raises(ValidationError, match="pas encore répondu"):
        decide_consultation(consultation=consultation, by=cast.secretary, **scenes.admission(world, cast))
    settings.VEILLE_TODAY = consultation.answer_before + timedelta(days=1)
    decide_consultation(consultation=consultation, by=cast.secretary, **scenes.admission(world, cast))


def test_it_takes_effect_at_once_and_waits_for_the_session(world, cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        outside = outside_scenes.decided(world, cast)
    outside.decision.refresh_from_db()
    assert (outside.decision.body, outside.decision.agenda_item) == (DecidingBody.ENTITLED, None)
    assert Measure.objects.filter(case=outside.case).count() == 1
    assert outside.decision.referral.state == ReferralState.ADMITTED
    assert Assignment.objects.filter(decision=outside.decision).count() == 1
    item = AgendaItem.objects.get(case=outside.case)
    assert (item.kind, item.state, outside.agenda_item) == (AgendaKind.RATIFICATION, AgendaState.LISTED, item)
    assert cast.referent.user.email in {address for message in mail.outbox for address in message.to}


def test_an_entitled_person_decides_and_nobody_entitles_herself(world, cast, sign_in):
    consultation = outside_scenes.answered(world, cast)
    url = reverse("cellule:consultation_decide", args=[consultation.pk])
    assert sign_in(cast.manager).get(url).status_code == 404
    actor = outside_scenes.entitled(world, cast)
    assert sign_in(cast.member).get(url).status_code == 403  # she is asked, she does not decide
    data = scenes.post_of(scenes.admission(world, cast))
    assert sign_in(actor).post(url, data).status_code == 302
    assert OutsideDecision.objects.get().decision.recorded_by == actor.user
    with pytest.raises(ValidationError, match="soi-même"):
        entitle(instance=world.instance, membership=outside_scenes.seat(cast.secretary), by=cast.secretary)


def test_an_entitlement_that_ends_closes_at_once(world, cast, sign_in):
    consultation = outside_scenes.answered(world, cast)
    actor = outside_scenes.entitled(world, cast)
    url = reverse("cellule:consultation_detail", args=[consultation.pk])
    assert sign_in(actor).get(url).status_code == 200
    end_entitlement(entitlement=world.instance.entitlements.get(), by=cast.pilot)
    assert sign_in(actor).get(url).status_code == 404


def test_a_restricted_file_is_for_the_entitled_persons_it_names(world, cast, sign_in):
    consultation = outside_scenes.answered(world, cast)
    actor = outside_scenes.entitled(world, cast)
    type(consultation.case).objects.filter(pk=consultation.case_id).update(is_restricted=True)
    url = reverse("cellule:consultation_detail", args=[consultation.pk])
    assert sign_in(actor).get(url).status_code == 404
    assert sign_in(cast.member).get(url).status_code == 200  # she was chosen by name, on a sheet without any


def test_a_double_click_decides_once(world, cast, sign_in):
    consultation = outside_scenes.answered(world, cast)
    client, url = sign_in(cast.secretary), reverse("cellule:consultation_decide", args=[consultation.pk])
    data = scenes.post_of(scenes.admission(world, cast)) | {"submission_key": "11111111-1111-4111-8111-111111111111"}
    assert {client.post(url, data).status_code, client.post(url, data).status_code} == {302}
    assert client.post(url, data | {"submission_key": ""}).status_code == 422  # decided since
    assert Decision.objects.count() == 1


# Noting it in session


def _in_session(world, cast, **fields):
    outside = outside_scenes.decided(world, cast, **fields)
    item = AgendaItem.objects.get(case=outside.case)
    scenes.begin(world.session, item)
    return outside, AgendaItem.objects.select_related("session", "case").get(pk=item.pk)


@pytest.mark.parametrize("outcome", [NotingOutcome.NOTED, NotingOutcome.RATIFIED])
def test_the_session_notes_or_ratifies_once(world, cast, outcome):
    outside, item = _in_session(world, cast)
    note_outside_decision(item=item, outcome=outcome, by=cast.secretary)
    outside.refresh_from_db()
    assert (outside.outcome, outside.noted_on, outside.noted_by) == (outcome, clock.today(), cast.secretary.user)
    with pytest.raises(ForbiddenMove):
        note_outside_decision(item=item, outcome=outcome, by=cast.stand_in)
    assert Decision.objects.count() == 1


def test_what_is_not_ratified_is_decided_anew_by_a_decision_that_names_it(world, cast):
    outside, item = _in_session(world, cast, **scenes.refusal())
    with pytest.raises(ValidationError, match="pourquoi"):
        note_outside_decision(item=item, outcome="not_ratified", by=cast.secretary)
    note_outside_decision(
        item=item, outcome="not_ratified", reason="Trop vite.", instead={"code": "waitlist"}, by=cast.secretary
    )
    new = Decision.objects.get(corrects=outside.decision)
    assert (new.code, new.agenda_item, new.body) == ("waitlist", item, DecidingBody.INSTANCE)
    assert new.referral.state == ReferralState.WAITLISTED


def test_an_admission_that_is_not_ratified_is_ended_never_wiped_out(world, cast):
    outside, item = _in_session(world, cast)
    change = {"item": item, "outcome": "not_ratified", "reason": "Trop vite.", "by": cast.secretary}
    with pytest.raises(ValidationError, match="ne s’efface pas"), transaction.atomic():
        note_outside_decision(**change, instead=scenes.refusal())
    note_outside_decision(**change, instead={"code": "end"})
    outside.case.refresh_from_db()
    assert outside.case.admitted_on is not None
    close_session(session=item.session, by=cast.secretary)
    assert "mettre fin à l’accompagnement" in " ".join(Assignment.objects.values_list("label", flat=True)).lower()


def test_left_without_a_word_it_comes_back_to_the_next_session(world, cast):
    outside, item = _in_session(world, cast)
    later = plan_session(
        instance=world.instance,
        held_on=clock.today() + timedelta(days=35),
        starts_at=world.session.starts_at,
        by=cast.secretary,
    )
    close_session(session=item.session, by=cast.secretary)
    outside.refresh_from_db()
    assert outside.agenda_item.session == later
    assert bring_pending(session=later, by=cast.secretary) == []


def test_no_decision_is_recorded_twice_on_an_item_to_note(world, cast, sign_in):
    _, item = _in_session(world, cast)
    url = reverse("cellule:session_at", args=[item.session_id, item.pk])
    answer = sign_in(cast.secretary).get(url)
    assert answer.url == reverse("cellule:item_noting", args=[item.session_id, item.pk])


def test_the_secretary_notes_in_one_click_or_says_what_instead(world, cast, sign_in):
    outside, item = _in_session(world, cast, **scenes.refusal())
    client, kwargs = sign_in(cast.secretary), [item.session_id, item.pk]
    assert "Orientation non retenue" in client.get(reverse("cellule:item_noting", args=kwargs)).content.decode()
    refuse = reverse("cellule:item_refuse", args=kwargs)
    assert client.post(refuse, {"code": "waitlist"}).status_code == 422
    assert client.post(refuse, {"code": "waitlist", "outcome_reason": "Trop vite."}).status_code == 302
    outside.refresh_from_db()
    assert outside.outcome == NotingOutcome.NOT_RATIFIED
    answer = client.post(reverse("cellule:item_note", args=kwargs), {"outcome": "ratified"}, follow=True)
    assert "on ne peut pas passer" in answer.content.decode()
    outside.refresh_from_db()
    assert outside.outcome == NotingOutcome.NOT_RATIFIED


# Files that open on another authority


def _configured(world, **changes) -> None:
    version = DispositifVersion.objects.create(
        dispositif=world.dispositif, number=2, data=world.version.data | changes, published_on=clock.today()
    )
    world.version = version


def _opening(world, cast, referral, body, **fields):
    given = {"reason": "Accord collectif.", "reference": "AC-62-2018"} | scenes.admission(world, cast) | fields
    return open_case_without_session(referral=referral, body=body, by=cast.secretary, **given)


@pytest.mark.parametrize("body", ["state_referral", "convention", "lot_order"])
@pytest.mark.parametrize("state", ["submitted", "complete", "deferred", "waitlisted"])
def test_a_file_opens_on_another_authority_from_wherever_it_stands(world, cast, body, state):
    referral = factories.make_referred_case(world, cast, state=state)
    outside = _opening(world, cast, referral, body)
    referral.refresh_from_db()
    referral.case.refresh_from_db()
    assert (referral.state, outside.decision.body) == (ReferralState.ADMITTED, body)
    assert Measure.objects.get(case=referral.case).operator == world.association
    assert (outside.instance, outside.agenda_item.kind) == (world.instance, AgendaKind.RATIFICATION)


def test_it_says_its_reference_and_only_what_the_dispositif_allows(world, cast):
    referral = factories.make_referred_case(world, cast, state="complete")
    with pytest.raises(ValidationError, match="référence"):
        _opening(world, cast, referral, "convention", reference="")
    for body in ("operator", "entitled", "instance"):
        with pytest.raises(ValidationError, match="n’ouvre pas"):
            _opening(world, cast, referral, body)


def test_where_entries_need_no_admission_the_operator_opens_and_no_session_notes(world, cast):
    """Seven hundred tenancies enter their accompaniment with their lease: no instance examines them."""
    _configured(world, entry_needs_admission=False)
    item = scenes.scheduled(world, cast)
    outside = _opening(world, cast, item.referral, "operator", reference="")
    item.refresh_from_db()
    assert (outside.instance, outside.agenda_item, item.state) == (None, None, AgendaState.HIDDEN)
    assert bring_pending(session=world.session, by=cast.secretary) == []


def test_a_referral_that_was_answered_opens_nothing(world, cast, sign_in):
    referral = factories.make_referred_case(world, cast, state="refused")
    assert sign_in(cast.secretary).get(reverse("cellule:referral_open", args=[referral.pk])).status_code == 403


def test_the_secretary_opens_a_file_from_the_orientation(world, cast, sign_in):
    referral = factories.make_referred_case(world, cast, state="complete")
    client, url = sign_in(cast.secretary), reverse("cellule:referral_open", args=[referral.pk])
    assert client.get(url).status_code == 200
    data = scenes.post_of(scenes.admission(world, cast)) | {"body": "lot_order", "reason": "Lot 3."}
    assert client.post(url, data).status_code == 422
    assert client.post(url, data | {"reference": "Lot 3, 2018"}).status_code == 302
    assert Decision.objects.get().body == DecidingBody.LOT_ORDER


# A closed decision is never edited


def test_the_database_keeps_a_closed_decision(world, cast):
    decision = outside_scenes.decided(world, cast).decision
    for changes in ({"code": "refuse"}, {"level": "other"}, {"reserved_reason": "Autre chose"}, {"decided_on": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Decision.objects.filter(pk=decision.pk).update(**changes)
    Decision.objects.filter(pk=decision.pk).update(reserved_reason="", proposed_instead="effacé")  # the end of a file


def test_the_decision_of_a_session_is_kept_from_its_closing_on(world, cast):
    item = scenes.in_session(world, cast)
    decision = record_decision(item=item, by=cast.secretary, **scenes.refusal())
    Decision.objects.filter(pk=decision.pk).update(reserved_reason="Pendant la séance")
    Session.objects.update(state=SessionState.CLOSED)
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(reserved_reason="Après coup")
