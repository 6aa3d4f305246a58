"""An extract of a compte rendu, handed to somebody without an account by a link that closes."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cellule.models import MinutesExtract
from cellule.services.extracts import PURPOSE, close_extract, give_extract
from cellule.services.minutes import begin_minutes, give_minutes
from tests.cellule import minutes_scenes
from tests.cellule.minutes_scenes import GENERAL, entries_of
from tests.support.pdf_reading import text_of
from veille.core.models import AccessEvent, ExternalLink


def _url(name, world, *args):
    return reverse(f"cellule:{name}", args=[world.session.pk, *args])


def _handed(world, cast, days=15):
    entry = entries_of(minutes_scenes.given(world, cast))[0]
    extract, address = give_extract(entry=entry, recipient="SIAO du Pas-de-Calais", days=days, by=cast.secretary)
    return entry, extract, urlsplit(address).path


def test_the_link_opens_one_situation_and_nothing_else(world, cast):
    entry, _, address = _handed(world, cast)
    client = Client()
    page = client.get(address, follow=True)
    body = page.content.decode()
    assert "Phrase du point 1." in body
    assert not any(words in body for words in ("Phrase du point 2.", GENERAL, entry.case.number))
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    link = ExternalLink.objects.get(purpose=PURPOSE)
    printed = text_of(client.get(reverse("cellule:extract_document", args=[link.pk])).content)
    assert "Phrase du point 1." in printed
    assert AccessEvent.objects.filter(user=link.pk, cases__contains=[entry.case_id]).count() == 2
    for url in (_url("minutes_detail", world), reverse("households:case_detail", args=[entry.case_id])):
        assert client.get(url).status_code == 302  # sign in


def test_a_link_that_expired_was_closed_or_is_of_another_one_opens_nothing(world, cast):
    entry, extract, address = _handed(world, cast)
    second, other_address = give_extract(entry=entry, recipient="Hôpital", days=2, by=cast.secretary)
    client = Client()
    client.get(address, follow=True)
    other = ExternalLink.objects.get(object_id=second.pk)
    assert client.get(reverse("cellule:extract_page", args=[other.pk])).status_code == 404  # her cookie is not of it
    ExternalLink.objects.filter(pk=other.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(urlsplit(other_address).path).status_code == 404
    close_extract(extract=extract, by=cast.secretary)
    mine = ExternalLink.objects.get(object_id=extract.pk)
    assert client.get(reverse("cellule:extract_page", args=[mine.pk])).status_code == 404
    assert Client().get(address).status_code == 404


def test_a_link_to_a_version_that_was_replaced_opens_nothing(world, cast):
    _, _, address = _handed(world, cast)
    give_minutes(minutes=begin_minutes(session=world.session, by=cast.secretary), by=cast.secretary)
    assert Client().get(address, follow=True).status_code == 404


def test_the_secretary_hands_it_over_once_and_closes_it(world, cast, sign_in):
    entry = entries_of(minutes_scenes.given(world, cast))[0]
    client, url = sign_in(cast.secretary), reverse("cellule:extract_give", args=[entry.pk])
    data = {"recipient": "SIAO", "days": 15, "submission_key": "11111111-1111-4111-8111-111111111111"}
    first = client.post(url, data).content.decode()
    address = first.partition('readonly value="')[2].partition('"')[0]
    assert Client().get(urlsplit(address).path, follow=True).status_code == 200
    assert client.post(url, data).status_code == 302  # a double click hands nothing more over
    assert address not in client.get(url).content.decode()
    extract = MinutesExtract.objects.get()
    client.post(reverse("cellule:extract_close", args=[extract.pk]))
    assert Client().get(urlsplit(address).path).status_code == 404
    assert client.post(url, data | {"submission_key": "", "days": 400}).status_code == 422
    practice = entries_of(entry.minutes)[2]
    assert client.get(reverse("cellule:extract_give", args=[practice.pk])).status_code == 403
