"""Whose caseload somebody opens, and who may receive files."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from households.models import Case, CaseTeamMember, TeamPart
from households.standing_in import opened_by, team_workers
from partners.models import Membership, Organisation, User
from partners.object_rights import cells, may
from partners.roles import TEAM_ROLES
from veille.core.actor import Actor


def manages(actor: Actor) -> bool:
    """She reads the caseloads of her organisation; others, their own."""
    return any(cell != "R hers" for cell in cells(actor, "caseload"))


def can_read_load(actor: Actor) -> bool:
    return may(actor, "caseload", "R")


def can_hand_over(actor: Actor) -> bool:
    return may(actor, "caseload_handover", "W")


def people_of(actor: Actor) -> QuerySet[User]:
    """Those whose caseload she opens; for a manager, who carries files or could, those who have left too."""
    if not can_read_load(actor):
        return User.objects.none()
    if not manages(actor):
        return User.objects.filter(pk=actor.user_id)
    held = Membership.objects.filter(organisation=actor.organisation_id, role__in=TEAM_ROLES, user=OuterRef("pk"))
    here = team_workers(actor.organisation)
    carrying = team_rows(actor).filter(user=OuterRef("pk"))
    people = User.objects.filter(Exists(held)).filter(Q(pk__in=here.order_by().values("pk")) | Exists(carrying))
    return people.order_by("last_name", "first_name", "pk")


def team_rows(actor: Actor) -> QuerySet[CaseTeamMember]:
    """Who carries or shares the open files of her organisation, as far as she reads their teams."""
    rows = CaseTeamMember.objects.current().filter(organisation=actor.organisation_id)
    return rows.filter(case__in=opened_by(actor).values("pk"))


def lasting_rows(actor: Actor) -> QuerySet[CaseTeamMember]:
    """Those of them that no day ends: what a hand-over gives to somebody else."""
    return team_rows(actor).filter(ends_on=None, part__in=(TeamPart.LEAD, TeamPart.MEMBER))


def receivers(actor: Actor, former: User) -> QuerySet[User]:
    """Those who carry files in her organisation today; never herself: nobody opens a file to herself."""
    return team_workers(actor.organisation).exclude(pk__in=[former.pk, actor.user_id])


def team_on(case: Case, organisation: Organisation) -> QuerySet[User]:
    """Those who go and see a household and meet about it: its team in an organisation."""
    team = CaseTeamMember.objects.current().filter(case=case, organisation=organisation, user=OuterRef("pk"))
    return User.objects.filter(Exists(team)).order_by("last_name", "first_name", "pk")
