"""States and kinds that code tests, with their tables of moves."""

from django.db import models


class SharingState(models.TextChoices):
    """What the household said of telling one organisation one kind of thing."""

    NOT_ASKED = "not_asked", "Non demandé"
    AGREED = "agreed", "Accordé"
    REFUSED = "refused", "Refusé"
    WITHDRAWN = "withdrawn", "Retiré"
    NOT_REQUIRED = "not_required_strict_necessity", "Non requis : strictement nécessaire à la mission"


SHARING_MOVES: dict[str, set[str]] = {
    SharingState.NOT_ASKED: {SharingState.AGREED, SharingState.REFUSED, SharingState.NOT_REQUIRED},
    SharingState.AGREED: {SharingState.WITHDRAWN},
    SharingState.NOT_REQUIRED: {SharingState.WITHDRAWN},
    SharingState.REFUSED: {SharingState.AGREED},
    SharingState.WITHDRAWN: set(),
}
# What lets an organisation be told.
SHARING_OPEN = (SharingState.AGREED, SharingState.NOT_REQUIRED)


class SharingCategory(models.TextChoices):
    """What is told: the two first ones open the file, the others are told by a person or a letter."""

    FILE = "file", "Le dossier, pour travailler ensemble"
    SUMMARY = "summary", "La synthèse partageable seulement"
    COMMISSION = "commission", "Une note pour une commission (CCAPEX, FSL, SIAO…)"
    HEALTH = "health", "Des informations de santé, hors de l’équipe"
    EXAMINATION = "examination", "Son nom, à l’instance qui examine sa situation"


class RightsKind(models.TextChoices):
    """What a person asks of what is kept about her (RGPD, articles 15 to 21 and 77)."""

    ACCESS = "access", "Accès à son dossier"
    RECTIFICATION = "rectification", "Rectification"
    ERASURE = "erasure", "Effacement"
    RESTRICTION = "restriction", "Limitation"
    OBJECTION = "objection", "Opposition"
    PORTABILITY = "portability", "Portabilité"
    COMPLAINT = "complaint", "Réclamation"


class RightsState(models.TextChoices):
    """Where the answer stands."""

    RECEIVED = "received", "Reçue"
    IDENTITY_CHECK = "identity_check", "Identité à vérifier"
    RUNNING = "running", "En cours"
    EXTENDED = "extended", "Délai prolongé"
    ANSWERED = "answered", "Réponse donnée"
    PARTLY_REFUSED = "partly_refused", "Refusée en partie"
    REFUSED = "refused", "Refusée"


_ANSWERS: set[str] = {RightsState.ANSWERED, RightsState.PARTLY_REFUSED, RightsState.REFUSED}
RIGHTS_MOVES: dict[str, set[str]] = {
    RightsState.RECEIVED: {RightsState.IDENTITY_CHECK, RightsState.RUNNING},
    RightsState.IDENTITY_CHECK: {RightsState.RUNNING, RightsState.REFUSED},
    RightsState.RUNNING: {RightsState.EXTENDED, *_ANSWERS},
    RightsState.EXTENDED: _ANSWERS,
    RightsState.ANSWERED: set(),
    RightsState.PARTLY_REFUSED: set(),
    RightsState.REFUSED: set(),
}
RIGHTS_OPEN = (RightsState.RECEIVED, RightsState.IDENTITY_CHECK, RightsState.RUNNING, RightsState.EXTENDED)
RIGHTS_CLOSED = (RightsState.ANSWERED, RightsState.PARTLY_REFUSED, RightsState.REFUSED)
# What is gathered into a file and read before it is handed over.
GATHERED_KINDS = (RightsKind.ACCESS, RightsKind.PORTABILITY)


class IdentityProof(models.TextChoices):
    """How one made sure that it is she; the document itself is never kept."""

    KNOWN = "known", "Personne connue de l’équipe, rencontrée"
    DOCUMENT_SEEN = "document_seen", "Pièce d’identité vue, non copiée"
    CALLED_BACK = "called_back", "Rappelée au numéro du dossier"


class Reading(models.TextChoices):
    """What the lead person decides of each line before the file is handed over."""

    TO_READ = "to_read", "À relire"
    KEPT = "kept", "Remise"
    REDACTED = "redacted", "Remise, passages noircis"
    WITHHELD = "withheld", "Non remise"


class WithholdingGround(models.TextChoices):
    """Why a line or a passage is not handed over."""

    THIRD_PARTY = "third_party", "Concerne une autre personne (RGPD, article 15.4)"
    DANGER = "danger", "Mettrait une personne en danger"
    PROFESSIONAL_SECRET = "professional_secret", "Secret confié par un tiers (CASF, articles L121-6-2 et L226-2-2)"
    HEALTH_ORDER = "health_order", "Se demande au professionnel de santé (CSP, article L1111-7)"


class RefusalGround(models.TextChoices):
    """Why a request is refused, whole or in part."""

    NOT_IDENTIFIED = "not_identified", "La personne n’a pas pu être identifiée (article 12.2)"
    LEGAL_OBLIGATION = "legal_obligation", "Une obligation légale impose de conserver (article 17.3 b)"
    CLAIMS = "claims", "Un litige est en cours (article 17.3 e)"
    PUBLIC_INTEREST = "public_interest", "Une mission d’intérêt public l’exige (article 21.1)"
    OTHERS_RIGHTS = "others_rights", "Les droits d’une autre personne s’y opposent (article 15.4)"
    REPEATED = "repeated", "Demande répétée sans changement (article 12.5)"
    NOT_HELD = "not_held", "Rien de ce qui est demandé n’est conservé ici"


class ErasureGround(models.TextChoices):
    """Why an erasure is due (RGPD, article 17.1)."""

    NO_LONGER_NEEDED = "no_longer_needed", "Les données ne sont plus nécessaires"
    AGREEMENT_WITHDRAWN = "agreement_withdrawn", "L’accord est retiré et rien d’autre ne fonde la conservation"
    OBJECTION_UPHELD = "objection_upheld", "L’opposition est fondée"
    UNLAWFUL = "unlawful", "Les données n’auraient pas dû être recueillies"
    LEGAL_OBLIGATION = "legal_obligation", "Une obligation légale impose d’effacer"


class Purpose(models.TextChoices):
    """What data are kept for, in the register of an organisation."""

    SUPPORT = "support", "Accompagner les ménages"
    TENANCY = "tenancy", "Prévenir l’impayé et l’expulsion"
    INSTANCE = "instance", "Décider en cellule"
    STATISTICS = "statistics", "Rendre compte en chiffres"
    EVALUATION = "evaluation", "Évaluer par une cohorte sans identité"


class ErasureCause(models.TextChoices):
    """What had rows erased."""

    TERM = "term", "Terme de la durée de conservation"
    REQUEST = "request", "Demande de la personne"
