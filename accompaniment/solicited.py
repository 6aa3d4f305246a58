"""Who may be asked to answer, who of them is told, and whether what is asked crosses to the landlord."""

from functools import partial

from celery import current_app
from django.db import transaction
from django.db.models import Q, QuerySet

from accompaniment.models import Solicitation
from households.grants import GRANT_RIGHTS, GrantLevel
from households.models import Case, CaseAccess, CaseTeamMember, HandedOn, TeamPart
from households.permissions import section_rights
from households.readers import actors_of
from partners.models import Organisation, User
from partners.object_rights import roles_with
from partners.roles import MANAGER_ROLES, Right, Section
from veille.core.actor import Actor

TELL_TASK = "accompaniment.tasks.tell_solicited"
_CARRYING = (TeamPart.LEAD, TeamPart.STAND_IN)
# The grants whose organisation answers for the household, each known to who reads one of these sections: a decision
# says who accompanies, the dwelling who lets it.
_ANSWERING = {
    GrantLevel.LEAD: (Section.MEASURE, Section.DECISION),
    GrantLevel.LANDLORD_OF_DWELLING: (Section.HOUSING,),
}


def organisations(actor: Actor, case: Case) -> list[Organisation]:
    """Who may be asked: her own organisation first, then who accompanies and who lets the dwelling, if known to her."""
    rights = section_rights(actor, case)
    levels = [level for level, told in _ANSWERING.items() if any(rights[section] >= Right.READ for section in told)]
    granted = CaseAccess.objects.current().filter(case=case, level__in=levels).values("organisation")
    others = Organisation.objects.filter(pk__in=granted, is_active=True).exclude(pk=actor.organisation_id)
    return [actor.organisation, *others.order_by("sort_name", "pk")]


def stays_inside(by: Actor, case: Case, asked: Organisation) -> bool:
    """Asked in confidence: both who notes it and who must answer read what the accompaniment keeps to itself."""
    if section_rights(by, case)[Section.INTERVENTIONS] < Right.READ:
        return False
    inner = [level for level, rights in GRANT_RIGHTS.items() if rights[Section.INTERVENTIONS] >= Right.READ]
    return CaseAccess.objects.current().filter(case=case, organisation=asked, level__in=inner).exists()


def carried_by(actor: Actor) -> QuerySet[Solicitation]:
    """What waits for an answer of hers: in the files she carries, and in those that nobody of her team carries."""
    carrying = CaseTeamMember.objects.current().filter(organisation=actor.organisation_id, part__in=_CARRYING)
    handed = HandedOn.objects.standing().filter(taker=actor.user_id, organisation=actor.organisation_id)
    hers = Q(case__in=carrying.filter(user=actor.user_id).values("case")) | Q(case__in=handed.values("case"))
    nobodys = ~Q(case__in=carrying.values("case"))
    least = Right.READ if actor.has_role(*MANAGER_ROLES) else Right.WRITE
    rows = Solicitation.objects.visible_to(actor, least).waiting()
    return rows.filter(hers | nobodys, organisation=actor.organisation_id)


def people_to_tell(solicitation: Solicitation) -> list[User]:
    """Who carries the file for the organisation that must answer; nobody does: its managers, else all who read it."""
    reading = [actor for actor in actors_of([solicitation.organisation_id]) if _reads(actor, solicitation)]
    carrying = CaseTeamMember.objects.current().filter(
        case=solicitation.case_id, organisation=solicitation.organisation_id, part__in=_CARRYING
    )
    carriers = set(carrying.order_by("pk").values_list("user", flat=True))
    named = [actor for actor in reading if actor.user_id in carriers]
    managers = [actor for actor in reading if actor.has_role(*MANAGER_ROLES)]
    return [actor.user for actor in named or managers or reading]


def _reads(actor: Actor, solicitation: Solicitation) -> bool:
    if not actor.has_role(*roles_with("solicitation", "R")):
        return False
    return Solicitation.objects.visible_to(actor).filter(pk=solicitation.pk).exists()


def tell_soon(solicitation: Solicitation) -> None:
    """After commit: another organisation waits for an answer."""
    key = str(solicitation.pk)
    transaction.on_commit(partial(current_app.send_task, TELL_TASK, args=[key]), robust=True)
