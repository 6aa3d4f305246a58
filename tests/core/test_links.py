"""Links given to people without an account: one object, some days, and the same 404 for everything else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.cache.backends.locmem import LocMemCache
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from veille.core import links, reads
from veille.core.models import AccessEvent, AuditEvent, ExternalLink


@pytest.fixture(autouse=True)
def a_purpose(monkeypatch):
    """Two purposes that lead to an existing address taking a key."""
    pages = {"deposit": "households:case_detail", "extract": "households:case_detail"}
    monkeypatch.setattr(links, "_pages", lambda: pages)


@pytest.fixture
def secretary(cast):
    return cast.secretary


def token_of(address: str) -> str:
    return address.rstrip("/").rsplit("/", 1)[-1]


def given(by, purpose="deposit", days=30, object_id=None):
    link, address = links.give(purpose=purpose, object_id=object_id or uuid4(), days=days, by=by)
    return link, token_of(address)


@links.opened_by_link("deposit")
def page(request, link):
    assert request.actor is None
    reads.record([link.object_id], section="state")
    return HttpResponse("ouvert")


def ask(link_pk, token, view=page):
    request = RequestFactory().get("/lien/depot/")
    request.resolver_match = type("Match", (), {"view_name": "core:link_enter"})()
    if token:
        request.COOKIES[links.COOKIE] = token
    return view(request, pk=link_pk)


def test_the_row_keeps_no_token(secretary):
    link, token = given(secretary)
    assert token not in str(ExternalLink.objects.filter(pk=link.pk).values())
    assert token not in str(list(AuditEvent.objects.filter(object_id=link.pk).values()))
    assert len(token) >= 43


def test_the_address_exchanges_its_token_for_a_cookie_of_its_own_pages(client, secretary):
    link, token = given(secretary)
    response = client.get(f"/lien/{token}/")
    cookie = response.cookies[links.COOKIE]
    assert response.status_code == 302 and token not in response["Location"]
    assert cookie["path"] == response["Location"] and str(link.pk) in cookie["path"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"] and "no-store" in response["Cache-Control"]


def test_its_page_opens_and_is_journalled_under_the_link(secretary):
    link, token = given(secretary)
    assert ask(link.pk, token).status_code == 200
    event = AccessEvent.objects.get(user=link.pk)
    assert event.organisation == link.pk and event.cases == [link.object_id]
    assert links.last_read_at(link) == event.at


@pytest.mark.parametrize("wrong", ["unknown", "expired", "revoked", "other", "purpose", "none", "closed"])
def test_whatever_is_wrong_the_answer_is_the_same(wrong, client, secretary):
    link, token = given(secretary)
    wanted = link.pk
    if wrong == "unknown":
        token = token[:-1] + ("A" if token[-1] != "A" else "B")
    if wrong == "expired":
        ExternalLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    if wrong == "revoked":
        links.revoke(link=link, by=secretary)
    if wrong == "other":
        wanted = given(secretary)[0].pk
    if wrong == "purpose":
        other, token = given(secretary, purpose="extract")
        wanted = other.pk
    if wrong == "closed":
        links.close(purpose=link.purpose, object_id=link.object_id, by=secretary)
    with pytest.raises(Http404):
        ask(wanted, None if wrong == "none" else token)
    if wrong in {"unknown", "expired", "revoked", "closed"}:
        refused, nowhere = client.get(f"/lien/{token}/"), client.get("/lien/jamais-remis/")
        assert refused.status_code == 404 and refused.content == nowhere.content


def test_who_tries_too_often_is_let_in_nowhere_for_a_while(client, secretary, monkeypatch):
    cache = LocMemCache("links", {})  # of its own: runs side by side share the other one
    monkeypatch.setattr(links, "cache", cache)
    _, token = given(secretary)
    for number in range(links.TRIES):
        assert client.get(f"/lien/essai-{number}/").status_code == 404
    assert client.get(f"/lien/{token}/").status_code == 404
    cache.clear()
    assert client.get(f"/lien/{token}/").status_code == 302


def test_an_object_is_closed_with_every_link_to_it_and_opens_by_another(client, secretary):
    link, former = given(secretary)
    _, second = given(secretary, object_id=link.object_id)
    links.close(purpose=link.purpose, object_id=link.object_id, by=secretary)
    _, again = given(secretary, object_id=link.object_id)
    assert [client.get(f"/lien/{token}/").status_code for token in (former, second, again)] == [404, 404, 302]


def test_links_past_their_term_are_forgotten(secretary):
    old, _ = given(secretary)
    fresh, _ = given(secretary)
    ExternalLink.objects.filter(pk=old.pk).update(expires_at=timezone.now() - links.KEPT)
    assert links.purge_expired() == 1
    assert list(ExternalLink.objects.all()) == [fresh]


def test_every_declared_page_takes_the_key_of_its_link():
    from django.urls import reverse

    declared = {p: n for app in apps.get_app_configs() for p, n in getattr(app, "link_pages", {}).items()}
    for name in declared.values():
        assert reverse(name, args=[uuid4()]).startswith("/lien/")
