"""What the actor may do in each section of a case she sees.

Seeing the case is `Case.objects.visible_to`; this is the second question.
"""

from households.grants import right
from households.models import Case, CaseAccess, NamedPerson
from partners.roles import MANAGER_ROLES, Right, Section
from veille.core.actor import Actor

Rights = dict[str, Right]


def section_rights(actor: Actor, case: Case) -> Rights:
    """Right of the actor on every section: the best of her roles through her organisation's grants."""
    best = dict.fromkeys(Section.values, Right.NONE)
    for membership in actor.memberships:
        grants = CaseAccess.objects.opening_through(actor, membership).filter(case=case)
        for level in grants.order_by("level").values_list("level", flat=True):
            for section in Section.values:
                best[section] = max(best[section], right(level, membership.role, section))
    return best


def can_write(actor: Actor, case: Case, section: str) -> bool:
    return section_rights(actor, case)[section] >= Right.WRITE


# Finer rules than the cells, each with its reason.


def can_note_information(rights: Rights) -> bool:
    """Who reaches the household may note that it was told: the presenter promises it at the orientation."""
    return rights[Section.CONTACT] >= Right.WRITE


def can_share(rights: Rights) -> bool:
    """The lead names partners, once the household agreed: only its grant opens the measure for writing."""
    return rights[Section.MEASURE] >= Right.WRITE


def can_run_team(actor: Actor, rights: Rights) -> bool:
    """A manager says who of her organisation works on a case she may inspect."""
    return rights[Section.ACCESS_PANEL] >= Right.READ and actor.has_role(*MANAGER_ROLES)


def can_name(actor: Actor, case: Case, rights: Rights) -> bool:
    """On a restricted case, whoever leads, presents or manages it says who else is named (being named herself)."""
    writes = rights[Section.CONTACT] >= Right.WRITE or rights[Section.ACCESS_PANEL] >= Right.WRITE
    return case.is_restricted and (writes or can_run_team(actor, rights))


def is_named(actor: Actor, case: Case) -> bool:
    """Protected details open to named persons only, whether the case is restricted or not."""
    return NamedPerson.objects.current().filter(case=case, user=actor.user_id).exists()
