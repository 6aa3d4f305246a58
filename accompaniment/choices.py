"""States and kinds that code tests, with their tables of moves."""

from django.db import models


class DiagnosisState(models.TextChoices):
    ORDERED = "ordered", "Demandé"
    DONE = "done", "Rendu"
    NOT_DONE = "not_done", "Non réalisé"


DIAGNOSIS_MOVES = {
    DiagnosisState.ORDERED: {DiagnosisState.DONE, DiagnosisState.NOT_DONE},
    DiagnosisState.DONE: set(),
    DiagnosisState.NOT_DONE: {DiagnosisState.ORDERED},
}


class DiagnosisResult(models.TextChoices):
    """What the diagnosis concludes, or why it was not made."""

    SUPPORT_RECOMMENDED = "support_recommended", "Accompagnement préconisé"
    SUPPORT_NOT_RECOMMENDED = "support_not_recommended", "Accompagnement non préconisé"
    UNREACHABLE = "unreachable", "Ménage injoignable"
    REFUSED = "refused", "Le ménage n’a pas souhaité"
    MOVED = "moved", "Le ménage n’habite plus là"
    NOT_DONE_OTHER = "not_done_other", "Non réalisé, autre motif"


RESULTS_WHEN_DONE = (DiagnosisResult.SUPPORT_RECOMMENDED, DiagnosisResult.SUPPORT_NOT_RECOMMENDED)


class CriterionAnswer(models.TextChoices):
    """What a pre-diagnosis says of a shared criterion."""

    MET = "met", "Acquis"
    UNDER_WAY = "under_way", "En cours"
    TO_WORK_ON = "to_work_on", "À travailler"
    NOT_CONCERNED = "not_concerned", "Sans objet"


class MeasureState(models.TextChoices):
    """The support track."""

    NOT_STARTED = "not_started", "À démarrer"
    PREPARATION = "preparation", "Préparation"
    ACTIVE = "active", "Accompagnement actif"
    SUSPENDED = "suspended", "Accompagnement suspendu"
    RELAY = "relay", "Relais en cours"
    ENDED = "ended", "Terminé"
    WATCH = "watch", "Veille après la sortie"


MEASURE_MOVES = {
    MeasureState.NOT_STARTED: {MeasureState.PREPARATION, MeasureState.ACTIVE, MeasureState.ENDED},
    MeasureState.PREPARATION: {MeasureState.ACTIVE, MeasureState.SUSPENDED, MeasureState.ENDED},
    MeasureState.ACTIVE: {MeasureState.SUSPENDED, MeasureState.RELAY, MeasureState.ENDED},
    MeasureState.SUSPENDED: {
        MeasureState.PREPARATION,
        MeasureState.ACTIVE,
        MeasureState.RELAY,
        MeasureState.ENDED,
    },
    MeasureState.RELAY: {MeasureState.ACTIVE, MeasureState.ENDED},
    MeasureState.ENDED: {MeasureState.WATCH, MeasureState.ACTIVE},
    MeasureState.WATCH: {MeasureState.ENDED, MeasureState.ACTIVE},
}
RUNNING_STATES = (MeasureState.PREPARATION, MeasureState.ACTIVE, MeasureState.SUSPENDED, MeasureState.RELAY)
CLOSED_STATES = (MeasureState.ENDED, MeasureState.WATCH)


class PlanState(models.TextChoices):
    DRAFT = "draft", "En construction"
    AGREED = "agreed", "Convenu avec le ménage"
    CLOSED = "closed", "Clos"


PLAN_MOVES = {
    PlanState.DRAFT: {PlanState.AGREED, PlanState.CLOSED},
    PlanState.AGREED: {PlanState.CLOSED},
    PlanState.CLOSED: set(),
}


class ActionState(models.TextChoices):
    TODO = "todo", "À faire"
    DOING = "doing", "En cours"
    DONE = "done", "Fait"
    CANCELLED = "cancelled", "Abandonnée"


ACTION_MOVES = {
    ActionState.TODO: {ActionState.DOING, ActionState.DONE, ActionState.CANCELLED},
    ActionState.DOING: {ActionState.TODO, ActionState.DONE, ActionState.CANCELLED},
    ActionState.DONE: {ActionState.DOING},
    ActionState.CANCELLED: {ActionState.TODO},
}


