"""« Orienter un ménage », as the landlord's referent types it."""

from uuid import uuid4

import pytest

from cellule.models import Referral
from households.grants import GrantLevel
from households.models import Case, ContactDetail, Dwelling, Household, HousingPeriod, NamedPerson, ProtectedDetail
from households.services import close_case
from partners.communes import load_communes
from partners.roles import Role
from tests.cellule.referral_answers import LEAST, fill, send, start
from tests.cellule.second_dispositif import second_dispositif
from tests.factories import make_referred_case
from veille.core import crypto
from veille.core.models import Draft

pytestmark = pytest.mark.django_db


def with_answers(**steps) -> dict:
    return {step: {**data, **steps.get(step, {})} for step, data in LEAST.items()}


def test_the_danger_question_comes_alone_and_first(cast, sign_in):
    client = sign_in(cast.referent)
    page = client.get("/orienter/").content.decode()
    assert "Y a-t-il un danger" in page
    assert "Nom" not in page.split("<main")[1].split("brouillons")[0].replace("Nombre", "")
    assert client.post("/orienter/", {}).status_code == 422
    assert not Draft.objects.exists()


def test_an_orientation_of_the_least_words_is_sent_whole(cast, sign_in, world):
    client = sign_in(cast.referent)
    address = start(client)
    fill(client, address)
    answer = send(client, address)
    referral = Referral.objects.get()
    assert answer["Location"] == f"/orientations/{referral.pk}/"
    assert referral.case.number.startswith(f"{world.dispositif.number_prefix}-2018-")
    assert referral.instance == world.instance
    assert referral.case.territory == world.territory
    assert {(g.organisation, g.level) for g in referral.case.accesses.all()} == {
        (world.landlord, GrantLevel.STATUS),
        (world.landlord, GrantLevel.PRESENTING),
        (world.landlord, GrantLevel.LANDLORD_OF_DWELLING),
        (world.organiser, GrantLevel.ADMISSION),
    }
    assert not Draft.objects.exists()
    assert referral.case.number in client.get(answer["Location"]).content.decode()


def test_sixteen_compulsory_answers_at_most_in_the_widest_case(cast, sign_in, world):
    """An association, a commune of no territory, a household not informed: every question that can be compulsory is."""
    second_dispositif(world)
    widest = with_answers(
        entree={"dispositif": str(world.dispositif.pk)},
        logement={
            "commune": "11069",
            "territory": str(world.territory.pk),
            "landlord": str(world.landlord.pk),
        },
        envoi={
            "information": "not_yet",
            "information_reason": "Pas encore rencontré.",
            "information_due": "2018-12-20",
        },
    )
    compulsory = [(step, name) for step, data in widest.items() for name in data]
    assert 1 + len(compulsory) <= 16
    client = sign_in(cast.worker)
    for step, name in compulsory:
        assert not _goes_through(client, widest, without=(step, name)), name
    assert _goes_through(client, widest)


def _goes_through(client, answers: dict, without: tuple[str, str] = ("", "")) -> bool:
    left = {step: {n: v for n, v in data.items() if (step, n) != without} for step, data in answers.items()}
    address = start(client)
    for step, data in left.items():
        if step != "envoi":
            client.post(f"{address}{step}/", {**data, "action": "leave", "page_key": "page"})
    before = Referral.objects.count()
    send(client, address, left)
    return Referral.objects.count() == before + 1


def test_a_double_click_sends_once(cast, sign_in):
    client = sign_in(cast.referent)
    address, key = start(client), str(uuid4())
    fill(client, address)
    first, second = send(client, address, key=key), send(client, address, key=key)
    assert first["Location"] == second["Location"]
    assert Referral.objects.count() == Case.objects.count() == Household.objects.count() == 1


def test_the_draft_is_encrypted_and_found_again_after_signing_in_anew(cast, sign_in):
    client = sign_in(cast.referent)
    address = start(client)
    kept = client.post(f"{address}menage/brouillon/", {"last_name": "Ouazène", "page_key": "a", "draft_version": "0"})
    assert kept.json() == {"version": 1}
    assert b"Ouaz" not in bytes(Draft.objects.get().payload)
    anew = sign_in(cast.referent)
    assert "Ouazène" in anew.get("/mes-orientations/").content.decode()
    assert 'value="Ouazène"' in anew.get(f"{address}menage/").content.decode()


