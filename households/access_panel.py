"""Accès: which organisation opens this file, since when, why, through whom; and who may be added."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from households.grants import levels_opening
from households.models import CaseAccess, CaseTeamMember, NamedPerson, RightsRequest, SharingAgreement
from households.pages import CasePage
from households.services import SHARED_LEVELS
from partners.models import Membership, Organisation, User
from partners.partnerships import partners_of
from partners.roles import TEAM_ROLES, Role


@dataclass(frozen=True)
class GrantLine:
    """A grant as the panel shows it."""

    access: CaseAccess
    giver: str
    can_stop: bool


def grant_lines(page: CasePage, can_share: bool) -> list[GrantLine]:
    """Every grant, those in force first; the giver is a person of ours, or the application."""
    rows = list(CaseAccess.objects.visible_to(page.actor).filter(case=page.case).select_related("organisation"))
    givers = User.objects.in_bulk({row.given_by for row in rows if row.given_by})
    lines = [
        GrantLine(
            access=row,
            giver=str(givers[row.given_by]) if row.given_by in givers else "",
            can_stop=can_share and row.is_current and row.level in SHARED_LEVELS,
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (not line.access.is_current, line.access.starts_on, line.access.level))


def team(page: CasePage) -> QuerySet[CaseTeamMember]:
    rows = (
        CaseTeamMember.objects.visible_to(page.actor)
        .current()
        .filter(case=page.case)
        .select_related("user", "organisation")
    )
    return rows.order_by("part", "organisation__sort_name", "pk")


def named(page: CasePage) -> QuerySet[NamedPerson]:
    rows = NamedPerson.objects.visible_to(page.actor).current().filter(case=page.case).select_related("user")
    return rows.order_by("user__last_name", "user__first_name", "pk")


def agreements(page: CasePage) -> QuerySet[SharingAgreement]:
    """What the household said of sharing, past words too: the latest first."""
    rows = SharingAgreement.objects.visible_to(page.actor).filter(case=page.case)
    return rows.select_related("organisation", "noted_by").order_by("-starts_on", "organisation__sort_name", "pk")


def requests(page: CasePage) -> QuerySet[RightsRequest]:
    """What the people of the household asked of their rights to the reader's organisation."""
    rows = RightsRequest.objects.visible_to(page.actor).filter(case=page.case).select_related("person")
    return rows.order_by("-received_on", "pk")


def possible_partners(page: CasePage) -> QuerySet[Organisation]:
    """Partners of the dispositif that do not open the file yet."""
    opening = CaseAccess.objects.current().filter(case=page.case, level__in=SHARED_LEVELS).values("organisation")
    partners = partners_of(page.case.rules.dispositif_id).exclude(pk=page.actor.organisation_id)
    return partners.exclude(pk__in=opening)


def possible_colleagues(page: CasePage) -> QuerySet[User]:
    """Workers of the manager's organisation who are not in the team; never herself."""
    workers = Membership.objects.current().filter(organisation=page.actor.organisation_id, role__in=TEAM_ROLES)
    present = CaseTeamMember.objects.current().filter(case=page.case, organisation=page.actor.organisation_id)
    people = User.objects.filter(pk__in=workers.values("user"), is_active=True).exclude(pk=page.actor.user_id)
    return people.exclude(pk__in=present.values("user")).order_by("last_name", "first_name", "pk")


def possible_named(page: CasePage, *, but: Iterable[User] = ()) -> QuerySet[User]:
    """People of the organisations that open the file, whose role a grant serves; naming gives no right by itself.

    Each carries `opening_as`, the memberships that would open it: two people of one name must not be confused.
    """
    grants = CaseAccess.objects.current().filter(case=page.case)
    levels = set(grants.order_by("level").values_list("level", flat=True))
    served = [role for role in Role.values if levels.intersection(levels_opening(role, None))]
    people = Membership.objects.current().filter(organisation__in=grants.values("organisation"), role__in=served)
    present = NamedPerson.objects.current().filter(case=page.case).values("user")
    opening = people.select_related("organisation").order_by("organisation__sort_name", "role", "pk")
    return (
        User.objects.filter(pk__in=people.values("user"), is_active=True)
        .prefetch_related(Prefetch("memberships", opening, to_attr="opening_as"))
        .exclude(pk__in=present)
        .exclude(pk__in=[user.pk for user in but])
        .order_by("last_name", "first_name", "pk")
    )
