"""People without an account: nothing without the household’s agreement, everything closed when it takes it back."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accompaniment.coordination.rules import INVITATION
from accompaniment.models import (
    CaseMeeting,
    MeetingGuest,
)
from accompaniment.services import meeting_guests as inviting
from accompaniment.services import meetings as services
from households.services import record_adhesion
from tests import factories
from tests.accompaniment.coordination.acts import PERSON, held, in_days, name_guest, path_of
from veille.core import clock, links
from veille.core.models import AccessEvent


def test_nothing_leaves_without_the_agreement_of_the_household(meeting, cast):
    guest = name_guest(meeting, cast, agreed=False)
    with pytest.raises(ValidationError, match="accord du ménage"):
        inviting.invite_guest(guest=guest, by=cast.worker)
    assert not links.of(INVITATION, guest.pk).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingGuest.objects.filter(pk=guest.pk).update(invited_at=clock.now())


def test_nothing_leaves_when_the_household_no_longer_wishes_it(case, guest, cast):
    record_adhesion(case=case, state="withdrawn", by=cast.worker)
    with pytest.raises(ValidationError, match="rien de nouveau"):
        inviting.invite_guest(guest=guest, by=cast.worker)


def test_the_invitation_goes_by_mail_and_says_nothing_of_the_household(
    case, guest, cast, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert inviting.invite_guest(guest=guest, by=cast.worker) == ""
    told = mail.outbox[-1]
    assert told.to == ["cabinet@exemple.test"]
    assert "/lien/" in told.body
    assert case.number not in told.body and "Point sur" not in told.body


def test_who_was_invited_reads_the_meeting_and_answers(client, meeting, case, address):
    page = client.get(path_of(address), follow=True)
    text = page.content.decode()
    assert "Point sur l’année" in text and "Dans nos locaux" in text
    assert case.number not in text
    link = page.context["link"]
    client.post(reverse("accompaniment:invitation_answer", args=[link.pk]), {"present": "1"})
    assert MeetingGuest.objects.get(name=PERSON["name"]).answer == "present"
    assert AccessEvent.objects.filter(user=link.pk, cases__contains=[case.pk]).exists()
    agenda = client.get(reverse("accompaniment:invitation_file", args=[link.pk])).content.decode()
    assert "Réunion" in agenda and "nos locaux" not in agenda and "LOCATION" not in agenda


def test_what_the_household_takes_back_is_closed_at_the_next_request(client, meeting, cast, address):
    assert client.get(path_of(address), follow=True).status_code == 200
    inviting.note_agreement(guest=MeetingGuest.objects.get(kind="outside"), agreed_on=None, by=cast.worker)
    assert client.get(path_of(address), follow=True).status_code == 404


def test_a_household_that_stops_closes_every_door(client, case, meeting, cast, address):
    record_adhesion(case=case, state="refused", by=cast.worker)
    assert client.get(path_of(address), follow=True).status_code == 404


def test_a_file_that_becomes_restricted_closes_them_too(client, case, meeting, cast, address):
    inviting.close_handed_of(case)
    assert client.get(path_of(address), follow=True).status_code == 404


def test_about_a_household_in_danger_somebody_says_why_it_may_leave(case, guest, cast):
    factories.restrict(case, cast.worker)
    with pytest.raises(ValidationError, match="sans danger"):
        inviting.invite_guest(guest=guest, by=cast.worker)
    inviting.invite_guest(guest=guest, by=cast.worker, release_reason="agreed")


def test_cancelled_it_closes_what_was_open(client, meeting, cast, address):
    services.cancel_meeting(meeting=meeting, by=cast.worker)
    assert client.get(path_of(address), follow=True).status_code == 404
    with pytest.raises(ValidationError):
        held(meeting, cast)


def test_the_address_of_a_person_is_forgotten_after_the_meeting(meeting, guest):
    CaseMeeting.objects.filter(pk=meeting.pk).update(held_on=in_days(-91))
    assert inviting.forget_addresses() == 1
    guest.refresh_from_db()
    assert guest.email == "" and guest.name == PERSON["name"]
