"""States of a request to the experts and of what is kept for others to learn from, with their tables of moves."""

from django.db import models


class ExpertState(models.TextChoices):
    """The steps of a request, in the order of the 2014 design."""

    ASKED = "asked", "Sollicitation"
    ANALYSIS = "analysis", "Analyse"
    ADVISED = "advised", "Préconisation"
    FIELD_SUPPORT = "field_support", "Appui sur le terrain"
    CLOSED = "closed", "Clôture"
    WITHDRAWN = "withdrawn", "Retirée"


_E = ExpertState
# Advice that is not enough goes back to analysis; support on the ground may be given several times.
EXPERT_MOVES = {
    _E.ASKED: {_E.ANALYSIS, _E.WITHDRAWN},
    _E.ANALYSIS: {_E.ADVISED, _E.WITHDRAWN},
    _E.ADVISED: {_E.ANALYSIS, _E.FIELD_SUPPORT, _E.CLOSED},
    _E.FIELD_SUPPORT: {_E.ANALYSIS, _E.FIELD_SUPPORT, _E.CLOSED},
    _E.CLOSED: set(),
    _E.WITHDRAWN: set(),
}
EXPERT_ENDS = (_E.CLOSED, _E.WITHDRAWN)


class Awaits(models.TextChoices):
    """Whose turn it is in an exchange."""

    EXPERT = "expert", "L’expertise"
    ASKER = "asker", "Qui a demandé"
    NOBODY = "nobody", "Personne"


class MessageKind(models.TextChoices):
    EXCHANGE = "exchange", "Échange"
    FIELD_SUPPORT = "field_support", "Appui sur le terrain"


class ExpertActivity(models.TextChoices):
    """What the time of an expert went to."""

    ANALYSIS = "analysis", "Analyse et réponse à une demande"
    FIELD_SUPPORT = "field_support", "Appui sur le terrain"
    SESSION = "session", "Séance de la cellule"
    TRAINING = "training", "Formation des équipes"
    NETWORK = "network", "Appui aux réseaux locaux"


ON_A_REQUEST = (ExpertActivity.ANALYSIS, ExpertActivity.FIELD_SUPPORT)


class CapitalisedSource(models.TextChoices):
    """Where what is kept was first said."""

    EXPERT_REQUEST = "expert_request", "Réponse de l’expertise"
    PRACTICE_EXCHANGE = "practice_exchange", "Échange de pratiques"
    RECOMMENDATION = "recommendation", "Préconisation de séance"


class CapitalisedState(models.TextChoices):
    TO_REREAD = "to_reread", "À relire"
    PUBLISHED = "published", "Capitalisée"
    SET_ASIDE = "set_aside", "Écartée"


_C = CapitalisedState
CAPITALISED_MOVES = {
    _C.TO_REREAD: {_C.PUBLISHED, _C.SET_ASIDE},
    _C.PUBLISHED: {_C.SET_ASIDE},
    _C.SET_ASIDE: {_C.TO_REREAD},
}


class TrainingKind(models.TextChoices):
    TRAINING = "training", "Formation-action"
    PRACTICE = "practice", "Échange de pratiques"


class TrainingState(models.TextChoices):
    PLANNED = "planned", "Prévue"
    HELD = "held", "Tenue"
    CANCELLED = "cancelled", "Annulée"


TRAINING_MOVES = {
    TrainingState.PLANNED: {TrainingState.HELD, TrainingState.CANCELLED},
    TrainingState.HELD: set(),
    TrainingState.CANCELLED: {TrainingState.PLANNED},
}
