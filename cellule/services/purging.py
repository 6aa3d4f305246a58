"""What is forgotten every night."""

from cellule.services.alerts import purge_alerts
from cellule.services.capacity import forget_old_declarations
from cellule.services.experts import forget_old_questions
from cellule.services.feeds import purge_revoked
from cellule.services.inviting import forget_addresses
from cellule.services.link_deposits import purge_unsent


def forget() -> int:
    """Declarations of places, addresses, withdrawn feeds, deposits, alerts, words of old questions; how many."""
    forgotten = forget_old_declarations() + forget_addresses() + purge_revoked()
    return forgotten + purge_unsent() + purge_alerts() + forget_old_questions()
