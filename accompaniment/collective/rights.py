"""What the actor may do with a collective action or a cooperative she sees; seeing them is `visible_to`."""

from accompaniment.collective.querysets import ACTION, counting_roles
from accompaniment.models import CollectiveAction, ResidentCooperative
from partners.models import OrganisationKind
from partners.object_rights import may
from veille.core.actor import Actor


def sees_actions(actor: Actor) -> bool:
    return may(actor, ACTION, "W")


def counts_actions(actor: Actor) -> bool:
    """Numbers: the pilot's, or those of her own organisation."""
    return sees_actions(actor) or actor.has_role(*counting_roles())


def can_keep(actor: Actor, row: CollectiveAction | ResidentCooperative) -> bool:
    """Who keeps it writes when, where, how many; who organises it beside reads."""
    return sees_actions(actor) and row.organisation_id == actor.organisation_id


def counts_whole(actor: Actor, row: CollectiveAction | ResidentCooperative) -> bool:
    """A landlord reads the numbers it counted itself; those of an association, once masked."""
    own = row.organisation_id == actor.organisation_id
    return own or actor.organisation.kind != OrganisationKind.LANDLORD