class InterventionKind(models.TextChoices):
    """What was done; the five first ones are the large buttons of the quick entry."""

    HOME_VISIT = "home_visit", "Visite à domicile"
    PHONE_CALL = "phone_call", "Appel"
    NO_SHOW = "no_show", "Absence"
    ACCOMPANIED_STEP = "accompanied_step", "Démarche accompagnée"
    PARTNER_CONTACT = "partner_contact", "Contact partenaire"
    INTERVIEW = "interview", "Entretien"
    OUTREACH = "street_outreach", "Aller-vers hors domicile"
    MESSAGE = "message", "SMS ou courriel"
    LETTER = "letter", "Courrier"
    ADMINISTRATIVE_WORK = "administrative_work", "Travail administratif"
    SYNTHESIS_MEETING = "synthesis_meeting", "Réunion de synthèse"
    TRIPARTITE_MEETING = "tripartite_meeting", "Rencontre tripartite"
    MEDIATION = "mediation", "Médiation"
    EMERGENCY = "emergency_response", "Intervention sur sollicitation urgente"
    DIAGNOSIS_INTERVIEW = "diagnosis_interview", "Entretien de diagnostic"
    REVIEW = "review", "Bilan"
    LANDLORD_TRANSFER = "landlord_transfer", "Mutation"
    LANDLORD_WORKS = "landlord_works", "Travaux"
    LANDLORD_REPAYMENT = "landlord_repayment_plan", "Plan d’apurement"
    LANDLORD_ACTION = "landlord_gla_action", "Autre action de gestion locative adaptée"
    COLLECTIVE_SESSION = "collective_session", "Séance collective"


QUICK_KINDS = (
    InterventionKind.HOME_VISIT,
    InterventionKind.PHONE_CALL,
    InterventionKind.NO_SHOW,
    InterventionKind.ACCOMPANIED_STEP,
    InterventionKind.PARTNER_CONTACT,
)


# Contacts with the household: what nobody heard does not count.
CONTACT_KINDS = (
    InterventionKind.HOME_VISIT,
    InterventionKind.PHONE_CALL,
    InterventionKind.ACCOMPANIED_STEP,
    InterventionKind.INTERVIEW,
    InterventionKind.OUTREACH,
    InterventionKind.MESSAGE,
    InterventionKind.TRIPARTITE_MEETING,
    InterventionKind.MEDIATION,
    InterventionKind.EMERGENCY,
    InterventionKind.DIAGNOSIS_INTERVIEW,
    InterventionKind.REVIEW,
    InterventionKind.COLLECTIVE_SESSION,
)

# Those where somebody of the household had somebody before her.
IN_PERSON_KINDS = (
    InterventionKind.HOME_VISIT,
    InterventionKind.ACCOMPANIED_STEP,
    InterventionKind.INTERVIEW,
    InterventionKind.OUTREACH,
    InterventionKind.TRIPARTITE_MEETING,
    InterventionKind.MEDIATION,
    InterventionKind.EMERGENCY,
    InterventionKind.DIAGNOSIS_INTERVIEW,
    InterventionKind.REVIEW,
)


class InterventionOutcome(models.TextChoices):
    """Whether somebody was met."""

    EFFECTIVE = "effective", "Rencontre effective"
    NO_SHOW = "no_show", "Absence, porte close"
    REFUSED = "refused", "Le ménage n’a pas souhaité échanger"
    CANCELLED = "cancelled", "Annulée"


class GroupKind(models.TextChoices):
    """What is noted once for several households."""

    COLLECTIVE = "collective", "Séance collective"
    SITE = "site", "Passage sur un site"


class VisitReason(models.TextChoices):
    """Why a visit is planned."""

    APPOINTMENT = "appointment", "Rendez-vous"
    RHYTHM = "rhythm", "Au rythme convenu"
    AFTER_MOVE = "after_move", "Après le relogement"


class VisitState(models.TextChoices):
    PLANNED = "planned", "Prévue"
    DONE = "done", "Faite"
    CANCELLED = "cancelled", "Annulée"


VISIT_MOVES = {
    VisitState.PLANNED: {VisitState.DONE, VisitState.CANCELLED},
    VisitState.DONE: set(),
    VisitState.CANCELLED: {VisitState.PLANNED},
}


class PreparationState(models.TextChoices):
    """A session of the preparation of households for their dwelling."""

    PLANNED = "planned", "Prévue"
    HELD = "held", "Tenue"
    CANCELLED = "cancelled", "Annulée"


PREPARATION_MOVES = {
    PreparationState.PLANNED: {PreparationState.HELD, PreparationState.CANCELLED},
    PreparationState.HELD: set(),
    PreparationState.CANCELLED: {PreparationState.PLANNED},
}


class Presence(models.TextChoices):
    """Whether a household invited to a session was there."""

    EXPECTED = "expected", "Attendue"
    PRESENT = "present", "Présente"
    LATE = "late", "En retard"
    ABSENT = "absent", "Absente"
    EXCUSED = "excused", "Excusée"


CAME = (Presence.PRESENT, Presence.LATE)


class CertificateReader(models.TextChoices):
    """To whom the household lets its attestation be handed."""

    COMMISSION = "commission", "La commission d’attribution (CAL, CALEOL)"
    LANDLORD = "landlord", "Le bailleur"
    HOUSEHOLD = "household", "Le ménage lui-même"