def test_a_draft_is_hers_alone(cast, sign_in):
    address = start(sign_in(cast.referent))
    colleague = cast.play(Role.LANDLORD_REFERENT, cast.world.landlord, "Voisine")
    missing = f"/orienter/{uuid4()}/"
    for path in (address, missing):
        client = sign_in(colleague)
        assert client.get(f"{path}menage/").status_code == 404
        assert client.post(f"{path}menage/brouillon/", {"last_name": "x"}).status_code == 404
        assert client.post(f"{path}abandonner/").status_code == 404
        assert send(client, path).status_code == 404


def test_another_window_does_not_overwrite_in_silence(cast, sign_in):
    client = sign_in(cast.referent)
    keep = f"{start(client)}menage/brouillon/"
    client.post(keep, {"last_name": "Un", "page_key": "a", "draft_version": "0"})
    client.post(keep, {"last_name": "Deux", "page_key": "b", "draft_version": "1"})
    assert client.post(keep, {"last_name": "Trois", "page_key": "a", "draft_version": "1"}).status_code == 409
    same_page = client.post(keep, {"last_name": "Quatre", "page_key": "b", "draft_version": "1"})
    assert same_page.status_code == 200


def test_a_danger_keeps_address_and_phone_apart_and_names_who_sees(cast, sign_in, world):
    secretary, client = cast.secretary, sign_in(cast.referent)
    address = start(client, danger="yes")
    answers = with_answers(logement={"address": "12 rue des Lilas", "phone": "06 00 00 00 00"})
    fill(client, address, answers)
    send(client, address, answers)
    case = Case.objects.get()
    assert case.is_restricted
    assert set(NamedPerson.objects.values_list("user", flat=True)) == {cast.referent.user_id, secretary.user_id}
    assert not ContactDetail.objects.exists()
    assert not Dwelling.objects.exists()
    assert HousingPeriod.objects.get().commune is None
    sealed = {
        d.kind: crypto.decrypt(d.sealed, purpose=crypto.PROTECTED, table=ProtectedDetail._meta.db_table)
        for d in ProtectedDetail.objects.all()
    }
    assert "12 rue des Lilas" in sealed["address"]
    assert sealed["phone"] == "06 00 00 00 00"
    manager = cast[Role.LANDLORD_MANAGER]
    assert sign_in(manager).get(f"/orientations/{Referral.objects.get().pk}/").status_code == 404


def test_not_knowing_whether_there_is_a_danger_protects(cast, sign_in):
    client = sign_in(cast.referent)
    address = start(client, danger="unknown")
    fill(client, address)
    send(client, address)
    assert Case.objects.get().is_restricted


def test_what_is_missing_is_said_and_nothing_is_lost(cast, sign_in):
    client = sign_in(cast.referent)
    address = start(client)
    answer = send(client, address)
    assert answer["Location"] == f"{address}entree/?verifier=1"
    assert "garder le sien" in client.get(answer["Location"]).content.decode()
    assert "checked" in client.get(f"{address}envoi/").content.decode()
    assert not Referral.objects.exists()


def test_a_commune_outside_the_dispositif_asks_the_territory(cast, sign_in, world):
    client = sign_in(cast.referent)
    address = start(client)
    outside = {"situation": "social_tenant", "commune": "11069", "action": "next"}
    client.post(f"{address}entree/", {"door": "retention", "action": "next"})
    answer = client.post(f"{address}logement/", outside)
    assert answer.status_code == 422
    assert "aucun territoire" in answer.content.decode()
    chosen = client.post(f"{address}logement/", {**outside, "territory": str(world.territory.pk)})
    assert chosen.status_code == 302


def test_without_javascript_a_commune_is_typed(cast, sign_in):
    client = sign_in(cast.referent)
    address = start(client)
    client.post(f"{address}entree/", {"door": "retention", "action": "next"})
    load_communes(["59529", "62742"])
    typed = {"situation": "social_tenant", "commune": "", "action": "next"}
    assert client.post(f"{address}logement/", {**typed, "commune_text": "HARNES"}).status_code == 302
    several = client.post(f"{address}logement/", {**typed, "commune_text": "Saint-Aubin"})
    assert "Plusieurs communes" in several.content.decode()


def test_communes_are_suggested_with_or_without_accents(cast, sign_in):
    load_communes(["62427"])
    client = sign_in(cast.referent)
    found = client.get("/orienter/communes/", {"q": "henin"}).json()
    assert "Hénin-Beaumont" in found[0]["text"]
    assert client.get("/orienter/communes/", {"q": "62440"}).json()[0]["text"] == "Harnes (62440)"


