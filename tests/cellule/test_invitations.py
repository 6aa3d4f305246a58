"""Who will come: each answers for herself, guests for their organisation; silence is reminded, addresses forgotten."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from cellule.choices import SessionState
from cellule.invitations import expected_at, organisations_coming
from cellule.models import Attendance, Session, SessionInvitation
from cellule.services.inviting import (
    answer_as_seat,
    answer_invitation,
    forget_addresses,
    invite_organisation,
    invite_person,
    remind,
)
from cellule.services.purging import forget
from cellule.services.sessions import convene_session, open_session
from cellule.todo import work_items
from partners.roles import Role
from veille.core.models import AuditEvent


@pytest.fixture
def session(world, cast) -> Session:
    """Convened, with a member and an expert expected."""
    assert cast.member
    convene_session(session=world.session, by=cast.secretary)
    mail.outbox.clear()
    return world.session


def answer_page(session) -> str:
    return reverse("cellule:session_answer", args=[session.pk])


def waits(actor) -> list[str]:
    return [item.title for item in work_items(actor) if "dites si vous venez" in item.title]


def test_a_seat_is_asked_answers_and_changes_her_mind(session, cast, sign_in):
    client = sign_in(cast.member)
    assert len(waits(cast.member)) == 1
    assert client.post(answer_page(session), {"answer": "present"}).status_code == 302
    assert waits(cast.member) == []
    client.post(answer_page(session), {"answer": "absent"})
    invitation = SessionInvitation.objects.get()
    assert (invitation.user, invitation.answer) == (cast.member.user, "absent")
    assert [event.changes["answer"] for event in AuditEvent.objects.filter(name="session.invitation_answered")]


def test_the_calendar_says_what_she_answered_and_not_what_the_others_did(session, cast, sign_in):
    calendar = reverse("cellule:session_calendar")
    sign_in(cast.member).post(answer_page(session), {"answer": "present"})
    answered = sign_in(cast.member).get(calendar).content.decode()
    assert "Présent·e" in answered
    assert "Changer ma réponse" in answered
    colleague = cast.play(Role.INSTANCE_MEMBER, cast.secretary.organisation)
    sign_in(colleague).post(answer_page(session), {"answer": "present"})
    for other in (cast[Role.EXPERT], cast.secretary):
        assert "Présent·e" not in sign_in(other).get(calendar).content.decode()


def test_who_has_no_account_reads_where_the_day_is(session, cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        invite_person(session=session, body="Mairie", function="Élue", email="elue@exemple.invalid", by=cast.secretary)
    (message,) = mail.outbox
    assert "Sans compte, la date et le lieu sont dans le fichier d’agenda joint." in message.body
    assert message.attachments


def test_an_answer_is_chosen(session, cast, sign_in):
    answer = sign_in(cast.member).post(answer_page(session), {"answer": "peut-être"})
    assert answer.status_code == 422
    assert not SessionInvitation.objects.exists()


def test_the_secretary_is_not_asked_and_answers_for_nobody(session, cast, sign_in):
    assert waits(cast.secretary) == []
    assert sign_in(cast.secretary).get(answer_page(session)).status_code == 403


@pytest.mark.parametrize("state", [SessionState.PLANNED, SessionState.OPEN, SessionState.CLOSED])
def test_answers_are_given_between_convocation_and_opening(session, cast, state):
    Session.objects.filter(pk=session.pk).update(state=state)
    seat = cast.member.memberships[0]
    with pytest.raises(ValidationError, match="ne changent plus"):
        answer_as_seat(session=session, seat=seat, answer="present", by=cast.member)


def test_an_organisation_invited_for_the_day_answers_and_reads_no_agenda(session, world, cast, sign_in):
    guest, colleague = cast[Role.LANDLORD_MANAGER], cast[Role.LANDLORD_CARETAKER]
    client = sign_in(guest)
    assert client.get(answer_page(session)).status_code == 404
    invite_organisation(session=session, organisation=world.landlord, by=cast.secretary)
    assert len(waits(guest)) == 1
    assert client.post(answer_page(session), {"answer": "stand_in"}).status_code == 302
    assert SessionInvitation.objects.get().answer == "stand_in"
    assert client.get(reverse("cellule:session_detail", args=[session.pk])).status_code == 404
    assert sign_in(colleague).get(answer_page(session)).status_code == 404


def test_a_withdrawn_seat_or_invitation_answers_no_more(session, world, cast, sign_in):
    client = sign_in(cast.member)
    cast.member.memberships[0].end_now()
    assert client.get(answer_page(session)).status_code in {403, 404}
    guest = sign_in(cast[Role.LANDLORD_MANAGER])
    invitation = invite_organisation(session=session, organisation=world.landlord, by=cast.secretary)
    address = reverse("cellule:invitation_withdraw", args=[session.pk, invitation.pk])
    assert sign_in(cast.secretary).post(address).status_code == 302
    assert guest.get(answer_page(session)).status_code == 404


def test_nobody_is_invited_twice(session, world, cast, sign_in):
    invite_organisation(session=session, organisation=world.landlord, by=cast.secretary)
    address = reverse("cellule:invitation_organisation", args=[session.pk])
    answer = sign_in(cast.secretary).post(address, {"organisation": world.landlord.pk})
    assert answer.status_code == 422
    assert "déjà invité" in answer.content.decode()


def test_the_secretary_sees_who_comes(session, world, cast, sign_in):
    answer_as_seat(session=session, seat=cast.member.memberships[0], answer="present", by=cast.member)
    invitation = invite_person(
        session=session, function="Médecin", body="Centre médico-psychologique", email="", by=cast.secretary
    )
    client = sign_in(cast.secretary)
    note = reverse("cellule:invitation_note", args=[session.pk, invitation.pk])
    assert client.post(note, {"answer": "absent"}).status_code == 302
    page = client.get(reverse("cellule:session_invitations", args=[session.pk])).content.decode()
    assert "1\u00a0organisme annoncé" in page
    assert "Centre médico-psychologique" in page
    assert [one.answer for one in expected_at(session)] == ["present", "absent"]
    assert organisations_coming(expected_at(session)) == 1


def test_who_comes_is_noted_present_at_the_opening(session, world, cast):
    answer_as_seat(session=session, seat=cast.member.memberships[0], answer="stand_in", by=cast.member)
    invited = invite_organisation(session=session, organisation=world.landlord, by=cast.secretary)
    invited.refresh_from_db()
    answer_invitation(invitation=invited, answer="absent", by=cast[Role.LANDLORD_MANAGER])
    open_session(session=session, by=cast.secretary)
    assert list(Attendance.objects.values_list("organisation", "people", "is_present")) == [
        (cast.member.organisation_id, 1, True)
    ]


def test_what_was_noted_before_the_opening_stays(session, world, cast):
    answer_as_seat(session=session, seat=cast.member.memberships[0], answer="present", by=cast.member)
    Attendance.objects.create(session=session, organisation=world.landlord, people=2)
    open_session(session=session, by=cast.secretary)
    assert Attendance.objects.get().organisation == world.landlord


def test_only_the_silent_are_reminded_and_once_a_day(session, world, cast, django_capture_on_commit_callbacks):
    invite_person(session=session, function="Médecin", body="CMP", email="cmp@exemple.invalid", by=cast.secretary)
    answer_as_seat(session=session, seat=cast.member.memberships[0], answer="present", by=cast.member)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert remind(session=session, by=cast.secretary) == 1
    assert [message.to for message in mail.outbox if "réponse" in message.subject] == [["cmp@exemple.invalid"]]
    with pytest.raises(ValidationError, match="aujourd’hui"):
        remind(session=session, by=cast.secretary)
    SessionInvitation.objects.exclude(email="").delete()
    with pytest.raises(ValidationError, match="Chacun a répondu"):
        remind(session=session, by=cast.secretary)


def test_the_address_of_a_guest_is_erased_after_a_year(session, cast):
    kept = invite_person(
        session=session, function="Médecin", body="CMP", email="cmp@exemple.invalid", by=cast.secretary
    )
    assert forget_addresses() == 0
    Session.objects.filter(pk=session.pk).update(held_on=date(2017, 12, 14) - timedelta(days=1))
    assert forget() == 1
    kept.refresh_from_db()
    assert (kept.email, kept.function, kept.body) == ("", "", "CMP")


def test_an_invitation_says_whom(session):
    with pytest.raises(ValidationError, match="s’adresse à un membre"):
        SessionInvitation(session=session).full_clean()
