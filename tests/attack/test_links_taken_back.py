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


def test_while_nothing_is_written_she_renews_it(cast, sign_in, world):
    held, _ = scene.given(cast)
    assert "/lien" in _renew(sign_in, cast.pilot, held).content.decode()


def test_once_written_the_address_goes_to_the_service_alone(
    cast, sign_in, world, mailoutbox, django_capture_on_commit_callbacks
):
    held = _begun(cast, mail=MAIL)
    for actor in (cast.pilot, cast.secretary):
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            page = _renew(sign_in, actor, held)
        assert [message.to for message in mailoutbox] == [[MAIL]]
        address = next(word for word in mailoutbox[0].body.split() if "://" in word)
        assert address not in page.content.decode()
        assert scene.enter(address)
