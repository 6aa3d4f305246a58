"""What an expert answers for: a competence that she holds, among those her organisation announces.

The four of 2014 were held by five persons of five houses (domain 3.3, 5.15: « requests addressed to own
competence »): a house announces what it knows, each expert answers for her own part of it. Either ending, she no
longer answers.
"""

from collections.abc import Iterable

from partners.models import Membership
from partners.roles import Role
from veille.core.actor import Actor


def competences_held(memberships: Iterable[Membership]) -> frozenset[str]:
    """Of one person in one organisation: her roles of expert there add up."""
    return frozenset(
        code
        for membership in memberships
        if membership.role == Role.EXPERT
        for code in membership.competences
        if code in membership.organisation.competences
    )


def competences_of(actor: Actor) -> frozenset[str]:
    return competences_held(actor.memberships)
