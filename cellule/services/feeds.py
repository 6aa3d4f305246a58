"""The address by which somebody's own agenda reads her sessions: given once, renewed, withdrawn."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from cellule.models import CalendarFeed, Session
from cellule.querysets import instances_kept_by, instances_seated_at
from partners.actors import actor_of
from partners.models import Membership, User
from veille.core import audit, clock
from veille.core.actor import Actor

_TOKEN_BYTES = 32
# How far back an agenda still reads what was held, and what was cancelled.
SHOWN_SINCE = timedelta(days=180)
KEPT = timedelta(days=365)


@transaction.atomic
def give_feed(*, by: Actor) -> str:
    """A new address in the place of the former one; its secret is told now or never."""
    User.objects.select_for_update(of=("self",)).get(pk=by.user_id)
    CalendarFeed.objects.in_force().filter(user=by.user_id).update(revoked_at=clock.now())
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    feed = CalendarFeed.objects.create(user=by.user, digest=_digest(token), given_at=clock.now())
    audit.record("feed.given", feed, by=by)
    return token


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, by: Actor) -> None:
    """Close the address at once."""
    if CalendarFeed.objects.in_force().filter(pk=feed.pk).update(revoked_at=clock.now()):
        audit.record("feed.revoked", feed, by=by)


def feed_of(token: str) -> CalendarFeed | None:
    """The feed in force of this address, if its owner may still sign in."""
    feeds = CalendarFeed.objects.in_force().filter(digest=_digest(token), user__is_active=True)
    return feeds.select_related("user").first()


def sessions_followed(user: User) -> QuerySet[Session] | None:
    """Those she keeps or has a seat at, for each of her organisations; None once nothing seats her any more."""
    held = Membership.objects.current().filter(user=user).order_by("organisation_id")
    organisations = held.values_list("organisation_id", flat=True).distinct()
    held_as = (actor_of(user, organisation) for organisation in organisations)
    actors = [actor for actor in held_as if actor is not None and _follows(actor)]
    if not actors:
        return None
    followed = Session.objects.none()
    for actor in actors:
        followed = followed | Session.objects.followed_by(actor)
    since = clock.today() - SHOWN_SINCE
    return followed.filter(held_on__gte=since).select_related("instance__dispositif").order_by("held_on", "id")


def _follows(actor: Actor) -> bool:
    return instances_kept_by(actor).exists() or instances_seated_at(actor).exists()


def purge_revoked() -> int:
    """Delete the addresses withdrawn a year ago."""
    return CalendarFeed.objects.filter(revoked_at__lt=clock.now() - KEPT).delete()[0]


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
