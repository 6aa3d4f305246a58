"""What the actor may do in each section of a case she sees.

Seeing the case is `Case.objects.visible_to`; this is the second question.
"""

from households.grants import right
from households.models import Case, CaseAccess
from partners.roles import Right, Section
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


def can_read(actor: Actor, case: Case, section: str) -> bool:
    return section_rights(actor, case)[section] >= Right.READ


def can_write(actor: Actor, case: Case, section: str) -> bool:
    return section_rights(actor, case)[section] >= Right.WRITE
