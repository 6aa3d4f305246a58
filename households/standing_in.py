"""Whose files somebody carries, and who stands in for whom: what absences and hand-overs both ask."""

from dataclasses import replace
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from households.models import Case, CaseTeamMember, TeamPart
from partners.models import Membership, Organisation, User
from partners.object_rights import cells, may
from partners.roles import MANAGER_ROLES, TEAM_ROLES, Right, Section
from veille.core.actor import Actor


def lasting(actor: Actor) -> Actor:
    """The same person without what holds for some hours only: a shift or an emergency divides nobody's files."""
    return replace(actor, on_duty_until=None, emergency_cases=frozenset())


def opened_by(actor: Actor) -> QuerySet[Case]:
    """The files under way that she opens; a restricted one, only if she is named on it."""
    return Case.objects.visible_to(lasting(actor)).filter(closed_on=None)


def nameable_by(actor: Actor) -> QuerySet[Case]:
    """The restricted files where she says who else is named: `permissions.can_name`, for many files at once."""
    beyond_hours = lasting(actor)
    reasons = [(Section.CONTACT, Right.WRITE), (Section.ACCESS_PANEL, Right.WRITE)]
    if actor.has_role(*MANAGER_ROLES):
        reasons.append((Section.ACCESS_PANEL, Right.READ))
    found = Q(pk__in=())
    for section, least in reasons:
        found |= Q(pk__in=Case.objects.visible_to(beyond_hours, section, least).values("pk"))
    return Case.objects.filter(found, is_restricted=True)


def team_workers(organisation: Organisation) -> QuerySet[User]:
    """Those of an organisation who may carry a file today."""
    held = Membership.objects.current().filter(organisation=organisation, role__in=TEAM_ROLES)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("last_name", "first_name", "pk")


def carried_by(user: UUID, organisation: UUID, *parts: str) -> QuerySet[CaseTeamMember]:
    """Her places in the teams of open files, for one employer; not those that a day already ends."""
    rows = CaseTeamMember.objects.current().filter(user=user, organisation=organisation, ends_on=None)
    return rows.filter(part__in=parts or (TeamPart.LEAD, TeamPart.MEMBER), case__closed_on=None)


def led_by(actor: Actor) -> Exists:
    """For a query over rows of files: those she is the lead person of, or stands in for."""
    parts = (TeamPart.LEAD, TeamPart.STAND_IN)
    mine = CaseTeamMember.objects.current().filter(user=actor.user_id, organisation=actor.organisation_id)
    return Exists(mine.filter(part__in=parts, case=OuterRef("case")))


def led_by_nobody() -> Exists:
    """For the same: those without a lead person."""
    return ~Exists(CaseTeamMember.objects.current().filter(case=OuterRef("case"), part=TeamPart.LEAD))


def can_arrange_absence(actor: Actor, user: UUID) -> bool:
    """Her own; as a manager, that of whoever carries files in her organisation."""
    if user == actor.user_id and actor.has_role(*TEAM_ROLES):
        return may(actor, "absence", "W")
    return any(cell != "W hers" for cell in cells(actor, "absence"))


def possible_stand_ins(actor: Actor, user: UUID) -> QuerySet[User]:
    """Colleagues who may carry her files; who decides never names herself: nobody opens a file to herself."""
    return team_workers(actor.organisation).exclude(pk__in=[user, actor.user_id])


def replaced_people(actor: Actor) -> dict[UUID, str]:
    """File → whom she stands in for there today, in one query."""
    leads = CaseTeamMember.objects.current().filter(
        case=OuterRef("case"), organisation=actor.organisation_id, part=TeamPart.LEAD
    )
    rows = CaseTeamMember.objects.current().filter(
        user=actor.user_id, organisation=actor.organisation_id, part=TeamPart.STAND_IN
    )
    replaced = User.objects.filter(pk=OuterRef("replaced"))
    known = rows.annotate(replaced=Coalesce("absence__user", Subquery(leads.order_by("pk").values("user")[:1])))
    named = known.annotate(
        first_name=Subquery(replaced.values("first_name")[:1]), last_name=Subquery(replaced.values("last_name")[:1])
    )
    told = named.exclude(last_name=None).order_by("starts_on", "pk").values_list("case", "first_name", "last_name")
    return {case: f"{first} {last}".strip() for case, first, last in told}


def visits_carried_by(worker: UUID, organisation: UUID) -> Q:
    """The visits she goes to: hers, and on the days she stands in, those of whom she replaces."""
    rows = CaseTeamMember.objects.filter(
        Q(absence=None) | Q(absence__user=OuterRef("worker")),
        case=OuterRef("case"),
        user=worker,
        organisation=organisation,
        part=TeamPart.STAND_IN,
        starts_on__lte=OuterRef("due_on"),
        ends_on__gte=OuterRef("due_on"),
    )
    return Q(worker=worker) | Q(Exists(rows))
