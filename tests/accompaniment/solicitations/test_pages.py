"""The pages: one tap, the whole form, the answer, the list of what waits and its spreadsheet."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from accompaniment.models import Solicitation
from accompaniment.services import solicitations as services
from accompaniment.solicitation_exports import SolicitationList
from partners.roles import Role
from tests.accompaniment.solicitations.asking import ask, at, promised, visit
from veille.core.models import AccessEvent


def send(client, name, pk, key=None, **answers):
    url = reverse(f"accompaniment:{name}", args=[pk])
    return client.post(url, {"submission_key": str(key or uuid4()), **answers})


TYPED = {"origin": "landlord", "received_on": "2018-12-14", "received_time": "10:05", "about": "Plus de chauffage."}


def test_one_tap_notes_that_the_household_asks_now(case, cast, sign_in, it_is):
    it_is("10:05")
    client, key = sign_in(cast.worker), uuid4()
    for _ in range(2):
        assert send(client, "solicitation_tap", case.pk, key).status_code == 302
    row = Solicitation.objects.get()
    assert (row.origin, row.received_at, row.organisation) == ("household", at("10:05"), cast.worker.organisation)
    page = client.get(reverse("accompaniment:case_fragment", args=[case.pk])).content.decode()
    assert "Sollicitation reçue à 10\u00a0h\u00a005\u00a0: à répondre avant 12\u00a0h\u00a000." in page
    assert page.count("À répondre avant 12\u00a0h\u00a000") == 1


def test_the_landlord_asks_the_association(world, case, cast, sign_in):
    client = sign_in(cast.referent)
    page = client.get(reverse("accompaniment:solicitation_add", args=[case.pk])).content.decode()
    assert f'value="{world.association.pk}"' in page
    sent = send(client, "solicitation_add", case.pk, organisation=str(world.association.pk), **TYPED)
    assert sent.status_code == 302
    row = Solicitation.objects.get()
    assert (row.organisation, row.noted_for, row.is_shared) == (world.association, world.landlord, True)
    assert (row.about, row.received_at) == ("Plus de chauffage.", at("10:05"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"origin": ""}, "Dites qui demande"),
        ({"received_time": ""}, "Indiquez une heure"),
        ({"received_time": "17:40"}, "Indiquez une heure passée"),
        ({"received_on": "2018-01-01"}, "Indiquez une date à partir du"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(world, case, cast, sign_in, wrong, words):
    client = sign_in(cast.worker)
    answers = {**TYPED, "organisation": str(world.association.pk), **wrong}
    page = send(client, "solicitation_add", case.pk, **answers)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert "Plus de chauffage." in page.content.decode()
    assert not Solicitation.objects.exists()


def test_an_organisation_that_is_not_there_is_no_choice(world, case, cast, sign_in):
    answers = {**TYPED, "organisation": str(world.other_association.pk)}
    assert send(sign_in(cast.worker), "solicitation_add", case.pk, **answers).status_code == 422


def test_answering_by_voice(case, cast, sign_in):
    row = ask(case, cast.worker)
    answers = {"intervention": "", "answered_on": "2018-12-14", "answered_time": "11:15"}
    assert send(sign_in(cast.worker), "solicitation_answer", row.pk, **answers).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.answered_at, row.answered_with) == ("answered", at("11:15"), "answer")


def test_answering_by_a_visit_noted_without_its_hour(case, cast, sign_in):
    row = ask(case, cast.worker, "2018-12-13 10:00")
    met = visit(case, cast.worker, happened_on=at("2018-12-13 10:00").date())
    answers = {"intervention": str(met.pk), "answered_on": "2018-12-13", "answered_time": "11:00"}
    assert send(sign_in(cast.worker), "solicitation_answer", row.pk, **answers).status_code == 302
    row.refresh_from_db()
    assert (row.intervention, row.answered_at) == (met, at("2018-12-13 11:00"))


def test_where_an_intervention_answers_the_page_says_so(world, cast, it_is, sign_in):
    case = promised(world, cast, kind="half_day", satisfied_by="intervention")
    row = ask(case, cast.worker)
    client = sign_in(cast.worker)
    page = client.get(reverse("accompaniment:solicitation_answer", args=[row.pk])).content.decode()
    assert "C’est une intervention qui répond dans ce dispositif" in page
    answers = {"intervention": "", "answered_on": "2018-12-14", "answered_time": "11:15"}
    assert send(client, "solicitation_answer", row.pk, **answers).status_code == 422


def test_a_question_answered_meanwhile_is_told_in_words(case, cast, sign_in):
    row = ask(case, cast.worker)
    services.answer_solicitation(solicitation=row, by=cast.worker)
    page = send(sign_in(cast.worker), "solicitation_drop", row.pk, reason="settled")
    assert page.status_code == 422
    assert "De l’état «\u00a0Répondue\u00a0»" in page.content.decode()


def test_what_was_noted_by_mistake_goes_and_comes_back(case, cast, sign_in):
    row, client = ask(case, cast.worker), sign_in(cast.worker)
    assert send(client, "solicitation_drop", row.pk, reason="mistake").status_code == 302
    assert send(client, "solicitation_reopen", row.pk).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.drop_reason) == ("open", "")


def test_the_landlord_that_asked_may_withdraw_and_not_answer(world, case, cast, sign_in):
    row, client = ask(case, cast.referent, organisation=world.association, origin="landlord"), sign_in(cast.referent)
    assert client.get(reverse("accompaniment:solicitation_answer", args=[row.pk])).status_code == 403
    assert send(client, "solicitation_drop", row.pk, reason="settled").status_code == 302


def test_the_list_begins_with_what_waits_and_leaves_a_trace(case, cast, sign_in):
    answered = ask(case, cast.worker, "2018-12-12 09:00", about="La plus ancienne")
    services.answer_solicitation(solicitation=answered, by=cast.worker, at=at("2018-12-12 10:00"))
    ask(case, cast.worker, about="Celle qui attend")
    client = sign_in(cast.worker)
    page = client.get(reverse("accompaniment:solicitation_list")).content.decode()
    assert "Celle qui attend" in page
    assert "La plus ancienne" not in page
    assert "50\u00a0% (1\u00a0/\u00a02)" in page
    page = client.get(reverse("accompaniment:solicitation_list") + "?state=all").content.decode()
    assert page.index("Celle qui attend") < page.index("La plus ancienne")
    assert AccessEvent.objects.filter(section="interventions", kind="list", cases=[case.pk]).exists()


@pytest.mark.parametrize(("query", "found"), [("", 1), ("?colour=green", 0), ("?colour=amber", 1), ("?whose=own", 1)])
def test_the_list_is_narrowed_by_the_address(case, cast, sign_in, query, found):
    ask(case, cast.worker, about="Celle qui attend")
    page = sign_in(cast.worker).get(reverse("accompaniment:solicitation_list") + query).content.decode()
    assert page.count("Celle qui attend") == found


def test_who_has_no_business_with_it_is_refused(case, cast, sign_in):
    for role in (Role.LANDLORD_MANAGER, Role.PROJECT_MANAGER):
        assert sign_in(cast[role]).get(reverse("accompaniment:solicitation_list")).status_code == 403


def test_the_list_leaves_as_a_spreadsheet(case, cast):
    row = ask(case, cast.worker, about="Plus de chauffage.")
    services.answer_solicitation(solicitation=row, by=cast.worker, at=row.received_at + timedelta(hours=1))
    listing = SolicitationList()
    columns = {column.key: column for column in listing.columns(cast.manager, {})}
    (line,) = next(iter(listing.batches(cast.manager, {"query": "state=all"})))
    told = [columns[key].cell(line) for key in ("received_time", "origin", "state", "answered_time")]
    assert told == ["10:05", "Le ménage", "Répondue dans la demi-journée", "11:05"]
    assert listing.count(cast.manager, {"query": ""}) == 0
