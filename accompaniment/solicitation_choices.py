"""What is asked of a team and what answers it, with the table of moves of a solicitation."""

from django.db import models


class SolicitationOrigin(models.TextChoices):
    """Who asked."""

    HOUSEHOLD = "household", "Le ménage"
    LANDLORD = "landlord", "Le bailleur"
    PARTNER = "partner", "Un partenaire"
    THIRD_PARTY = "third_party", "Un tiers (voisin, famille)"


class SolicitationState(models.TextChoices):
    """Whether somebody still waits."""

    OPEN = "open", "En attente d’une réponse"
    ANSWERED = "answered", "Répondue"
    DROPPED = "dropped", "Sans objet"


# A mistake costs nothing: what was noted too fast is opened again.
SOLICITATION_MOVES = {
    SolicitationState.OPEN: {SolicitationState.ANSWERED, SolicitationState.DROPPED},
    SolicitationState.ANSWERED: {SolicitationState.OPEN},
    SolicitationState.DROPPED: {SolicitationState.OPEN},
}


class DropReason(models.TextChoices):
    """Why nobody waits for an answer any more."""

    MISTAKE = "mistake", "Notée par erreur ou deux fois"
    SETTLED = "settled", "La personne n’en a plus besoin"
    ELSEWHERE = "elsewhere", "Adressée à quelqu’un d’autre"


class SolicitationColour(models.TextChoices):
    """How an answer stands against the two promises of half a day and of a day."""

    GREEN = "green", "Dans la demi-journée"
    AMBER = "amber", "Dans la journée"
    LATE = "late", "Hors délai"
    NONE = "none", "Sans délai promis"


COLOUR_TONES = {
    SolicitationColour.GREEN: "success",
    SolicitationColour.AMBER: "warning",
    SolicitationColour.LATE: "danger",
    SolicitationColour.NONE: "neutral",
}
