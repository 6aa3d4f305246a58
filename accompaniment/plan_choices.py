"""States and kinds of what is agreed with the household: plan, agreement, bilan, signatures."""

from django.db import models


class ObjectiveOutcome(models.TextChoices):
    """Where an objective stands when it is looked at again; nothing here is a fault."""

    MET = "met", "Atteint"
    PARTLY = "partly", "Atteint en partie"
    REVISED = "revised", "Revu avec le ménage"
    SET_ASIDE = "set_aside", "Laissé de côté"


class ReviewKind(models.TextChoices):
    """When a bilan is made: after so many months, at the exit, or when it is needed."""

    PLANNED = "planned", "Bilan prévu"
    EXIT = "exit", "Bilan de sortie"
    OTHER = "other", "Autre bilan"


class ReviewState(models.TextChoices):
    DRAFT = "draft", "En cours d’écriture"
    SETTLED = "settled", "Arrêté"
    REPLACED = "replaced", "Remplacé"


REVIEW_MOVES = {
    ReviewState.DRAFT: {ReviewState.SETTLED},
    ReviewState.SETTLED: {ReviewState.REPLACED},
    ReviewState.REPLACED: set(),
}


class AgreementState(models.TextChoices):
    CURRENT = "current", "En vigueur"
    REPLACED = "replaced", "Remplacé"


AGREEMENT_MOVES = {
    AgreementState.CURRENT: {AgreementState.REPLACED},
    AgreementState.REPLACED: set(),
}


class SignatureWay(models.TextChoices):
    """How somebody signed; one who did not wish to is noted without a reason being due."""

    SCREEN = "screen", "Signé à l’écran"
    PAPER = "paper", "Signé sur papier"
    ORAL = "oral", "Accord donné de vive voix"
    DECLINED = "declined", "N’a pas souhaité signer"


class SignerPart(models.TextChoices):
    HOUSEHOLD = "household", "Le ménage"
    WORKER = "worker", "L’accompagnement"
    PARTNER = "partner", "Un partenaire"
