"""Renewing a link gives no way into what the service has written behind it."""

import pytest
from django.urls import reverse

from tests.cellule import link_scene as scene

MAIL = "service.social@exemple.invalid"


def _begun(cast, **fields):
    held, address = scene.given(cast, **fields)
    client, home = scene.enter(address)
    client.post(f"{home}danger/", {"danger": "no"})
    return held


def _renew(sign_in, actor, held):
    return sign_in(actor).post(reverse("cellule:link_renew", args=[held.pk]), {})


@pytest.mark.parametrize("scene_of", [_begun, lambda cast: scene.deposited(cast)[0]])
def test_the_pilot_takes_no_link_to_what_was_written(cast, sign_in, world, scene_of):
    held = scene_of(cast)
    assert _renew(sign_in, cast.pilot, held).status_code == 403
    page = sign_in(cast.pilot).get(reverse("cellule:held_detail", args=[held.pk])).content.decode()
    assert reverse("cellule:link_renew", args=[held.pk]) not in page
    assert reverse("cellule:link_close", args=[held.pk]) in page


def test_an_address_without_mail_is_for_the_secretary_alone(cast, sign_in, world):
    held, _ = scene.given(cast)
    assert _renew(sign_in, cast.pilot, held).status_code == 403
    assert "/lien/" in _renew(sign_in, cast.secretary, held).content.decode()


def _give(sign_in, actor, cast, mail: str):
    typed = {"instance": cast.world.instance.pk, "organisation": scene.hospital().pk, "service": "PASS", "days": "30"}
    typed |= {"source": "health_service", "mail": mail}
    return sign_in(actor).post(reverse("cellule:link_give"), typed)


def test_the_pilot_gives_a_link_by_mail_and_never_by_hand(
    cast, sign_in, world, mailoutbox, django_capture_on_commit_callbacks
):
    refused = _give(sign_in, cast.pilot, cast, "")
    assert refused.status_code == 422 and "adresse du service" in refused.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        page = _give(sign_in, cast.pilot, cast, MAIL)
    address = next(word for word in mailoutbox[0].body.split() if "://" in word)
    assert page.status_code == 200 and address not in page.content.decode()
    assert scene.enter(address)


@pytest.mark.parametrize("scene_of", [_begun, lambda cast, **fields: scene.given(cast, **fields)[0]])
def test_with_a_mail_the_address_goes_to_the_service_alone(
    cast, sign_in, world, mailoutbox, django_capture_on_commit_callbacks, scene_of
):
    held = scene_of(cast, mail=MAIL)
    for actor in (cast.pilot, cast.secretary):
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            page = _renew(sign_in, actor, held)
        assert [message.to for message in mailoutbox] == [[MAIL]]
        address = next(word for word in mailoutbox[0].body.split() if "://" in word)
        assert address not in page.content.decode()
        assert scene.enter(address)
