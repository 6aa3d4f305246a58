"""States of the way to a decision, with their tables of moves."""

from django.db import models


class ReferralState(models.TextChoices):
    SUBMITTED = "submitted", "Transmise"
    INCOMPLETE = "incomplete", "Complément demandé"
    COMPLETE = "complete", "Dossier complet"
    DIAGNOSIS_ORDERED = "diagnosis_ordered", "Diagnostic demandé"
    DIAGNOSED = "diagnosed", "Diagnostic rendu"
    NOT_DIAGNOSED = "not_diagnosed", "Diagnostic non réalisé"
    SCHEDULED = "scheduled", "À l’ordre du jour"
    DEFERRED = "deferred", "Ajournée"
    ADMITTED = "admitted", "Retenue"
    REFUSED = "refused", "Non retenue"
    REDIRECTED = "redirected", "Réorientée"
    WAITLISTED = "waitlisted", "Sur liste d’attente"
    TAKEN_UP = "taken_up", "Accompagnement commencé"
    WITHDRAWN = "withdrawn", "Retirée"


_S = ReferralState
REFERRAL_ENDS = frozenset({_S.REFUSED, _S.REDIRECTED, _S.TAKEN_UP, _S.WITHDRAWN})
_DECIDED = {_S.ADMITTED, _S.REFUSED, _S.REDIRECTED, _S.WAITLISTED, _S.DEFERRED, _S.DIAGNOSIS_ORDERED, _S.INCOMPLETE}
REFERRAL_MOVES = {
    _S.SUBMITTED: {_S.INCOMPLETE, _S.COMPLETE, _S.WITHDRAWN},
    _S.INCOMPLETE: {_S.SUBMITTED, _S.COMPLETE, _S.WITHDRAWN},
    _S.COMPLETE: {_S.INCOMPLETE, _S.SCHEDULED, _S.DIAGNOSIS_ORDERED, _S.WITHDRAWN},
    _S.DIAGNOSIS_ORDERED: {_S.DIAGNOSED, _S.NOT_DIAGNOSED, _S.WITHDRAWN},
    _S.DIAGNOSED: {_S.SCHEDULED, _S.WITHDRAWN},
    _S.NOT_DIAGNOSED: {_S.SCHEDULED, _S.WITHDRAWN},
    _S.SCHEDULED: {*_DECIDED, _S.WITHDRAWN},
    _S.DEFERRED: {_S.SCHEDULED, _S.WITHDRAWN},
    _S.WAITLISTED: {_S.SCHEDULED, _S.ADMITTED, _S.WITHDRAWN},
    _S.ADMITTED: {_S.TAKEN_UP, _S.WITHDRAWN},
    _S.REFUSED: set(),
    _S.REDIRECTED: set(),
    _S.TAKEN_UP: set(),
    _S.WITHDRAWN: set(),
}
# From here a referral may go on the agenda of a session.
READY_STATES = (_S.COMPLETE, _S.DIAGNOSED, _S.NOT_DIAGNOSED, _S.DEFERRED, _S.WAITLISTED)


class SessionState(models.TextChoices):
    PLANNED = "planned", "Prévue"
    CONVENED = "convened", "Convoquée"
    OPEN = "open", "En cours"
    CLOSED = "closed", "Close"
    CANCELLED = "cancelled", "Annulée"


SESSION_MOVES = {
    SessionState.PLANNED: {SessionState.CONVENED, SessionState.CANCELLED},
    SessionState.CONVENED: {SessionState.OPEN, SessionState.CANCELLED},
    SessionState.OPEN: {SessionState.CLOSED},
    SessionState.CLOSED: set(),
    SessionState.CANCELLED: set(),
}


class AgendaKind(models.TextChoices):
    """The fixed parts of the agenda; what was decided without the session comes between cases and practice."""

    ENTRY = "entry", "Entrée"
    FOLLOW_UP = "follow_up", "Suivi"
    RATIFICATION = "ratify", "Décision hors séance"
    PRACTICE = "practice", "Échange de pratiques"


class AgendaState(models.TextChoices):
    LISTED = "listed", "À examiner"
    DECIDED = "decided", "Décidé"
    POSTPONED = "postponed", "Reporté"
    HIDDEN = "hidden", "Masqué"


AGENDA_MOVES = {
    AgendaState.LISTED: {AgendaState.DECIDED, AgendaState.POSTPONED, AgendaState.HIDDEN},
    AgendaState.DECIDED: set(),
    AgendaState.POSTPONED: set(),
    AgendaState.HIDDEN: {AgendaState.LISTED},
}


class SheetState(models.TextChoices):
    DRAFT = "draft", "À relire"
    FROZEN = "frozen", "Figée"
    SUPERSEDED = "superseded", "Remplacée"


SHEET_MOVES = {
    SheetState.DRAFT: {SheetState.FROZEN},
    SheetState.FROZEN: {SheetState.SUPERSEDED},
    SheetState.SUPERSEDED: set(),
}


