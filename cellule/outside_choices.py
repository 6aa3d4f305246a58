"""States of what is decided without a session, and of the written account of one, with their tables of moves."""

from django.db import models


class ConsultationState(models.TextChoices):
    """Named members are asked before a session can meet."""

    OPEN = "open", "En cours"
    DECIDED = "decided", "Décision prise"
    ABANDONED = "abandoned", "Rendue à la séance"


CONSULTATION_MOVES = {
    ConsultationState.OPEN: {ConsultationState.DECIDED, ConsultationState.ABANDONED},
    ConsultationState.DECIDED: set(),
    ConsultationState.ABANDONED: set(),
}


class ConsultedOpinion(models.TextChoices):
    FAVOURABLE = "favourable", "Favorable"
    UNFAVOURABLE = "unfavourable", "Défavorable"
    DEFERS = "defers", "Se range à l’avis des autres"


class NotingOutcome(models.TextChoices):
    """What the next session makes of a decision taken without it; empty while it waits."""

    NOTED = "noted", "Prise en note"
    RATIFIED = "ratified", "Ratifiée"
    NOT_RATIFIED = "not_ratified", "Non ratifiée"


class MinutesState(models.TextChoices):
    DRAFT = "draft", "En rédaction"
    FROZEN = "frozen", "Diffusé"
    SUPERSEDED = "superseded", "Remplacé"


MINUTES_MOVES = {
    MinutesState.DRAFT: {MinutesState.FROZEN},
    MinutesState.FROZEN: {MinutesState.SUPERSEDED},
    MinutesState.SUPERSEDED: set(),
}