def test_a_household_of_her_files_is_taken_up_and_others_do_not_exist(cast, sign_in, world):
    referral = make_referred_case(world, cast, state="withdrawn")
    case = referral.case
    close_case(case=case, by=cast.referent)
    person = case.household.people.get()
    stranger = sign_in(cast.partner(Role.LANDLORD_REFERENT))
    page = stranger.post(f"{start(stranger)}menage/", {"search": person.last_name, "action": "search"}, follow=True)
    assert case.number not in page.content.decode()
    client = sign_in(cast.referent)
    address = start(client)
    found = client.post(f"{address}menage/", {"search": person.last_name, "action": "search"}, follow=True)
    assert case.number in found.content.decode()
    answers = {**LEAST, "menage": {"search": person.last_name, "picked": str(case.household_id)}}
    fill(client, address, answers)
    assert send(client, address, answers).status_code == 302
    case.refresh_from_db()
    assert case.closed_on is None
    assert case.referrals.count() == 2
    assert Household.objects.count() == 1


def test_a_name_close_to_one_of_hers_is_told(cast, sign_in, world):
    person = make_referred_case(world, cast).case.household.people.get()
    client = sign_in(cast.referent)
    address = start(client)
    typed = {"last_name": person.last_name, "first_name": person.first_name, "birth_unknown": "on", "action": "next"}
    answer = client.post(f"{address}menage/", typed)
    assert answer.url == f"{address}menage/"
    assert "nom proche" in client.get(answer.url).content.decode()
    told = {**typed, "told": str(person.household_id)}
    assert client.post(f"{address}menage/", told).url == f"{address}logement/"


def test_an_association_confides_and_joins_the_team(cast, sign_in, world):
    client = sign_in(cast.worker)
    address = start(client)
    answers = with_answers(
        logement={"landlord": str(world.landlord.pk), "phone": "06 11 22 33 44"},
        situation={"severity_main": "3", "source_main": "stated"},
    )
    fill(client, address, answers)
    assert send(client, address, answers).status_code == 302
    case = Case.objects.get()
    assert case.findings.get().is_confided
    assert case.contact_details.get().source == "confided"
    assert case.team.get().user == cast.worker.user
    assert Case.objects.visible_to(cast.worker).exists()


def test_the_last_step_says_who_will_read(cast, sign_in):
    cast.secretary, cast[Role.LANDLORD_MANAGER]
    client = sign_in(cast.referent)
    address = start(client)
    fill(client, address)
    page = client.get(f"{address}envoi/").content.decode()
    assert "Référent·e social·e du bailleur (1\u00a0personne)" in page
    assert "Ne lit ni l’identité ni les coordonnées." in page
    assert "fiche anonyme" in page


def test_who_may_not_refer_is_refused(cast, sign_in):
    assert sign_in(cast.secretary).get("/orienter/").status_code == 403
    assert sign_in(cast.colleague).get("/mes-orientations/").status_code == 403
    assert sign_in(None).get("/orienter/").status_code == 302


def test_a_draft_can_be_forgotten_once_asked(cast, sign_in):
    client = sign_in(cast.referent)
    address = f"{start(client)}abandonner/"
    assert f'href="{address}"' in client.get("/mes-orientations/").content.decode()
    assert "Effacer ce brouillon" in client.get(address).content.decode()
    assert Draft.objects.exists()
    assert client.post(address).status_code == 302
    assert not Draft.objects.exists()
    assert client.get(address).status_code == 404


def test_a_new_draft_was_not_found_again(cast, sign_in):
    client = sign_in(cast.referent)
    step = f"{start(client)}entree/"
    assert "Brouillon retrouvé" not in client.get(step).content.decode()
    client.post(step, {**LEAST["entree"], "action": "leave", "page_key": "page"})
    assert "Brouillon retrouvé" in client.get(step).content.decode()


def test_back_after_sending_leads_to_the_tracker(cast, sign_in):
    client = sign_in(cast.referent)
    address = start(client)
    fill(client, address)
    tracker = send(client, address)["Location"]
    client.get(tracker)
    for path in ("", "envoi/", "menage/", "danger/", "abandonner/"):
        answer = client.get(f"{address}{path}", follow=True)
        assert answer.redirect_chain == [(tracker, 302)]
        assert "Cette orientation est déjà transmise." in answer.content.decode()
    assert send(client, address)["Location"] == tracker
    assert client.post(f"{address}menage/brouillon/", {"last_name": "x"}).status_code == 404
    assert Referral.objects.count() == 1
    colleague = cast.play(Role.LANDLORD_REFERENT, cast.world.landlord, "Voisine")
    assert sign_in(colleague).get(f"{address}envoi/").status_code == 404
