"""Meetings about a household: who is invited and how, what each reads of it, what is handed outside and taken back."""

from datetime import time, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accompaniment import timeline, todo
from accompaniment.coordination.agenda import events_for
from accompaniment.coordination.choices import MEETING_MOVES, MeetingState
from accompaniment.coordination.rules import CONCLUSIONS, INVITATION
from accompaniment.feed import feed
from accompaniment.half_days import proposed
from accompaniment.models import (
    Action,
    CaseMeeting,
    HandedConclusions,
    Intervention,
    MeetingConclusions,
    MeetingDecision,
    MeetingGuest,
    Note,
)
from accompaniment.services import agree_plan, draft_plan, save_objective
from accompaniment.services import conclusions as concluding
from accompaniment.services import meeting_guests as inviting
from accompaniment.services import meetings as services
from households.services import record_adhesion
from partners.roles import Role
from tests import factories
from veille.core import clock, links
from veille.core.models import AccessEvent
from veille.core.reads import held_for
from veille.core.transitions import ForbiddenMove, move
from veille.core.versions import version_of

PERSON = {"name": "Docteure Lamy", "function": "Médecin traitante", "body": "Maison de santé"}


def in_days(number):
    return clock.today() + timedelta(days=number)


def planned(case, cast, organisations=(), **fields):
    told = {
        "kind": "synthesis", "held_on": in_days(7), "starts_at": time(14), "minutes": 60, "way": "in_person",
        "place": "Dans nos locaux", "agenda": "Point sur l’année", "household_part": "present", "represented_by": "",
        "worker": cast.worker.user, "team": [cast.worker.user], **fields,
    }  # fmt: skip
    return services.plan_meeting(case=case, organisations=organisations, by=cast.worker, **told)


def held(meeting, cast, **fields):
    told = {
        "held_on": clock.today(), "minutes": 75, "household_part": "present", "household_word": "Je veux rester ici.",
        "people_met": 1, "text": "Elle parle de sa santé.", "level": "association_only", **fields,
    }  # fmt: skip
    return services.hold_meeting(meeting=meeting, by=cast.worker, **told)


def conclude(meeting, cast, former=0, **fields):
    told = {"text": "Chacun revoit l’échéancier.", "audience": "interventions_shared", "is_agreed": True, **fields}
    return concluding.write_conclusions(meeting=meeting, former=former, by=cast.worker, **told)


def name_guest(meeting, cast, agreed=True, **fields):
    told = {**PERSON, "email": "cabinet@exemple.test", **fields}
    agreed_on = clock.today() if agreed else None
    return inviting.name_guest(meeting=meeting, agreed_on=agreed_on, by=cast.worker, **told)


@pytest.fixture
def tripartite(case, world, cast):
    return planned(case, cast, [world.landlord], kind="tripartite")


@pytest.fixture
def meeting(case, cast):
    return planned(case, cast)


@pytest.fixture
def guest(meeting, cast):
    return name_guest(meeting, cast)


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


@pytest.fixture
def address(meeting, cast):
    """Of somebody who has no mail: the address is told to who invites."""
    return inviting.invite_guest(guest=name_guest(meeting, cast, email=""), by=cast.worker)


def path_of(address):
    return "/" + address.split("/", 3)[3]


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


def test_cancelled_it_closes_what_was_open(client, meeting, cast, address):
    services.cancel_meeting(meeting=meeting, by=cast.worker)
    assert client.get(path_of(address), follow=True).status_code == 404
    with pytest.raises(ValidationError):
        held(meeting, cast)


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


def test_of_a_tripartite_the_landlord_reads_the_day_the_people_and_the_conclusions(
    case, tripartite, cast, sign_in, world
):
    name_guest(tripartite, cast)
    conclude(held(tripartite, cast), cast)
    page = sign_in(cast.referent).get(reverse("accompaniment:meeting_detail", args=[tripartite.pk]))
    text = page.content.decode()
    assert "Chacun revoit l’échéancier." in text and PERSON["name"] in text
    for word in ("Je veux rester ici.", "Elle parle de sa santé.", "cabinet@exemple.test"):
        assert word not in text
    assert not Note.objects.visible_to(cast.referent).exists()
    assert Intervention.objects.visible_to(cast.referent).filter(kind="tripartite_meeting").exists()


def test_of_a_synthesis_without_it_the_landlord_reads_nothing(case, meeting, cast, sign_in):
    conclude(held(meeting, cast), cast, audience="summary")
    for model in (CaseMeeting, MeetingGuest, MeetingConclusions, MeetingDecision, Intervention):
        assert not model.objects.visible_to(cast.referent).exists()
    client = sign_in(cast.referent)
    assert client.get(reverse("accompaniment:meeting_detail", args=[meeting.pk])).status_code == 404
    room = client.get(reverse("accompaniment:coordination", args=[case.pk])).content.decode()
    assert "Aucune réunion à laquelle votre organisme soit invité" in room
    assert not any(event.title == "Réunion de synthèse" for event in timeline.events(cast.referent, case))


