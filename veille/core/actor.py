"""Who acts: a person, for one organisation, with the roles she holds there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import ResolverMatch
from django_htmx.middleware import HtmxDetails


@dataclass(frozen=True)
class Actor:
    """A signed-in person acting for one organisation.

    `memberships` are her current ones inside that organisation only: roles never add up across
    organisations. Built by `partners.actors`, at each request, with what holds for some hours only: a
    shift of duty and the cases an emergency opened to her. `others`: organisations she may act for instead.
    """

    user: Any
    organisation: Any
    memberships: tuple[Any, ...] = ()
    on_duty_until: datetime | None = None
    emergency_cases: frozenset[UUID] = frozenset()
    others: tuple[Any, ...] = ()

    @property
    def user_id(self) -> UUID:
        return self.user.pk

    @property
    def organisation_id(self) -> UUID:
        return self.organisation.pk

    @property
    def is_on_duty(self) -> bool:
        return self.on_duty_until is not None

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(membership.role for membership in self.memberships)

    def has_role(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    def memberships_as(self, *roles: str) -> tuple[Any, ...]:
        return tuple(membership for membership in self.memberships if membership.role in roles)


class ActingRequest(HttpRequest):
    """A request as views get it: who acts, what htmx says of it, the address that found the view."""

    actor: Actor
    htmx: HtmxDetails
    resolver_match: ResolverMatch
