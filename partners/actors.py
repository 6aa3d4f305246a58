"""Build the actor of a request or of a background job from current memberships."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db.models import DateTimeField, OuterRef, QuerySet, Subquery

from partners.models import DutyShift, Instance, Membership, Organisation, User
from veille.core import clock
from veille.core.actor import Actor
from veille.core.offers import offered
from veille.core.prepared import Blank, columns_of, made_of, prepared


def with_hours(memberships: QuerySet[Membership], now: datetime | Blank | None = None) -> QuerySet[Membership]:
    """Each membership with what holds for some hours only, in the same query.

    `on_duty_until` is the end of her shift there; a package to the right offers `hours`, which takes the moment,
    to add others.
    """
    now = now or clock.now()
    shift = DutyShift.objects.current(now).filter(user=OuterRef("user"), organisation=OuterRef("organisation"))
    memberships = memberships.annotate(on_duty_until=Subquery(shift.order_by("-ends_at").values("ends_at")[:1]))
    for hours in offered("hours"):
        memberships = memberships.annotate(**hours(now))
    return memberships


def current_memberships(user: User) -> list[Membership]:
    """The memberships in force today, of active organisations; asked at each request, in words that are kept."""
    return [_membership(row) for row in _in_force().rows(user=user.pk, now=clock.now())]


_READ = {
    Membership: columns_of(Membership),
    Organisation: columns_of(Organisation, "organisation"),
    Instance: columns_of(Instance, "instance"),
}
_HOURS = ("on_duty_until", "emergency_cases")


@prepared
def _in_force() -> QuerySet:
    held = Membership.objects.current().filter(user=Blank("user"), organisation__is_active=True)
    held = with_hours(held, Blank("now", DateTimeField())).order_by("organisation__sort_name", "role", "id")
    return held.values_list(*(name for names in _READ.values() for name in names), *_HOURS)


def _membership(row: tuple) -> Membership:
    values = iter(row)
    membership, membership.organisation, instance = (
        made_of(model, [next(values) for _ in names]) for model, names in _READ.items()
    )
    membership.instance = instance if instance.pk else None
    for name in _HOURS:
        setattr(membership, name, next(values))
    return membership


def acting(user: User, held: Iterable[Membership], others: Iterable[Organisation] = ()) -> Actor:
    """The actor of her memberships (read `with_hours`) in one organisation; `others`: those she may switch to."""
    memberships = tuple(held)
    return Actor(
        user=user,
        organisation=memberships[0].organisation,
        memberships=memberships,
        on_duty_until=memberships[0].on_duty_until,
        emergency_cases=frozenset(getattr(memberships[0], "emergency_cases", ())),
        others=tuple(others),
    )


def organisations_of(user: User) -> list[Organisation]:
    """The organisations she may act for, each once."""
    return list({m.organisation_id: m.organisation for m in current_memberships(user)}.values())


def actor_of(user: User, organisation_id: UUID | str | None = None) -> Actor | None:
    """The actor of a person for one of her organisations (the first one by default); None when she has none."""
    if not user.is_active:
        return None
    memberships = current_memberships(user)
    if not memberships:
        return None
    known = {str(m.organisation_id): m.organisation for m in memberships}
    organisation = known.get(str(organisation_id)) or memberships[0].organisation
    others = [one for one in known.values() if one != organisation]
    return acting(user, (m for m in memberships if m.organisation_id == organisation.pk), others)


def actor_by_ids(user_id: UUID | str, organisation_id: UUID | str) -> Actor | None:
    """The actor of a background job, as her rights stand now; None when they have ended."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    actor = actor_of(user, organisation_id) if user else None
    return actor if actor and str(actor.organisation_id) == str(organisation_id) else None


class _Anybody:
    """Whoever asks: her key fills a blank, and nothing else of her can be read."""

    pk = Blank("user")


@dataclass(frozen=True)
class _AnyOrganisation:
    has_open_team: bool
    pk: ClassVar = Blank("organisation")


@dataclass(frozen=True)
class _Scope:
    dispositif_id: UUID
    territory_id: UUID | None


@dataclass(frozen=True)
class _Part:
    """A role, and where it is held."""

    role: str
    dispositif_id: UUID | None
    territory_id: UUID | None
    instance_id: UUID | None
    instance: _Scope | None


_ANYBODY = _Anybody()


def outline(actor: Actor) -> Actor:
    """All that a prepared query may know of who asks: a rule that wants more of her fails instead of being kept."""
    return Actor(
        user=_ANYBODY,
        organisation=_AnyOrganisation(actor.organisation.has_open_team),
        memberships=tuple(_part(membership) for membership in actor.memberships),
        on_duty_until=datetime.max if actor.is_on_duty else None,
        emergency_cases=actor.emergency_cases,
    )


def _part(membership: Membership) -> _Part:
    instance = membership.instance
    return _Part(
        role=membership.role,
        dispositif_id=membership.dispositif_id,
        territory_id=membership.territory_id,
        instance_id=membership.instance_id,
        instance=_Scope(instance.dispositif_id, instance.territory_id) if instance else None,
    )
