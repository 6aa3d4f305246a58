"""The rights of the person: what she asks, what is gathered for her, what is answered and when."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from households.models.cases import Case
from households.models.people import Person
from households.rights_choices import (
    RIGHTS_CLOSED,
    ErasureGround,
    IdentityProof,
    Reading,
    RefusalGround,
    RightsKind,
    RightsState,
    WithholdingGround,
)
from households.rights_querysets import OfRequestQuerySet, RightsRequestQuerySet
from partners.models import Organisation
from veille.core.models import UUIDModel


class RightsRequest(UUIDModel):
    """What one adult asks one organisation; answered within a month, two more with a reason that she is told."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="rights_requests", verbose_name="dossier")
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="rights_requests", verbose_name="personne"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme sollicité")
    kind = models.CharField("demande", max_length=14, choices=RightsKind.choices)
    state = models.CharField("avancement", max_length=14, choices=RightsState.choices, default=RightsState.RECEIVED)
    wish = models.TextField("ce que la personne demande", max_length=2000, blank=True)
    received_on = models.DateField("reçue le")
    due_on = models.DateField("réponse due le")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="notée par")
    identity_proof = models.CharField("identité vérifiée", max_length=14, choices=IdentityProof.choices, blank=True)
    identity_checked_on = models.DateField("identité vérifiée le", null=True, blank=True)
    extended_on = models.DateField("délai prolongé le", null=True, blank=True)
    extension_reason = models.CharField("pourquoi plus de temps", max_length=300, blank=True)
    officer_cleared_on = models.DateField("avis de la déléguée le", null=True, blank=True)
    lead_cleared_on = models.DateField("avis de la référente le", null=True, blank=True)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="relu par"
    )
    gathered_at = models.DateTimeField("rassemblé le", null=True, blank=True)
    read_at = models.DateTimeField("relu le", null=True, blank=True)
    released_on = models.DateField("remis le", null=True, blank=True)
    expires_on = models.DateField("téléchargeable jusqu’au", null=True, blank=True)
    answered_on = models.DateField("répondu le", null=True, blank=True)
    refusal_ground = models.CharField("motif du refus", max_length=16, choices=RefusalGround.choices, blank=True)
    erasure_ground = models.CharField("motif de l’effacement", max_length=20, choices=ErasureGround.choices, blank=True)
    answer = models.TextField("réponse à la personne", max_length=4000, blank=True)

    objects = RightsRequestQuerySet.as_manager()

    personal = ("wish", "answer", "extension_reason")
    keep = "5 ans après la réponse, sans nom"
    outlives_its_case = True

    class Meta:
        verbose_name = "demande d’exercice de droits"
        verbose_name_plural = "demandes d’exercice de droits"
        ordering = ["due_on", "received_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="rights_request_due_after_reception",
                condition=Q(due_on__gte=models.F("received_on")),
                violation_error_message="La réponse est due après la réception de la demande.",
            ),
            models.CheckConstraint(
                name="rights_request_answered_says_when",
                condition=Q(answered_on=None) ^ Q(state__in=RIGHTS_CLOSED),
                violation_error_message="Une demande close porte la date de sa réponse.",
            ),
            models.CheckConstraint(
                name="rights_request_refusal_says_why",
                condition=~Q(state__in=[RightsState.REFUSED, RightsState.PARTLY_REFUSED]) | ~Q(refusal_ground=""),
                violation_error_message="Un refus, même en partie, dit son motif.",
            ),
        ]

    @property
    def is_closed(self) -> bool:
        return self.state in RIGHTS_CLOSED


class AccessItem(UUIDModel):
    """One line of the file gathered for a person, and what its reader decided of it. The words stay where they are."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", verbose_name="dossier")
    request = models.ForeignKey(RightsRequest, models.CASCADE, related_name="items", verbose_name="demande")
    object_type = models.CharField("objet", max_length=80)
    object_id = models.UUIDField("identifiant")
    position = models.PositiveIntegerField("rang")
    digest = models.CharField("empreinte du texte relu", max_length=64)
    reading = models.CharField("relecture", max_length=8, choices=Reading.choices, default=Reading.TO_READ)
    ground = models.CharField("motif", max_length=20, choices=WithholdingGround.choices, blank=True)
    passages = models.BinaryField("passages noircis, chiffrés", null=True, blank=True)
    read_by = models.UUIDField("relue par", null=True, blank=True)

    objects = OfRequestQuerySet.as_manager()

    personal = ("passages",)
    keep = "avec la demande, puis effacée"

    class Meta:
        verbose_name = "ligne d’un dossier remis"
        verbose_name_plural = "lignes des dossiers remis"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "object_type", "object_id"],
                name="access_item_once",
                violation_error_message="Cette ligne est déjà rassemblée.",
            ),
            models.CheckConstraint(
                name="access_item_withheld_says_why",
                condition=~Q(reading__in=[Reading.WITHHELD, Reading.REDACTED]) | ~Q(ground=""),
                violation_error_message="Ce qui n’est pas remis dit son motif.",
            ),
        ]
