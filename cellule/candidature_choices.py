"""From a landlord asked to a lease signed: states, with their tables of moves, and what a commission answers."""

from django.db import models


class CandidatureState(models.TextChoices):
    PLANNED = "planned", "Partira à la clôture"
    ASKED = "asked", "Réponse attendue"
    ACCEPTED = "accepted", "Acceptée par le bailleur"
    REFUSED = "refused", "Non retenue par le bailleur"
    EXPIRED = "expired", "Sans réponse dans le délai"
    WITHDRAWN = "withdrawn", "Retirée"
    HOUSED = "housed", "Bail signé"


_C = CandidatureState
CANDIDATURE_MOVES = {
    _C.PLANNED: {_C.ASKED, _C.WITHDRAWN},
    _C.ASKED: {_C.ACCEPTED, _C.REFUSED, _C.EXPIRED, _C.WITHDRAWN},
    _C.ACCEPTED: {_C.REFUSED, _C.WITHDRAWN, _C.HOUSED},
    _C.REFUSED: set(),
    _C.EXPIRED: set(),
    _C.WITHDRAWN: set(),
    _C.HOUSED: set(),
}
# One at a time between a household and a landlord; the next one waits for the end of this one.
STANDING = (_C.PLANNED, _C.ASKED, _C.ACCEPTED)
# What the landlord keeps on its page: what it is asked, and what it answered.
KNOWN_TO_LANDLORD = (_C.ASKED, _C.ACCEPTED, _C.REFUSED, _C.HOUSED)


class OfferState(models.TextChoices):
    PROPOSED = "proposed", "Proposé au ménage"
    ACCEPTED = "accepted", "Accepté par le ménage"
    ENDED = "ended", "Sans suite"
    LEASED = "leased", "Bail signé"


OFFER_MOVES = {
    OfferState.PROPOSED: {OfferState.ACCEPTED, OfferState.ENDED},
    OfferState.ACCEPTED: {OfferState.LEASED, OfferState.ENDED},
    OfferState.ENDED: set(),
    OfferState.LEASED: set(),
}
OPEN_OFFERS = (OfferState.PROPOSED, OfferState.ACCEPTED)


class EndedBy(models.TextChoices):
    """Who put an end to an offer."""

    HOUSEHOLD = "household", "Le ménage"
    LANDLORD = "landlord", "Le bailleur"
    COMMISSION = "commission", "La commission d’attribution"


class ConditionState(models.TextChoices):
    PENDING = "pending", "Attendue"
    MET = "met", "Remplie"
    NOT_MET = "not_met", "Non remplie"
    DROPPED = "dropped", "Sans objet"


CONDITION_MOVES = {
    ConditionState.PENDING: {ConditionState.MET, ConditionState.NOT_MET, ConditionState.DROPPED},
    ConditionState.MET: set(),
    ConditionState.NOT_MET: {ConditionState.MET, ConditionState.DROPPED},
    ConditionState.DROPPED: set(),
}


class PassageState(models.TextChoices):
    PREPARED = "prepared", "Note à relire"
    PASSED = "passed", "Transmis au bailleur"
    DECIDED = "decided", "Résultat connu"
    WITHDRAWN = "withdrawn", "Retiré"


PASSAGE_MOVES = {
    PassageState.PREPARED: {PassageState.PASSED, PassageState.WITHDRAWN},
    PassageState.PASSED: {PassageState.DECIDED, PassageState.WITHDRAWN},
    PassageState.DECIDED: set(),
    PassageState.WITHDRAWN: set(),
}


class CalResult(models.TextChoices):
    """The five answers that the law gives a commission (CCH, article R. 441-3)."""

    AWARDED = "cal_awarded", "Attribution"
    AWARDED_RANK = "cal_awarded_rank", "Attribution par rang"
    CONDITIONAL = "cal_conditional", "Attribution sous condition suspensive"
    NOT_AWARDED = "cal_not_awarded", "Non-attribution"
    INADMISSIBLE = "cal_inadmissible", "Rejet pour irrecevabilité"


# These say why; the household is told in writing.
MOTIVATED = (CalResult.NOT_AWARDED, CalResult.INADMISSIBLE)
