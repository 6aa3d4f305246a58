"""Who declares places and dwellings; seeing them is `visible_to`."""

from cellule.models import AvailableDwelling
from partners.models import Organisation, Partnership, PartnershipPart
from partners.object_rights import may, roles_with
from veille.core.actor import Actor

_DECLARING = roles_with("capacity_board", "W", scope="own")


def can_read_board(actor: Actor) -> bool:
    return may(actor, "capacity_board", "R")


def _takes_part(organisation: Organisation, part: str) -> bool:
    return Partnership.objects.current().filter(organisation=organisation, part=part).exists()


def can_declare_places(actor: Actor) -> bool:
    """For her own organisation, when it carries accompaniments."""
    return actor.has_role(*_DECLARING) and _takes_part(actor.organisation, PartnershipPart.OPERATOR)


def can_declare_dwellings(actor: Actor) -> bool:
    """For her own organisation, when it is a landlord of a dispositif."""
    return actor.has_role(*_DECLARING) and _takes_part(actor.organisation, PartnershipPart.LANDLORD)


def can_change_dwelling(actor: Actor, dwelling: AvailableDwelling) -> bool:
    return dwelling.landlord_id == actor.organisation_id and can_declare_dwellings(actor)
