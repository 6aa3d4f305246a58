"""Doors for professionals without an account: a link opens one object, for some days, and nothing else.

The token travels once, in the address that was given; a cookie bound to the pages of that link takes its place, so
that no page shows it, no referrer carries it and no log of later pages keeps it. Unknown, expired, revoked, made for
something else: the same 404. In the journals a link stands under its own key, as reader and as organisation: no
person answers to it.

An app declares in its AppConfig `link_pages = {purpose: "app:page"}`; that page takes the link's key (`pk`), and every
other page of the purpose lies below its address.
"""

import hashlib
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import wraps
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from veille.core import audit, reads
from veille.core.actor import Actor
from veille.core.models import AccessEvent, ExternalLink

COOKIE = "lien"
KEPT = timedelta(days=90)
_TOKEN_BYTES = 32
# Failures that one address may make before every link is closed to it for a while.
TRIES, TRIES_SECONDS = 20, 300


@transaction.atomic
def give(*, purpose: str, object_id: UUID, days: int, by: Actor) -> tuple[ExternalLink, str]:
    """A new link and the address to hand over: it is told now or never, the row keeps a digest of it."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    link = ExternalLink.objects.create(
        purpose=purpose,
        object_id=object_id,
        digest=_digest(token),
        given_by=by.user_id,
        organisation=by.organisation_id,
        expires_at=timezone.now() + timedelta(days=days),
    )
    audit.record("link.given", link, by=by, changes={"purpose": purpose, "object": str(object_id)})
    return link, f"{settings.SITE_ORIGIN}{reverse('core:link_enter', args=[token])}"


@transaction.atomic
def revoke(*, link: ExternalLink, by: Actor) -> None:
    """Close a link at once: its pages answer 404 from the next request on."""
    if ExternalLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now()):
        audit.record("link.revoked", link, by=by)


@transaction.atomic
def close(*, purpose: str, object_id: UUID, by: Actor) -> None:
    """Close every link of an object."""
    for link in of(purpose, object_id).filter(revoked_at=None):
        revoke(link=link, by=by)


def of(purpose: str, object_id: UUID) -> QuerySet[ExternalLink]:
    """The links given to an object, the last one first."""
    return ExternalLink.objects.filter(purpose=purpose, object_id=object_id)


def last_read_at(link: ExternalLink):
    """When a page was last opened with it, from the journal of reads; None for never."""
    return AccessEvent.objects.filter(user=link.pk).aggregate(last=Max("at"))["last"]


def bearer(link: ExternalLink) -> Actor:
    """Who holds a link, for the journals, drafts and sent forms: nobody's name, no role anywhere."""
    return Actor(user=link, organisation=link)


@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """The address that was handed over: the token goes into a cookie, the reader to the page of the link."""
    link = _by_token(request, token)
    home = reverse(_pages()[link.purpose], args=[link.pk])
    response = redirect(home)
    # Lax: the address is opened from a mail, which Strict would take for another site's request.
    response.set_cookie(COOKIE, token, path=home, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    response["Referrer-Policy"] = "no-referrer"
    return sealed(response)


def opened_by_link(purpose: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A page of a link of this purpose: the view gets the link in the place of its key, and no actor.

    Reads are journalled as everywhere. Its pages keep the site's `same-origin` policy: with « no-referrer », browsers
    send forms without their origin, and they are refused; the token is not in their address anyway.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def page(request: HttpRequest, pk: UUID, **kwargs) -> HttpResponse:
            link = _by_cookie(request, pk, purpose)
            # Somebody signed in sees here what the link opens, and acts as nobody.
            request.actor = None  # type: ignore[attr-defined]
            held = reads.held_for(bearer(link), view)
            return sealed(held(request, link, **kwargs))

        return page

    return decorate


def purge_expired() -> int:
    """Delete the links whose term is long past; returns how many."""
    return ExternalLink.objects.filter(expires_at__lte=timezone.now() - KEPT).delete()[0]


def _pages() -> dict[str, str]:
    declared: dict[str, str] = {}
    for app in apps.get_app_configs():
        declared |= getattr(app, "link_pages", {})
    return declared


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _by_token(request: HttpRequest, token: str) -> ExternalLink:
    """The link of a token, if it opens something; Http404 for everything else, counted against who tries."""
    refuse_after_tries(request)
    link = ExternalLink.objects.filter(digest=_digest(token)).first()
    if link is None or not link.opens or link.purpose not in _pages():
        count_a_try(request)
        raise Http404
    return link


def refuse_after_tries(request: HttpRequest, kind: str = "link") -> None:
    """Http404 for an address that has failed too often; each kind of secret address has its own count."""
    if cache.get(_tries(request, kind), 0) >= TRIES:
        raise Http404


def count_a_try(request: HttpRequest, kind: str = "link") -> None:
    tries = _tries(request, kind)
    cache.add(tries, 0, TRIES_SECONDS)
    with suppress(ValueError):  # its term may fall between the two
        cache.incr(tries)


def _tries(request: HttpRequest, kind: str) -> str:
    return f"{kind}-tries:{get_adapter().get_client_ip(request)}"


def _by_cookie(request: HttpRequest, pk: UUID, purpose: str) -> ExternalLink:
    token = request.COOKIES.get(COOKIE)
    if not token:
        raise Http404
    link = _by_token(request, token)
    if link.pk != pk or link.purpose != purpose:
        raise Http404
    return link


def sealed(response: HttpResponse) -> HttpResponse:
    """Kept by no cache and no search engine."""
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
