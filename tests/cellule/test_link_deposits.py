"""A hospital orients without an account, and follows its orientation: one link, one case, nothing else."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from cellule.choices import HELD_MOVES, HeldState
from cellule.models import HeldReferral, Referral
from cellule.services import claim_referral, complete_referral, request_complement
from cellule.services.link_deposits import PURPOSE, close_links, purge_unsent, renew_deposit_link
from households.grants import GrantLevel
from households.models import Case, ContactDetail, Household, Person, ProtectedDetail
from partners.models import Instance
from tests.cellule import link_scene as scene
from veille.core import links
from veille.core.models import AccessEvent, AuditEvent, ExternalLink
from veille.core.transitions import ForbiddenMove, move

pytestmark = pytest.mark.django_db


def test_the_secretary_gives_a_link_and_its_address_is_shown_once(cast, sign_in, world):
    client = sign_in(cast.secretary)
    typed = {
        "instance": world.instance.pk,
        "organisation": scene.hospital().pk,
        "service": "PASS",
        "source": "health_service",
        "mail": "",
        "days": "30",
        "submission_key": str(uuid4()),
    }
    page = client.post("/orientations/liens/remettre/", typed)
    address = re.search(r'value="(http[^"]+/lien/[^"]+)"', page.content.decode())[1]
    again = client.post("/orientations/liens/remettre/", typed)
    held = HeldReferral.objects.get()
    token = address.rstrip("/").rsplit("/", 1)[1]
    assert again["Location"] == f"/orientations/attente/{held.pk}/"
    assert token not in client.get(again["Location"]).content.decode()
    assert scene.enter(address)[1] == f"/lien/orientation/{ExternalLink.objects.get().pk}/"


def test_a_link_leads_to_an_instance_that_receives_orientations(cast, sign_in, world):
    meeting = Instance.objects.create(
        dispositif=world.dispositif, organiser=world.organiser, code="synthesis", label="Réunion de synthèse"
    )
    offered = sign_in(cast.secretary).get("/orientations/liens/remettre/").context["form"].fields["instance"].queryset
    assert world.instance in offered and meeting not in offered


def test_a_professional_address_gets_the_link_by_mail(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        _, address = scene.given(cast, mail="service.social@hopital.invalid")
    assert address in mail.outbox[0].body
    assert "Hôpital" not in mail.outbox[0].subject + mail.outbox[0].body


def test_the_first_question_comes_alone_before_any_name(cast, world):
    _, address = scene.given(cast)
    client, home = scene.enter(address)
    page = client.get(home).content.decode()
    assert "Y a-t-il un danger" in page and "last_name" not in page
    assert client.get(f"{home}etape/menage/")["Location"] == home


def test_who_gave_it_sees_that_it_was_opened(cast, sign_in, world):
    held, address = scene.given(cast)
    page = f"/orientations/attente/{held.pk}/"
    assert "pas encore été ouvert" in sign_in(cast.secretary).get(page).content.decode()
    client, home = scene.enter(address)
    client.get(home)
    assert "Consulté pour la dernière fois" in sign_in(cast.secretary).get(page).content.decode()


def test_what_else_was_tried_is_said(cast, world):
    _, address = scene.given(cast)
    client, home = scene.enter(address)
    scene.write(client, home, world)
    typed = {**scene.TYPED["situation"], "already_tried": ["other"], "page_key": "page"}
    page = client.post(f"{home}etape/situation/", typed)
    assert page.status_code == 422 and "essayé d’autre" in page.content.decode()
    assert "préciser" not in page.content.decode()
    assert client.post(f"{home}etape/situation/", {**typed, "tried_text": "Une colocation."}).status_code == 302


def test_sixteen_compulsory_answers_at_most(cast, world):
    _, address = scene.given(cast)
    client, home = scene.enter(address)
    scene.write(client, home, world)
    asked = 1  # the danger
    for step in scene.TYPED:
        form = client.get(f"{home}etape/{step}/").context["form"]
        asked += sum(field.required for field in form.fields.values())
    # Besides: a name, a birth, and for a household not informed why and until when.
    assert asked + 4 <= 16


def test_a_deposit_waits_sealed_and_makes_no_file(cast, world):
    held, _, _ = scene.deposited(cast)
    assert held.state == HeldState.SENT and held.sent_on
    assert not Case.objects.exists() and not Household.objects.exists()
    assert b"Quentovic" not in bytes(held.payload)


def test_what_was_typed_comes_back_until_it_is_sent_and_never_after(cast, world):
    _, address = scene.given(cast)
    client, home = scene.enter(address)
    scene.write(client, home, world)
    assert "Quentovic" in client.get(f"{home}etape/menage/").content.decode()
    scene.send(client, home)
    for page in (home, f"{home}etape/menage/", f"{home}etape/envoi/"):
        shown = client.get(page, follow=True).content.decode()
        assert "Quentovic" not in shown and "Tilleuls" not in shown


def test_it_is_kept_while_it_is_typed(cast, world):
    _held, address = scene.given(cast)
    client, home = scene.enter(address)
    client.post(f"{home}danger/", {"danger": "no"})
    kept = client.post(f"{home}etape/menage/brouillon/", {"last_name": "Quent", "page_key": "a"})
    assert kept.json() == {"version": 1}
    stale = {"last_name": "Autre", "page_key": "b", "draft_version": "0"}
    assert client.post(f"{home}etape/menage/brouillon/", stale).status_code == 409
    scene.write(client, home, world)
    scene.send(client, home)
    assert client.post(f"{home}etape/menage/brouillon/", {"last_name": "Tard"}).status_code == 409


def test_the_secretary_takes_it_in_without_reading_who_it_is(cast, sign_in, world):
    held, _, _ = scene.deposited(cast)
    page = sign_in(cast.secretary).get(f"/orientations/attente/{held.pk}/").content.decode()
    assert "le logement n’est plus chauffé" in page
    assert "Quentovic" not in page and "Tilleuls" not in page and "06 01" not in page
    answer = scene.receive(sign_in, cast, held)
    referral = Referral.objects.get()
    assert answer["Location"] == f"/orientations/{referral.pk}/examiner/"
    assert "Quentovic" not in sign_in(cast.secretary).get(answer["Location"]).content.decode()


def test_its_file_is_made_for_the_service_that_sent_it(cast, sign_in, world):
    held, _, _ = scene.deposited(cast)
    scene.receive(sign_in, cast, held)
    held.refresh_from_db()
    referral = held.referral
    assert referral.came_by_link and referral.submitted_by is None and referral.seen_by == cast.secretary.user
    assert referral.submitted_on == held.sent_on and referral.source == "health_service"
    assert bytes(held.payload) == b""
    assert {(g.organisation.name, g.level) for g in referral.case.accesses.all()} == {
        ("Hôpital de Lens", GrantLevel.STATUS),
        (world.landlord.name, GrantLevel.LANDLORD_OF_DWELLING),
        (world.organiser.name, GrantLevel.ADMISSION),
    }
    assert Person.objects.get().last_name == "Quentovic"
    assert set(ContactDetail.objects.values_list("source", flat=True)) == {"confided"}


def test_what_a_service_confides_is_not_the_landlords(cast, sign_in, world):
    held, _, _ = scene.deposited(cast)
    scene.receive(sign_in, cast, held)
    case = Case.objects.get()
    page = sign_in(cast.referent).get(f"/dossiers/{case.pk}/").content.decode()
    assert "Tilleuls" not in page and "chauffé" not in page


def test_somebody_in_danger_is_restricted_and_her_address_sealed(cast, sign_in, world):
    held, _, _ = scene.deposited(cast, danger="unknown")
    scene.receive(sign_in, cast, held)
    case = Case.objects.get()
    assert case.is_restricted and not ContactDetail.objects.exists() and ProtectedDetail.objects.count() == 2
    assert {named.user for named in case.named_people.all()} >= {cast.secretary.user}


def test_somebody_must_be_named_to_present_it(cast, sign_in, world):
    held, _, _ = scene.deposited(cast, organisation=world.association)
    scene.receive(sign_in, cast, held)
    referral = Referral.objects.get()
    with pytest.raises(Exception, match="présentera"):
        complete_referral(referral=referral, by=cast.secretary)
    complete_referral(referral=referral, presenter=world.association, by=cast.secretary)
    assert Referral.objects.get().presenter == world.association


def test_the_link_tells_where_it_stands_and_takes_the_complement(cast, sign_in, world):
    held, client, home = scene.deposited(cast, mail="service@hopital.invalid")
    assert "va la recevoir" in client.get(home).content.decode()
    scene.receive(sign_in, cast, held)
    referral = Referral.objects.get()
    claim_referral(referral=referral, by=cast.secretary)
    request_complement(referral=referral, text="Qui suit la sortie ?", by=cast.secretary)
    page = client.get(home).content.decode()
    assert "Qui suit la sortie" in page and referral.case.number in page and "Quentovic" not in page
    assert client.post(f"{home}repondre/", {"text": ""}).status_code == 422
    answered = client.post(f"{home}repondre/", {"text": "L’assistante sociale du service."})
    referral.refresh_from_db()
    assert answered["Location"] == home and "assistante" in referral.complement_answer
    link = ExternalLink.objects.get()
    event = AuditEvent.objects.get(name="referral.complement_answered")
    assert event.user == link.pk == event.organisation
    assert AccessEvent.objects.filter(user=link.pk, cases__contains=[referral.case_id]).exists()


def test_the_service_is_told_by_a_mail_that_says_nothing(cast, sign_in, world, django_capture_on_commit_callbacks):
    held, _, _ = scene.deposited(cast, mail="service@hopital.invalid")
    scene.receive(sign_in, cast, held)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        request_complement(referral=Referral.objects.get(), text="Qui suit ?", by=cast.secretary)
    assert mail.outbox[0].to == ["service@hopital.invalid"]
    assert "Qui suit" not in mail.outbox[0].body and "/lien/" not in mail.outbox[0].body


def test_it_may_be_sent_back_then_completed_by_the_same_link(cast, sign_in, world):
    held, client, home = scene.deposited(cast)
    words = {"return-words": "Dites le bailleur.", "submission_key": uuid4()}
    sign_in(cast.secretary).post(f"/orientations/attente/{held.pk}/renvoyer/", words)
    shown = client.get(home, follow=True)
    assert "Dites le bailleur" in shown.content.decode()
    assert scene.send(client, home)["Location"] == home
    held.refresh_from_db()
    assert held.state == HeldState.SENT


def test_refused_at_the_door_it_is_erased_and_told_why(cast, sign_in, world):
    held, client, home = scene.deposited(cast)
    words = {"decline-words": "Hors du territoire : voyez la cellule voisine.", "submission_key": uuid4()}
    sign_in(cast.secretary).post(f"/orientations/attente/{held.pk}/ecarter/", words)
    held.refresh_from_db()
    assert held.state == HeldState.DECLINED and bytes(held.payload) == b"" and not Case.objects.exists()
    assert "voyez la cellule voisine" in client.get(home).content.decode()


def test_a_sent_orientation_is_not_sent_again(cast, world):
    _, client, home = scene.deposited(cast)
    assert scene.send(client, home)["Location"] == home
    assert client.post(f"{home}danger/", {"danger": "yes"})["Location"] == home
    assert AuditEvent.objects.filter(name="held_referral.sent").count() == 1


def test_a_closed_or_expired_link_opens_nothing_at_once(cast, world):
    held, client, home = scene.deposited(cast)
    assert client.get(home).status_code == 200
    close_links(held=held, by=cast.secretary)
    assert client.get(home).status_code == 404
    again, home = scene.enter(renew_deposit_link(held=held, by=cast.secretary))
    assert again.get(home).status_code == 200
    ExternalLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert again.get(home).status_code == 404
    assert again.post(f"{home}repondre/", {"text": "x"}).status_code == 404


def test_a_link_opens_its_own_orientation_and_no_other(cast, world):
    _, client, _home = scene.deposited(cast)
    other, address = scene.given(cast)
    _, elsewhere = scene.enter(address)
    assert client.get(elsewhere).status_code == 404
    extract, _ = links.give(purpose="minutes_extract", object_id=other.pk, days=3, by=cast.secretary)
    assert client.get(f"/lien/orientation/{extract.pk}/").status_code == 404


def test_nothing_else_is_reachable_with_a_link(cast, sign_in, world):
    """Follow every address of every page the link shows: its own pages, and signing in."""
    held, client, home = scene.deposited(cast)
    scene.receive(sign_in, cast, held)
    seen, todo = set(), [home, "/", "/a-faire/", "/dossiers/", "/orientations/", f"/dossiers/{Case.objects.get().pk}/"]
    while todo:
        address = todo.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        inside = address.startswith(home)
        assert answer.status_code in ({200, 302, 405} if inside else {302, 404}), address
        if inside and answer.status_code == 200:
            found = re.findall(r'(?:href|action|data-draft-url)="(/[^"#]*)"', answer.content.decode())
            todo += [one for one in found if not one.startswith("/static/")]
        elif not inside and answer.status_code == 302:
            assert answer["Location"].startswith("/compte/connexion/"), address
    assert {address for address in seen if address.startswith("/lien/")} == {home, f"{home}retirer/"}


def test_somebody_signed_in_is_nobody_behind_a_link(cast, sign_in, world):
    _, address = scene.given(cast)
    client = sign_in(cast.referent)
    home = client.get("/" + address.split("//", 1)[1].split("/", 1)[1])["Location"]
    page = client.get(home)
    assert page.status_code == 200 and "Vous agissez pour" not in page.content.decode()


def test_no_page_of_a_link_lends_its_token(cast, world):
    _held, address = scene.given(cast)
    token = address.rstrip("/").rsplit("/", 1)[1]
    client, home = scene.enter(address)
    client.post(f"{home}danger/", {"danger": "no"})
    for page in (home, f"{home}etape/entree/"):
        answer = client.get(page, follow=True)
        assert token not in answer.content.decode() and token not in answer.request["PATH_INFO"]
        assert answer["Referrer-Policy"] in {"same-origin", "no-referrer"}
        assert "no-store" in answer["Cache-Control"] and "noindex" in answer["X-Robots-Tag"]


def test_the_pilot_gives_links_and_reads_nothing_of_what_comes(cast, sign_in, world):
    held, _, _ = scene.deposited(cast)
    page = sign_in(cast.pilot).get(f"/orientations/attente/{held.pk}/")
    assert page.status_code == 200 and "chauffé" not in page.content.decode()
    for act in ("recevoir", "renvoyer", "ecarter"):
        assert sign_in(cast.pilot).post(f"/orientations/attente/{held.pk}/{act}/", {}).status_code == 403


def test_a_secretary_of_elsewhere_does_not_see_it(cast, sign_in, world):
    held, _, _ = scene.deposited(cast)
    other = cast.busy_elsewhere("instance_secretary")
    assert sign_in(other).get(f"/orientations/attente/{held.pk}/").status_code == 404
    assert sign_in(cast.referent).get(f"/orientations/attente/{held.pk}/").status_code == 404


def test_a_deposit_rises_in_what_the_secretary_has_to_do(cast, sign_in, world):
    held, _, _ = scene.deposited(cast)
    assert f"/orientations/attente/{held.pk}/" in sign_in(cast.secretary).get("/").content.decode()


@pytest.mark.parametrize("target", HeldState)
@pytest.mark.parametrize("before", HeldState)
def test_every_state_and_target_of_a_held_orientation(before, target, cast, world):
    held, _ = scene.given(cast)
    if before == HeldState.RECEIVED:
        return  # it has a file then: tried by its own act above
    HeldReferral.objects.filter(pk=held.pk).update(state=before)
    changes = {"payload": b""}
    if target in HELD_MOVES[before] and target != HeldState.RECEIVED:
        assert move(held, target, allowed=HELD_MOVES, **changes) == before
    elif target not in HELD_MOVES[before]:
        with pytest.raises(ForbiddenMove):
            move(held, target, allowed=HELD_MOVES, **changes)


def test_what_was_never_sent_is_forgotten(cast, world):
    held, _ = scene.given(cast)
    HeldReferral.objects.filter(pk=held.pk).update(opened_on=timezone.localdate() - timedelta(days=91))
    assert purge_unsent() == 1
    assert links.of(PURPOSE, held.pk).exists()  # its term forgets it


def test_a_planted_name_on_the_followed_page_would_be_seen(cast, world):
    """The canary sings: the page after sending is compared with what was typed."""
    _, client, home = scene.deposited(cast)
    planted = client.get(home).content.decode() + "Quentovic"
    assert "Quentovic" in planted and "Quentovic" not in client.get(home).content.decode()
