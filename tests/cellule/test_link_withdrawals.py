"""A service without an account takes back its orientation by its link, before it is taken in and after."""

from uuid import uuid4

import pytest

from cellule.choices import HeldState
from cellule.models import HeldReferral, Referral, Session
from cellule.services import complete_referral, schedule_referral
from households.grants import GrantLevel
from tests.cellule import link_scene as scene
from veille.core.models import AuditEvent, ExternalLink

pytestmark = pytest.mark.django_db


def take_back(client, home, reason="Le ménage est parti.", key=None):
    return client.post(f"{home}retirer/", {"reason": reason, "submission_key": key or str(uuid4())})


def test_the_service_takes_back_what_nobody_took_in(cast, sign_in, world):
    held, client, home = scene.deposited(cast)
    assert "Retirer cette orientation" in client.get(home).content.decode()
    assert take_back(client, home, reason="").status_code == 422
    assert take_back(client, home)["Location"] == home
    held.refresh_from_db()
    assert held.state == HeldState.WITHDRAWN and bytes(held.payload) == b"" and held.sent_on
    page = client.get(home).content.decode()
    assert "Le ménage est parti." in page and "retirer/" not in page
    assert scene.receive(sign_in, cast, held).status_code == 403
    assert "Le ménage est parti." in sign_in(cast.secretary).get(f"/orientations/attente/{held.pk}/").content.decode()
    assert "est parti" not in sign_in(cast.pilot).get(f"/orientations/attente/{held.pk}/").content.decode()
    event = AuditEvent.objects.get(name="held_referral.withdrawn")
    assert event.user == ExternalLink.objects.get().pk and "parti" not in str(event.changes)


def test_before_sending_it_gives_up_what_it_wrote(cast, world):
    _held, address = scene.given(cast)
    client, home = scene.enter(address)
    scene.write(client, home, world)
    assert "Retirer cette orientation" in client.get(f"{home}etape/menage/").content.decode()
    take_back(client, home)
    assert bytes(HeldReferral.objects.get().payload) == b""
    assert "Quentovic" not in client.get(home, follow=True).content.decode()


def test_the_service_takes_back_its_orientation_and_its_history_stays(cast, sign_in, world):
    held, client, home = scene.deposited(cast)
    scene.receive(sign_in, cast, held)
    complete_referral(referral=Referral.objects.get(), presenter=world.association, by=cast.secretary)
    key = str(uuid4())
    for _ in range(2):
        assert take_back(client, home, key=key)["Location"] == home
    referral = Referral.objects.select_related("case").get()
    assert (referral.state, referral.withdrawal_reason) == ("withdrawn", "Le ménage est parti.")
    assert referral.submitted_on and referral.completed_on and referral.case.closed_on
    levels = set(referral.case.accesses.current().order_by().values_list("level", flat=True))
    assert GrantLevel.ADMISSION not in levels and GrantLevel.STATUS in levels
    page = client.get(home).content.decode()
    assert "Vous avez retiré cette orientation" in page and "Le ménage est parti." in page
    assert AuditEvent.objects.get(name="referral.withdrawn").user == ExternalLink.objects.get().pk


@pytest.mark.parametrize("state", ["admitted", "refused", "redirected", "taken_up", "withdrawn"])
def test_what_is_decided_is_not_taken_back_by_a_link(cast, sign_in, world, state):
    held, client, home = scene.deposited(cast)
    scene.receive(sign_in, cast, held)
    Referral.objects.update(state=state)
    assert "retirer/" not in client.get(home).content.decode()
    assert take_back(client, home)["Location"] == home
    assert Referral.objects.get().state == state
    assert not AuditEvent.objects.filter(name="referral.withdrawn").exists()


def test_nothing_is_taken_back_by_a_link_while_the_session_decides(cast, sign_in, world):
    held, client, home = scene.deposited(cast)
    scene.receive(sign_in, cast, held)
    referral = Referral.objects.get()
    complete_referral(referral=referral, presenter=world.association, by=cast.secretary)
    schedule_referral(referral=referral, session=world.session, by=cast.secretary)
    assert "retirer/" in client.get(home).content.decode()
    Session.objects.filter(pk=world.session.pk).update(state="open")
    assert "retirer/" not in client.get(home).content.decode()
    take_back(client, home)
    assert Referral.objects.get().state == "scheduled"
