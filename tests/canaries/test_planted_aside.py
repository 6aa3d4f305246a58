"""Leaks planted where nobody looks: a file taken away, a letter, a mail, a log, a message for the workers, Redis."""

import logging
from collections.abc import Callable
from functools import partial
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.urls import reverse

from households import tasks
from households.models import ContactDetail
from tests.canaries.acts import Acts
from tests.canaries.crawl import done
from tests.canaries.test_canaries import judged
from tests.canaries.test_planted_leaks import MANAGER, REFERENT, WORKER, _a_note, _everything

_CASES = "households.querysets.CaseQuerySet._not_closed_to"


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_a_restricted_file_in_a_list_taken_away_is_found(kind, visitor, tokens):
    taken = partial(Acts(visitor, visitor.scene.people[MANAGER]).export, reverse("core:export_new", args=["menages"]))
    assert judged([taken(kind)], visitor, tokens, MANAGER) == {}
    with patch(_CASES, lambda cases, actor: ()):
        assert judged([taken(kind)], visitor, tokens, MANAGER) != {}


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_somebody_else_s_amounts_in_a_list_taken_away_are_found(kind, visitor, tokens):
    """Amounts are figures in a spreadsheet, with a point in its XML."""
    at = f"{reverse('core:export_new', args=['comptes-locatifs'])}"
    taken = partial(Acts(visitor, visitor.scene.people[WORKER]).export, at)
    assert judged([taken(kind)], visitor, tokens, WORKER) == {}
    with patch("tests.canaries.test_canaries.may_read", lambda person, scene, token: "Arrears" not in token.column):
        assert judged([taken(kind)], visitor, tokens, WORKER) != {}


def test_what_was_confided_in_a_letter_is_found(visitor, tokens):
    """The address that she confided, on a letter of the landlord."""
    acts, scene = Acts(visitor, visitor.scene.people[REFERENT]), visitor.scene
    address = reverse("households:letter_write", args=[scene.ids["main"], "rendez-vous"])
    ContactDetail.objects.filter(pk=scene.ids["contact_confided"]).update(kind="address")
    try:
        assert judged(acts.letter(address), visitor, tokens, REFERENT) == {}
        with patch("households.querysets.SectionQuerySet.visible_to", _everything):
            assert judged(acts.letter(address), visitor, tokens, REFERENT) != {}
    finally:
        ContactDetail.objects.filter(pk=scene.ids["contact_confided"]).update(kind="email")


def _mail(scene, word: Callable[[], str]):
    return patch("veille.core.mails.render_to_string", lambda template, context: word())


def _message(scene, word: Callable[[], str]):
    tell = tasks.tell_emergency
    return patch.object(tell, "delay", lambda user_id, address: tell.apply_async([user_id, word()]))


def _log(scene, word: Callable[[], str]):
    say = logging.getLogger("veille").warning
    return patch("households.tasks.write_to", lambda *args, **more: say("%s", word()))


def _redis(scene, word: Callable[[], str]):
    return patch("households.tasks.write_to", lambda *args, **more: cache.set(word(), 1))


@pytest.mark.parametrize("plant", [_mail, _message, _log, _redis], ids=["a mail", "a message", "a log", "Redis"])
def test_a_word_told_aside_is_found(plant, visitor, tokens):
    scene = visitor.scene
    client = Acts(visitor, scene.people[WORKER]).client()

    def act(follow: Callable[[], None]) -> list:
        tasks.tell_emergency.delay(str(scene.people[MANAGER].user_id), "/a-faire/")
        follow()
        return [client.get("/")]

    assert judged([done("quiet", act)], visitor, tokens, WORKER) == {}
    with plant(scene, _a_note):
        faults = judged([done("loud", act)], visitor, tokens, WORKER)
    assert any("hors de la page" in fault for fault in faults["loud"])