class DecisionCode(models.TextChoices):
    """Every decision a body may take; a dispositif restricts and labels them."""

    ADMIT = "admit", "Admission"
    ADMIT_CONDITIONAL = "admit_conditional", "Admission sous condition"
    ORDER_DIAGNOSIS = "order_diagnosis", "Diagnostic préconisé"
    REQUEST_INFORMATION = "request_information", "Complément demandé"
    DEFER = "defer", "Ajournement"
    WAITLIST = "waitlist", "Liste d’attente"
    REDIRECT = "redirect", "Réorientation"
    REFUSE = "refuse", "Orientation non retenue"
    WITHDRAW = "withdraw", "Retrait"
    CHANGE_LEVEL = "change_level", "Changement de niveau"
    EXTEND = "extend", "Prolongation"
    SUSPEND = "suspend", "Suspension"
    REACTIVATE = "reactivate", "Réactivation"
    END = "end", "Fin d’accompagnement"
    REOPEN = "reopen", "Réouverture"
    EXPERT_ADVICE = "expert_advice", "Avis de l’expertise"
    NOTE_ONLY = "note_only", "Point d’information"


ADMITTING = (DecisionCode.ADMIT, DecisionCode.ADMIT_CONDITIONAL)
# With these, in accès, landlords may be asked for a dwelling.
ASKING = (*ADMITTING, DecisionCode.EXTEND, DecisionCode.NOTE_ONLY)
REFUSING = (DecisionCode.REFUSE, DecisionCode.REDIRECT, DecisionCode.WITHDRAW)
FINAL_DECISIONS = (*ADMITTING, *REFUSING)

# Where each decision on an entry sends its referral; the others leave it where it is.
REFERRAL_AFTER = {
    DecisionCode.ADMIT: _S.ADMITTED,
    DecisionCode.ADMIT_CONDITIONAL: _S.ADMITTED,
    DecisionCode.ORDER_DIAGNOSIS: _S.DIAGNOSIS_ORDERED,
    DecisionCode.REQUEST_INFORMATION: _S.INCOMPLETE,
    DecisionCode.DEFER: _S.DEFERRED,
    DecisionCode.WAITLIST: _S.WAITLISTED,
    DecisionCode.REDIRECT: _S.REDIRECTED,
    DecisionCode.REFUSE: _S.REFUSED,
    DecisionCode.WITHDRAW: _S.WITHDRAWN,
}


class DecidingBody(models.TextChoices):
    """Who decided; only the first one needs a session."""

    INSTANCE = "instance", "Instance en séance"
    ENTITLED = "entitled", "Personnes habilitées, hors séance"
    OPERATOR = "operator", "Opérateur"
    STATE_REFERRAL = "state_referral", "Orientation de l’État"
    CONVENTION = "convention", "Convention"
    LOT_ORDER = "lot_order", "Commande d’un lot"


class Urgency(models.TextChoices):
    NORMAL = "normal", "À la prochaine séance"
    SOON = "soon", "Dans les quinze jours"
    IMMEDIATE = "immediate", "Dans les jours qui viennent"


class TaskAct(models.TextChoices):
    """A task that an act finishes, never a hand: the act on the accompaniment, or what became of a condition."""

    CONDITION = "condition", "Constater la condition"
    SUSPEND = "suspend", "Suspendre l’accompagnement"
    REACTIVATE = "reactivate", "Reprendre l’accompagnement"
    END = "end", "Mettre fin à l’accompagnement"
    REOPEN = "reopen", "Reprendre après une fin"


class TaskState(models.TextChoices):
    TODO = "todo", "À faire"
    DONE = "done", "Faite"
    CANCELLED = "cancelled", "Sans objet"


TASK_MOVES = {
    TaskState.TODO: {TaskState.DONE, TaskState.CANCELLED},
    TaskState.DONE: {TaskState.TODO},
    TaskState.CANCELLED: {TaskState.TODO},
}


class HeldWay(models.TextChoices):
    """Why an orientation has no file yet."""

    LINK = "link", "Lien remis"
    VALIDATION = "validation", "Validation interne"


class HeldState(models.TextChoices):
    OPEN = "open", "Pas encore envoyée"
    SENT = "sent", "Attend d’être reçue"
    RETURNED = "returned", "Renvoyée à compléter"
    RECEIVED = "received", "Reçue"
    DECLINED = "declined", "Non reçue"
    WITHDRAWN = "withdrawn", "Retirée"


HELD_ENDS = frozenset({HeldState.RECEIVED, HeldState.DECLINED, HeldState.WITHDRAWN})
HELD_MOVES = {
    HeldState.OPEN: {HeldState.SENT, HeldState.WITHDRAWN},
    HeldState.SENT: {HeldState.RETURNED, HeldState.RECEIVED, HeldState.DECLINED, HeldState.WITHDRAWN},
    HeldState.RETURNED: {HeldState.SENT, HeldState.WITHDRAWN},
    HeldState.RECEIVED: set(),
    HeldState.DECLINED: set(),
    HeldState.WITHDRAWN: set(),
}


class AlertState(models.TextChoices):
    RECEIVED = "received", "À traiter"
    TURNED = "turned", "Orientation commencée"
    CLOSED = "closed", "Close sans orientation"


ALERT_MOVES = {
    AlertState.RECEIVED: {AlertState.TURNED, AlertState.CLOSED},
    AlertState.TURNED: {AlertState.RECEIVED, AlertState.CLOSED},
    AlertState.CLOSED: {AlertState.RECEIVED},
}