def test_conclusions_stay_in_the_team_until_the_household_agrees(tripartite, cast):
    conclude(held(tripartite, cast), cast, is_agreed=False)
    assert MeetingConclusions.objects.visible_to(cast.worker).exists()
    assert not MeetingConclusions.objects.visible_to(cast.referent).exists()


def test_their_section_says_who_of_the_landlord_reads_them(tripartite, cast, world):
    client_manager = cast[Role.LANDLORD_CLIENT_MANAGER]
    litigation = cast[Role.LANDLORD_LITIGATION]
    conclude(held(tripartite, cast), cast, audience="interventions_shared")
    for actor in (client_manager, cast.referent):
        assert MeetingConclusions.objects.visible_to(actor).exists()
    assert not MeetingConclusions.objects.visible_to(litigation).exists()


def test_the_readers_are_named_before_anything_is_kept(tripartite, cast, sign_in, world):
    held(tripartite, cast)
    assert cast.referent
    page = sign_in(cast.worker).get(reverse("accompaniment:conclusions_write", args=[tripartite.pk]))
    assert world.landlord.short_name in page.content.decode()


def test_a_correction_says_so_to_who_was_handed_the_former_text(client, meeting, guest, cast):
    conclude(held(meeting, cast), cast)
    MeetingGuest.objects.filter(pk=guest.pk).update(email="")
    handed, address = concluding.hand_conclusions(guest=guest, days=10, by=cast.worker)
    first = client.get(path_of(address), follow=True)
    assert "Corrigées depuis" not in first.content.decode()
    conclude(meeting, cast, former=1, text="Chacun revoit son échéancier.")
    text = client.get(path_of(address), follow=True).content.decode()
    assert "Corrigées depuis" in text and "son échéancier" in text
    pdf = client.get(reverse("accompaniment:handed_document", args=[first.context["link"].pk]))
    assert pdf["Content-Type"] == "application/pdf"
    concluding.close_handed(handed=handed, by=cast.worker)
    assert client.get(path_of(address), follow=True).status_code == 404


def test_conclusions_not_read_over_with_the_household_are_handed_to_nobody(meeting, guest, cast):
    conclude(held(meeting, cast), cast, is_agreed=False)
    with pytest.raises(ValidationError, match="relues"):
        concluding.hand_conclusions(guest=guest, days=10, by=cast.worker)
    assert not HandedConclusions.objects.exists()


def test_two_people_correct_and_nobody_overwrites_unread(meeting, cast):
    conclude(held(meeting, cast), cast)
    conclude(meeting, cast, former=1, text="Autre texte.")
    with pytest.raises(ValidationError, match="entre-temps"):
        conclude(meeting, cast, former=1, text="Encore un autre.")


def test_conclusions_hold_on_one_page(meeting, cast, sign_in):
    conclude(held(meeting, cast), cast, text="Une phrase assez longue pour remplir. " * 75)
    page = sign_in(cast.worker).get(reverse("accompaniment:conclusions_print", args=[meeting.pk]))
    assert page.content.count(b"/Type /Page\n") + page.content.count(b"/Type /Page ") <= 1


def test_a_decision_goes_into_the_plan_being_written_and_not_into_one_agreed(case, meeting, cast, world):
    measure = factories.make_measure(case, world.association)
    plan = draft_plan(measure=measure, priorities="Rester.", review_on=in_days(60), by=cast.worker)
    save_objective(plan=plan, label="Payer", theme="budget", is_shared=False, actions=[], by=cast.worker)
    decision = concluding.add_decision(
        meeting=held(meeting, cast), label="Appeler la CAF", who="La référente", due_on=in_days(5), is_shared=True,
        by=cast.worker,
    )  # fmt: skip
    objective = plan.objectives.get()
    concluding.put_in_plan(decision=decision, objective=objective, by=cast.worker)
    assert Action.objects.get().label == "Appeler la CAF"
    again = concluding.add_decision(
        meeting=meeting, label="Revoir le bail", who="Le bailleur", due_on=in_days(5), is_shared=True, by=cast.worker
    )
    agree_plan(plan=plan, by=cast.worker)
    with pytest.raises(ValidationError, match="nouvelle version"):
        concluding.put_in_plan(decision=again, objective=objective, by=cast.worker)
    concluding.finish_decision(decision=again, by=cast.worker)


def lines(actor):
    view = type("View", (), {})

    def page(request):
        view.items = todo.work_items(actor)
        return type("Response", (), {})()

    request = type("Request", (), {"resolver_match": type("Match", (), {"view_name": "home"})})()
    held_for(actor, page)(request)
    return [item.title for item in view.items]


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


def test_the_address_of_a_person_is_forgotten_after_the_meeting(meeting, guest):
    CaseMeeting.objects.filter(pk=meeting.pk).update(held_on=in_days(-91))
    assert inviting.forget_addresses() == 1
    guest.refresh_from_db()
    assert guest.email == "" and guest.name == PERSON["name"]


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
