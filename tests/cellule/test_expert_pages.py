"""The pages of a question to the experts: asked once, found again, shown by fifty, and from the file itself."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cellule.models import ExpertRequest
from partners.actors import actor_of
from partners.models import Membership
from partners.roles import Role
from tests import factories
from tests.cellule import expert_scenes as scenes

DAY = date(2018, 12, 14)


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


@pytest.fixture
def expert(cast):
    return scenes.experts_at(cast)


def test_asking_in_the_browser_once(world, cast, expert, sign_in):
    client, address = sign_in(cast.referent), reverse("cellule:expert_ask")
    assert "psychiques" in client.get(address).content.decode()
    sent = {
        "dispositif": world.dispositif.pk,
        "competence": scenes.COMPETENCE,
        "submission_key": "11111111-1111-4111-8111-111111111111",
        **scenes.WORDS,
    }
    first, second = client.post(address, sent), client.post(address, sent)
    assert first.status_code == second.status_code == 302 and first["Location"] == second["Location"]
    assert ExpertRequest.objects.count() == 1


def test_what_identifies_is_shown_in_the_form_and_confirmed_there(world, cast, expert, sign_in):
    client, address = sign_in(cast.referent), reverse("cellule:expert_ask")
    sent = {"dispositif": world.dispositif.pk, "competence": scenes.COMPETENCE, **scenes.WORDS}
    sent["question"] = "Monsieur D. ne répond plus."
    refused = client.post(address, sent)
    assert refused.status_code == 422 and "Monsieur D." in refused.content.decode()
    assert client.post(address, {**sent, "confirmed": "on"}).status_code == 302


def test_about_a_file_one_sees_and_no_other(world, cast, case, expert, sign_in):
    address = reverse("cellule:expert_ask_about", args=[case.pk])
    assert sign_in(cast.referent).get(address).status_code == 200
    assert sign_in(cast.partner(Role.LANDLORD_REFERENT)).get(address).status_code == 404
    assert sign_in(cast[Role.LANDLORD_MANAGER]).get(address).status_code == 403


def test_the_list_says_what_is_late_and_keeps_its_filters(world, cast, expert, sign_in):
    request = scenes.asked(world, cast)
    ExpertRequest.objects.filter(pk=request.pk).update(due_on=DAY - timedelta(days=1))
    client = sign_in(expert)
    shown = client.get(reverse("cellule:expert_list")).content.decode()
    assert "En retard" in shown and scenes.WORDS["subject"] in shown
    other = client.get(reverse("cellule:expert_list"), {"competence": "legal"}).content.decode()
    assert scenes.WORDS["subject"] not in other and "Aucune demande ne répond" in other
    assert scenes.WORDS["subject"] in client.get(reverse("cellule:expert_list"), {"state": "all"}).content.decode()


def test_the_file_shows_what_its_organisation_asked_and_to_nobody_else(world, cast, case, expert, sign_in):
    scenes.asked(world, cast, case=case)
    address = reverse("cellule:case_fragment", args=[case.pk])
    shown = sign_in(cast.referent).get(address).content.decode()
    assert scenes.WORDS["subject"] in shown and "Demander un avis à l’expertise" in shown
    for actor in (cast.worker, cast[Role.LANDLORD_MANAGER]):
        assert scenes.WORDS["subject"] not in sign_in(actor).get(address).content.decode()


def test_three_hundred_questions_come_by_fifty(world, cast, expert, sign_in):
    one = scenes.asked(world, cast)
    names = ("dispositif", "competence", "organisation", "asked_by", "due_on", "subject", "question")
    shared = {name: getattr(one, name) for name in names}
    ExpertRequest.objects.bulk_create(
        ExpertRequest(**shared, asked_on=DAY - timedelta(days=number)) for number in range(299)
    )
    shown = sign_in(expert).get(reverse("cellule:expert_list")).content.decode()
    assert shown.count(scenes.WORDS["subject"]) == 50 and "300\xa0demandes" in shown


def test_refused_the_page_goes_on_from_the_draft_it_had_kept(world, cast, sign_in):
    scenes.experts_at(cast)
    client = sign_in(cast.referent)
    typed = {**scenes.WORDS, "question": "Appeler le 06 39 98 12 34.", "draft_object": "", "draft_version": "0"}
    kept = client.post(reverse("core:draft_save", args=["expert_request"]), typed)
    assert kept.json()["version"] == 1
    sent = {**typed, "dispositif": world.dispositif.pk, "competence": scenes.COMPETENCE}
    refused = client.post(reverse("cellule:expert_ask"), sent)
    assert refused.status_code == 422
    assert 'name="draft_version" value="1"' in refused.content.decode()


def test_what_is_being_typed_is_found_again_about_no_file(world, cast, expert, sign_in):
    client = sign_in(cast.referent)
    typed = {**scenes.WORDS, "competence": scenes.COMPETENCE, "draft_object": "", "draft_version": "0"}
    assert client.post(reverse("core:draft_save", args=["expert_request"]), typed).status_code == 200
    address = reverse("cellule:expert_ask")
    assert scenes.WORDS["question"] in client.get(address).content.decode()
    sent = {"dispositif": world.dispositif.pk, "competence": scenes.COMPETENCE, **scenes.WORDS}
    assert client.post(address, sent).status_code == 302
    assert scenes.WORDS["question"] not in client.get(address).content.decode()


def test_an_expert_who_opens_the_file_besides_is_not_told_that_it_is_this_one(world, cast, case, expert, sign_in):
    worker = cast.worker.user
    scenes.experts_at(cast, world.association)
    scope = {"organisation": world.association, "role": Role.EXPERT, "starts_on": date(2015, 1, 1)}
    Membership.objects.create(user=worker, competences=[scenes.COMPETENCE], **scope)
    request = scenes.asked(world, cast, case=case)
    client = sign_in(actor_of(worker, world.association.pk))
    assert client.get(reverse("households:case_detail", args=[case.pk])).status_code == 200
    shown = client.get(reverse("cellule:expert_detail", args=[request.pk])).content.decode()
    assert scenes.WORDS["question"] in shown and case.number not in shown
    file = client.get(reverse("cellule:case_fragment", args=[case.pk])).content.decode()
    assert scenes.WORDS["subject"] not in file
