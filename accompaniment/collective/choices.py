"""States and kinds that code tests, with their tables of moves."""

from django.db import models


class CollectiveState(models.TextChoices):
    PLANNED = "planned", "Prévue"
    HELD = "held", "Terminée"
    ASSESSED = "assessed", "Évaluée"
    CANCELLED = "cancelled", "Annulée"


# Ended, an action takes no session any more: its numbers, told to others once, never move again.
COLLECTIVE_MOVES = {
    CollectiveState.PLANNED: {CollectiveState.HELD, CollectiveState.CANCELLED},
    CollectiveState.HELD: {CollectiveState.ASSESSED},
    CollectiveState.ASSESSED: set(),
    CollectiveState.CANCELLED: {CollectiveState.PLANNED},
}
ENDED_STATES = (CollectiveState.HELD, CollectiveState.ASSESSED)


class CollectiveSessionState(models.TextChoices):
    PLANNED = "planned", "Prévue"
    HELD = "held", "A eu lieu"
    CANCELLED = "cancelled", "Annulée"


COLLECTIVE_SESSION_MOVES = {
    CollectiveSessionState.PLANNED: {CollectiveSessionState.HELD, CollectiveSessionState.CANCELLED},
    # Noted again, it is corrected: the state stays.
    CollectiveSessionState.HELD: set(),
    CollectiveSessionState.CANCELLED: {CollectiveSessionState.PLANNED},
}


class CooperativePart(models.TextChoices):
    """What a member takes on."""

    MEMBER = "member", "Membre"
    ANIMATOR = "animator", "Animation"
    TREASURER = "treasurer", "Trésorerie"
    SECRETARY = "secretary", "Secrétariat"
    KEYS = "keys", "Clés et matériel"


class LoanKind(models.TextChoices):
    """What is lent to a cooperative."""

    LAND = "land", "Terrain"
    ROOM = "room", "Salle"
