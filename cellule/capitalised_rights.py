"""Who searches what was capitalised, and who gives it its second reading."""

from cellule.expertise_choices import CapitalisedState
from cellule.models import Capitalised
from partners.object_rights import may
from veille.core.actor import Actor


def reads_capitalised(actor: Actor) -> bool:
    """Whether one of her roles reads it (no query)."""
    return may(actor, "capitalised_answers", "R")


def rereads(actor: Actor) -> bool:
    return may(actor, "capitalised_answers", "W")


def _keeps(actor: Actor, capitalised: Capitalised) -> bool:
    return Capitalised.objects.kept_by(actor).filter(pk=capitalised.pk).exists()


def can_publish(actor: Actor, capitalised: Capitalised) -> bool:
    """Somebody else than who proposed it."""
    waits = capitalised.state == CapitalisedState.TO_REREAD and capitalised.proposed_by_id != actor.user_id
    return waits and _keeps(actor, capitalised)


def can_propose_again(actor: Actor, capitalised: Capitalised) -> bool:
    return capitalised.state == CapitalisedState.SET_ASIDE and _keeps(actor, capitalised)


def can_set_aside(actor: Actor, capitalised: Capitalised) -> bool:
    """Before or after it was published: something in it may be recognised late."""
    return capitalised.state != CapitalisedState.SET_ASIDE and _keeps(actor, capitalised)
