"""What is forgotten every night."""

from cellule.services.capacity import forget_old_declarations
from cellule.services.feeds import purge_revoked
from cellule.services.inviting import forget_addresses


def forget() -> int:
    """Old declarations of places, addresses of invited people, withdrawn feeds; returns how many."""
    return forget_old_declarations() + forget_addresses() + purge_revoked()
