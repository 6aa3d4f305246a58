"""What a meeting concludes: who reads it, what is handed outside and corrected, what is decided."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accompaniment import timeline
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
from partners.roles import Role
from tests import factories
from tests.accompaniment.coordination.acts import PERSON, conclude, held, in_days, name_guest, path_of


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
