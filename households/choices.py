"""States of the housing and of the procedure, and where each leads."""

from django.db import models


class HoldState(models.TextChoices):
    """A procedure that a landlord is asked to hold."""

    ASKED = "asked", "Demandée"
    AGREED = "agreed", "Accordée"
    REFUSED = "refused", "Non accordée"
    ENDED = "ended", "Levée avant son terme"


HOLD_MOVES = {
    HoldState.ASKED: {HoldState.AGREED, HoldState.REFUSED},
    HoldState.AGREED: {HoldState.ENDED},
    HoldState.REFUSED: set(),
    HoldState.ENDED: set(),
}


class LeaseResult(models.TextChoices):
    """What became of a convention of sliding lease."""

    PENDING = "pending", "En cours"
    SLID = "slid", "Bail glissé : le ménage est locataire en titre"
    NOT_SLID = "not_slid", "Bail non glissé"
    RENEWED = "renewed", "Convention renouvelée"


LEASE_MOVES = {
    LeaseResult.PENDING: {LeaseResult.SLID, LeaseResult.NOT_SLID, LeaseResult.RENEWED},
    LeaseResult.SLID: set(),
    LeaseResult.NOT_SLID: set(),
    LeaseResult.RENEWED: set(),
}
