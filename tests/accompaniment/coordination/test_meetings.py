"""Meetings about a household: planned, moved, held; who is told, what waits, who reads."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from accompaniment import timeline
from accompaniment.coordination.agenda import events_for
from accompaniment.coordination.choices import MEETING_MOVES, MeetingState
from accompaniment.coordination.rules import CONCLUSIONS
from accompaniment.feed import feed
from accompaniment.half_days import proposed
from accompaniment.models import (
    CaseMeeting,
    HandedConclusions,
    Intervention,
)
from accompaniment.services import conclusions as concluding
from accompaniment.services import meeting_guests as inviting
from accompaniment.services import meetings as services
from partners.roles import Role
from tests.accompaniment.coordination.acts import PERSON, conclude, held, in_days, lines, planned
from veille.core import clock, links
from veille.core.transitions import ForbiddenMove, move
from veille.core.versions import version_of


def test_a_meeting_is_planned_ahead_and_not_in_the_past(case, cast):
    with pytest.raises(ValidationError, match="jour à venir"):
        planned(case, cast, held_on=in_days(-1))


def test_a_tripartite_meeting_invites_the_landlord(case, cast):
    with pytest.raises(ValidationError, match="bailleur"):
        planned(case, cast, kind="tripartite")


def test_an_organisation_without_a_grant_is_not_invited(case, world, cast):
    meeting = planned(case, cast, [world.other_landlord, world.landlord], kind="tripartite")
    assert [guest.organisation for guest in meeting.guests.filter(kind="organisation")] == [world.landlord]


def test_a_household_represented_is_represented_by_somebody(case, cast):
    with pytest.raises(ValidationError, match="qui représente"):
        planned(case, cast, household_part="represented")


def test_a_colleague_is_told_by_a_mail_that_says_nothing(case, world, cast, django_capture_on_commit_callbacks):
    manager = cast[Role.LANDLORD_MANAGER]
    with django_capture_on_commit_callbacks(execute=True):
        planned(case, cast, [world.landlord], kind="tripartite")
    (told,) = mail.outbox
    assert told.to == [manager.user.email]
    assert "une réunion vous attend" in told.subject
    for word in (case.number, "Point sur l’année", "tripartite", "nos locaux"):
        assert word not in told.body + told.subject + str(told.attachments)


def test_moved_it_is_told_again_and_asked_again(case, world, cast, tripartite, django_capture_on_commit_callbacks):
    organisation, _ = tripartite.guests.get(kind="organisation"), cast[Role.LANDLORD_MANAGER]
    inviting.answer_meeting(guest=organisation, answer="present", by=cast.referent)
    fields = {name: getattr(tripartite, name) for name in services._TOLD}
    told = {
        **fields, "held_on": in_days(9), "kind": "tripartite", "agenda": "Point", "household_part": "present",
        "represented_by": "", "worker": cast.worker.user, "team": [cast.worker.user], "organisations": [world.landlord],
    }  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        services.change_meeting(meeting=tripartite, version=version_of(tripartite), by=cast.worker, **told)
    organisation.refresh_from_db()
    assert organisation.answer == ""
    assert "change de date" in mail.outbox[-1].subject
    assert CaseMeeting.objects.get().sequence == 1


def test_two_people_change_it_and_nothing_is_lost(meeting, cast):
    fields = {name: getattr(meeting, name) for name in (*services._TOLD, "kind", "agenda", "household_part")}
    common = {"team": [], "organisations": [], "represented_by": "", "worker": cast.worker.user, **fields}
    version = version_of(meeting)
    services.change_meeting(meeting=meeting, version=version, by=cast.worker, **{**common, "agenda": "Autre point"})
    with pytest.raises(ValidationError, match="entre-temps"):
        services.change_meeting(meeting=meeting, version=version, by=cast.worker, **common)


@pytest.mark.parametrize("state", MeetingState.values)
@pytest.mark.parametrize("target", MeetingState.values)
def test_every_state_and_target(meeting, state, target):
    CaseMeeting.objects.filter(pk=meeting.pk).update(state=state)
    if target in MEETING_MOVES[state]:
        move(meeting, target, allowed=MEETING_MOVES)
        return
    with pytest.raises(ForbiddenMove):
        move(meeting, target, allowed=MEETING_MOVES)


def test_held_it_is_in_the_feed_the_timeline_and_the_half_days(case, meeting, cast, world):
    held(meeting, cast)
    noted = Intervention.objects.get(case=case)
    assert (noted.kind, noted.minutes) == ("synthesis_meeting", 75)
    assert any(entry.intervention == noted for entry in feed(cast.worker, case).entries)
    assert any(event.title == "Réunion de synthèse" for event in timeline.events(cast.worker, case))
    found = proposed(cast.worker.user, world.association, clock.today(), clock.today())
    assert sum(one.total for one in found.values()) == 75


def test_a_household_that_was_there_has_its_word(meeting, cast):
    with pytest.raises(ValidationError, match="ses mots à lui"):
        held(meeting, cast, household_word=" ")
    held(meeting, cast, household_part="absent", household_word="")


def test_who_was_there_is_noted(meeting, guest, cast):
    held(meeting, cast, attended=[guest.pk])
    assert set(meeting.guests.filter(attended=True)) == {guest}


def test_what_is_left_waits_in_the_list_of_who_leads_it(case, meeting, cast):
    CaseMeeting.objects.filter(pk=meeting.pk).update(held_on=clock.today())
    assert "Réunion de synthèse : a-t-elle eu lieu ?" in lines(cast.worker)
    meeting.refresh_from_db()
    held(meeting, cast)
    assert "Réunion de synthèse : conclusions à écrire" in lines(cast.worker)
    conclude(meeting, cast)
    concluding.add_decision(
        meeting=meeting, label="Relire", who="Elle", due_on=in_days(2), is_shared=False, by=cast.worker
    )
    left = lines(cast.worker)
    assert "Décidé en réunion : où en est-on ?" in left
    assert not any("conclusions" in title for title in left)


def test_the_landlord_is_asked_whether_it_comes_until_it_answers(tripartite, cast, sign_in):
    assert "Rencontre tripartite : on vous y attend" in lines(cast.referent)
    guest = tripartite.guests.get(kind="organisation")
    sign_in(cast.referent).post(reverse("accompaniment:guest_answer", args=[guest.pk]), {"present": "1"})
    guest.refresh_from_db()
    assert guest.answer == "present"
    assert "Rencontre tripartite : on vous y attend" not in lines(cast.referent)


def test_her_agenda_holds_the_hour_and_a_neutral_title(meeting, cast):
    (event,) = events_for(cast.worker)
    assert "Réunion" in str(event["summary"]) and "location" not in event


def test_a_meeting_is_planned_invited_held_and_concluded_by_its_pages(case, world, cast, sign_in):
    client = sign_in(cast.worker)
    told = {
        "kind": "synthesis", "held_on": str(clock.today()), "starts_at": "10:00", "minutes": "60",
        "way": "video", "place": "Lien envoyé par courriel", "agenda": "Point", "household_part": "represented",
        "represented_by": "Sa sœur", "worker": cast.worker.user_id, "team": [cast.worker.user_id],
    }  # fmt: skip
    answer = client.post(reverse("accompaniment:meeting_plan", args=[case.pk]), told)
    meeting = CaseMeeting.objects.get()
    assert answer["Location"] == reverse("accompaniment:meeting_detail", args=[meeting.pk])
    guest_page = reverse("accompaniment:guest_add", args=[meeting.pk])
    client.post(guest_page, {**PERSON, "email": "", "agreed_on": str(clock.today())})
    guest = meeting.guests.get(kind="outside")
    given = client.post(reverse("accompaniment:guest_invite", args=[guest.pk]))
    assert "montrée qu’une fois" in given.content.decode()
    noted = {
        "held_on": str(clock.today()), "minutes": "50", "household_part": "represented", "represented_by": "Sa sœur",
        "people_met": "0", "attended": [guest.pk], "household_word": "Elle dit oui.", "text": "", "level": "",
    }  # fmt: skip
    assert client.post(reverse("accompaniment:meeting_hold", args=[meeting.pk]), noted).status_code == 302
    written = {"text": "On continue.", "audience": "summary", "is_agreed": "on", "former": "0"}
    assert client.post(reverse("accompaniment:conclusions_write", args=[meeting.pk]), written).status_code == 302
    page = client.get(reverse("accompaniment:meeting_detail", args=[meeting.pk])).content.decode()
    assert "On continue." in page and "Elle dit oui." in page
    handed = client.post(
        reverse("accompaniment:conclusions_hand", args=[meeting.pk]), {"guest": guest.pk, "days": "10"}
    )
    assert "montrée qu’une fois" in handed.content.decode()
    assert links.of(CONCLUSIONS, HandedConclusions.objects.get().pk).count() == 1
