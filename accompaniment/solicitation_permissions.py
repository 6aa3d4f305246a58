"""What the actor may do with what is asked (docs/rights/others.csv, solicitation), on a case she sees.

The cell is asked of her role, the file of her grant: a solicitation is noted by who notes visits.
"""

from collections.abc import Iterable
from uuid import UUID

from accompaniment.models import Solicitation
from accompaniment.permissions import can_lead, can_record_intervention
from households.pages import CasePage
from households.permissions import Rights
from partners.object_rights import may
from partners.roles import Right
from veille.core.actor import Actor


def can_note(actor: Actor, rights: Rights) -> bool:
    return may(actor, "solicitation", "W") and can_record_intervention(rights)


def can_list(actor: Actor) -> bool:
    return may(actor, "solicitation", "R")


def written_by(actor: Actor, rows: Iterable[Solicitation]) -> frozenset[UUID]:
    """Those of these that she writes, in one query."""
    keys = [row.pk for row in rows]
    return frozenset(
        Solicitation.objects.visible_to(actor, Right.WRITE).filter(pk__in=keys).values_list("pk", flat=True)
    )


def can_answer(page: CasePage, solicitation: Solicitation) -> bool:
    """Who was asked; who accompanies the household too, for a team that no longer does."""
    return _asked(page, solicitation) and solicitation.pk in written_by(page.actor, [solicitation])


def can_drop(page: CasePage, solicitation: Solicitation) -> bool:
    """Who was asked, and who noted it: nobody waits for an answer to a mistake."""
    concerned = _asked(page, solicitation) or _noted(page, solicitation)
    return concerned and solicitation.pk in written_by(page.actor, [solicitation])


def acts_on(page: CasePage, solicitation: Solicitation, written: frozenset[UUID]) -> dict[str, bool]:
    """Which of its buttons are hers; `written` of `written_by`, asked once for a page."""
    is_open, writes = solicitation.is_open, solicitation.pk in written
    answers = writes and _asked(page, solicitation)
    drops = answers or (writes and _noted(page, solicitation))
    return {"answer": is_open and answers, "drop": is_open and drops, "reopen": not is_open and drops}


def _asked(page: CasePage, solicitation: Solicitation) -> bool:
    return solicitation.organisation_id == page.actor.organisation_id or can_lead(page.rights)


def _noted(page: CasePage, solicitation: Solicitation) -> bool:
    return solicitation.noted_for_id == page.actor.organisation_id
