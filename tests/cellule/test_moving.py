"""A session moved or cancelled: told to its members, its agenda not lost, its new day told to who referred."""

from datetime import date, time

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from icalendar import Calendar

from cellule.choices import AgendaKind, AgendaState, ReferralState, SessionState
from cellule.models import AgendaItem, Session, SessionInvitation
from cellule.services.inviting import invite_person
from cellule.services.moving import cancel_session, move_session
from cellule.services.sessions import add_subject, convene_session, plan_session
from cellule.tracker import Progress
from tests.cellule import scenes
from veille.core import clock


def moved(session, by, **fields) -> Session:
    usual = {"held_on": date(2018, 12, 21), "starts_at": time(14, 0), "place": "Arras", "reason": "Salle prise"}
    return move_session(session=session, by=by, **usual | fields)


def convened(world, cast) -> Session:
    convene_session(session=world.session, by=cast.secretary, confirmed=True)
    mail.outbox.clear()
    return world.session


def agenda_file(message) -> Calendar:
    name, content, kind = message.attachments[0]
    assert (name, kind) == ("reunion.ics", "text/calendar")
    return Calendar.from_ical(content)


def test_the_agenda_and_its_sheets_follow(world, cast):
    sheet = scenes.frozen(world, cast)
    session = moved(world.session, cast.secretary)
    item = AgendaItem.objects.get(sheet=sheet)
    assert (item.session, item.state) == (session, AgendaState.LISTED)
    session.refresh_from_db()
    assert (session.held_on, session.moved_from, session.sequence) == (date(2018, 12, 21), date(2018, 12, 20), 1)
    assert (session.place, session.change_reason, session.revision) == ("Arras", "Salle prise", 1)


def test_the_referrer_reads_the_new_day(world, cast):
    item = scenes.scheduled(world, cast)
    moved(world.session, cast.secretary, held_on=date(2019, 1, 4))
    progress = Progress(cast.referent, item.referral)
    assert progress.session_on == date(2019, 1, 4)
    assert "4\u00a0janvier 2019" in progress.what_next


def test_the_mail_says_nothing_and_carries_the_new_day(world, cast, django_capture_on_commit_callbacks):
    item = scenes.scheduled(world, cast)
    member = cast.member
    with django_capture_on_commit_callbacks(execute=True):
        moved(convened(world, cast), cast.secretary)
    mail.outbox[:] = [message for message in mail.outbox if "change de date" in message.subject]
    (message,) = mail.outbox
    assert message.to == [member.user.email]
    written = message.subject + message.body + str(agenda_file(message))
    for hidden in (item.case.number, "Vandecasteele", "Salle prise", world.instance.label):
        assert hidden not in written
    (event,) = agenda_file(message).events
    assert event["SEQUENCE"] == 1
    assert event.decoded("DTSTART").replace(tzinfo=None).isoformat() == "2018-12-21T14:00:00"


def test_answers_of_the_former_day_are_forgotten(world, cast):
    session = convened(world, cast)
    seat = cast.member.memberships[0]
    SessionInvitation.objects.create(
        session=session, user=seat.user, organisation=seat.organisation, answer="present", answered_at=clock.now()
    )
    moved(session, cast.secretary, held_on=session.held_on)
    assert SessionInvitation.objects.get().answer == "present"
    moved(session, cast.secretary)
    assert SessionInvitation.objects.get().answer == ""


@pytest.mark.parametrize("state", [SessionState.OPEN, SessionState.CLOSED, SessionState.CANCELLED])
def test_a_session_begun_or_cancelled_no_longer_moves(world, cast, state):
    Session.objects.filter(pk=world.session.pk).update(state=state)
    world.session.refresh_from_db()
    with pytest.raises(ValidationError, match="ne peut plus changer"):
        moved(world.session, cast.secretary)


def test_it_moves_to_a_free_day_to_come(world, cast):
    with pytest.raises(ValidationError, match="à venir"):
        moved(world.session, cast.secretary, held_on=date(2018, 12, 13))
    plan_session(instance=world.instance, held_on=date(2018, 12, 21), starts_at=time(9), by=cast.secretary)
    with pytest.raises(ValidationError, match="déjà prévue"):
        moved(world.session, cast.secretary)


# Cancelled


def _busy(world, cast) -> tuple[AgendaItem, AgendaItem]:
    return scenes.scheduled(world, cast), add_subject(
        session=world.session, subject="Le secret partagé", minutes=15, by=cast.secretary
    )


def test_what_was_on_the_agenda_is_ready_again(world, cast):
    item, _ = _busy(world, cast)
    cancel_session(session=world.session, by=cast.secretary, reason="Grève des trains")
    item.refresh_from_db()
    item.referral.refresh_from_db()
    assert (item.state, item.referral.state) == (AgendaState.POSTPONED, ReferralState.DEFERRED)
    assert world.session.change_reason == "Grève des trains"


def test_or_goes_to_the_next_session_at_once(world, cast):
    item, subject = _busy(world, cast)
    following = plan_session(
        instance=world.instance, held_on=date(2019, 1, 17), starts_at=time(9, 30), by=cast.secretary
    )
    cancel_session(session=world.session, by=cast.secretary, reason="Grève", to_next=True)
    carried = AgendaItem.objects.filter(session=following).in_meeting_order()
    assert [(one.kind, one.referral, one.subject) for one in carried] == [
        (AgendaKind.ENTRY, item.referral, ""),
        (AgendaKind.PRACTICE, None, subject.subject),
    ]
    item.referral.refresh_from_db()
    assert item.referral.state == ReferralState.SCHEDULED
    assert Progress(cast.referent, item.referral).session_on == date(2019, 1, 17)


def test_without_a_next_session_nothing_is_cancelled(world, cast, sign_in):
    scenes.scheduled(world, cast)
    answer = sign_in(cast.secretary).post(
        reverse("cellule:session_cancel", args=[world.session.pk]), {"reason": "Grève", "to_next": "1"}
    )
    assert answer.status_code == 422
    world.session.refresh_from_db()
    assert world.session.state == SessionState.PLANNED


def test_members_and_guests_learn_that_it_is_off(world, cast, django_capture_on_commit_callbacks):
    member = cast.member
    session = convened(world, cast)
    invite_person(session=session, function="Médecin", body="CMP", email="cmp@exemple.invalid", by=cast.secretary)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        cancel_session(session=session, by=cast.secretary, reason="Grève")
    told = [message for message in mail.outbox if "annulée" in message.subject]
    assert sorted(message.to[0] for message in told) == sorted([member.user.email, "cmp@exemple.invalid"])
    (event,) = agenda_file(told[0]).events
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    assert "Grève" not in told[0].body


def test_the_pages_say_why(world, cast, sign_in):
    client = sign_in(cast.secretary)
    address = reverse("cellule:session_move", args=[world.session.pk])
    sent = {"held_on": "2018-12-21", "starts_at": "14:00", "place": "Arras", "reason": "Salle prise"}
    assert client.post(address, {**sent, "reason": ""}).status_code == 422
    assert client.post(address, sent).status_code == 302
    page = client.get(reverse("cellule:session_calendar")).content.decode()
    assert "au lieu du 20\u00a0décembre 2018" in page
    assert "Salle prise" in page
    client.post(reverse("cellule:session_cancel", args=[world.session.pk]), {"reason": "Grève"})
    page = client.get(reverse("cellule:session_calendar")).content.decode()
    assert "Annulée" in page
    assert client.get(address).status_code == 403
