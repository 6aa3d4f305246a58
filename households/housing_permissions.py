"""Finer rules on the housing and the procedure than the cells, each with its reason."""

from uuid import UUID

from households.permissions import Rights
from partners.object_rights import may
from partners.roles import Right, Section
from veille.core.actor import Actor


def knows_file(rights: Rights) -> bool:
    """Litigation staff know of the file its tenant, its lease number, the steps and that a hold stands; no more."""
    return rights[Section.STATE] >= Right.READ


def can_ask_hold(actor: Actor, rights: Rights) -> bool:
    """Who refers or accompanies may ask the landlord to hold its procedure (row `procedure_hold_ask`).

    The referent asks when she refers (domain D12), and does not keep the procedure herself: a cell of the
    section could not say it.
    """
    return may(actor, "procedure_hold_ask", "W") and rights[Section.PROCEDURE] >= Right.READ and knows_file(rights)


def can_decide_hold(actor: Actor, rights: Rights, landlord: UUID) -> bool:
    """The landlord alone decides, by its manager (row `procedure_hold_decide`): it is its procedure."""
    own = landlord == actor.organisation_id
    return own and may(actor, "procedure_hold_decide", "W") and rights[Section.PROCEDURE] >= Right.WRITE
