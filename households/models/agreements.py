"""Information, adhesion, sharing: three separate objects, none of them a GDPR consent."""

from django.conf import settings
from django.db import models

from households.models.cases import Case
from households.querysets import SectionQuerySet
from households.rights_choices import SharingCategory, SharingState
from partners.models import Organisation
from partners.roles import Section
from veille.core.models import DatedModel, UUIDModel
from veille.core.models.base import ends_after_start


class InformationState(models.TextChoices):
    """Whether the household knows that a file exists, who reads it and how to stop."""

    NOT_YET = "not_yet", "Pas encore informé"
    GIVEN_ORAL = "given_oral", "Informé à l’oral"
    GIVEN_WRITTEN = "given_written", "Informé par écrit"
    GIVEN_TRANSLATED = "given_translated", "Informé dans sa langue"
    GIVEN_VIA_REFERRER = "given_via_referrer", "Informé par l’orienteur"
    IMPOSSIBLE = "impossible_documented", "Impossible, motif noté"


class Information(UUIDModel):
    """The latest word on the information of the household; a new one is added, none is rewritten."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="informations", verbose_name="dossier")
    state = models.CharField("information", max_length=24, choices=InformationState.choices)
    noted_on = models.DateField("notée le")
    reason = models.CharField("pourquoi pas encore", max_length=200, blank=True)
    to_be_done_by = models.CharField("qui l’informera", max_length=120, blank=True)
    due_on = models.DateField("avant le", null=True, blank=True)
    language = models.CharField("langue", max_length=40, blank=True)
    notice_version = models.CharField("version de la notice remise", max_length=20, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="notée par")
    created_at = models.DateTimeField(auto_now_add=True)  # two words of one day: the later one stands

    objects = SectionQuerySet.as_manager()
    section = Section.STATE

    personal = ("reason", "to_be_done_by", "language")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "information du ménage"
        verbose_name_plural = "informations du ménage"
        ordering = ["-noted_on", "-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="information_not_yet_says_why_and_when",
                condition=~models.Q(state=InformationState.NOT_YET)
                | (~models.Q(reason="") & models.Q(due_on__isnull=False)),
                violation_error_message=(
                    "Dites pourquoi le ménage n’est pas encore informé, et avant quelle date il le sera."
                ),
            )
        ]


class AdhesionState(models.TextChoices):
    """Whether the household wishes the accompaniment; not wishing it is no failure."""

    TO_SEEK = "to_seek", "À rechercher"
    IN_PROGRESS = "in_progress", "En cours"
    AGREED_ORAL = "agreed_oral", "Accord oral"
    AGREED_SIGNED = "agreed_signed", "Accord signé"
    CONDITIONAL = "conditional", "Accord sous condition"
    REFUSED = "refused", "Ne souhaite pas"
    WITHDRAWN = "withdrawn", "Accord retiré"
    NOT_REACHABLE = "not_reachable", "Injoignable"
    RENEWED = "renewed", "Accord renouvelé"


AGREED = (
    AdhesionState.AGREED_ORAL,
    AdhesionState.AGREED_SIGNED,
    AdhesionState.CONDITIONAL,
    AdhesionState.RENEWED,
)
# They close what the household's agreement had opened.
STOPPING = (AdhesionState.REFUSED, AdhesionState.WITHDRAWN)


class Adhesion(UUIDModel):
    """The household's agreement to be accompanied, on a day."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="adhesions", verbose_name="dossier")
    state = models.CharField("accord", max_length=16, choices=AdhesionState.choices)
    noted_on = models.DateField("noté le")
    reason = models.CharField("précision", max_length=200, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="noté par")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SectionQuerySet.as_manager()
    section = Section.MEASURE

    personal = ("reason",)
    keep = "avec le dossier"

    class Meta:
        verbose_name = "accord du ménage"
        verbose_name_plural = "accords du ménage"
        ordering = ["-noted_on", "-created_at", "id"]


class SharingAgreement(DatedModel):
    """What the household said of telling this organisation this kind of thing, and until when."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="sharing_agreements", verbose_name="dossier")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    category = models.CharField(
        "ce qui est partagé", max_length=12, choices=SharingCategory.choices, default=SharingCategory.FILE
    )
    state = models.CharField("état", max_length=32, choices=SharingState.choices, default=SharingState.AGREED)
    legal_ground = models.CharField("fondement légal", max_length=200, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="noté par")

    objects = SectionQuerySet.as_manager()
    section = Section.ACCESS_PANEL

    keep = "avec le dossier"

    class Meta:
        verbose_name = "accord de partage"
        verbose_name_plural = "accords de partage"
        ordering = ["-starts_on", "id"]
        constraints = [
            ends_after_start("sharing_agreement_ends_after_start"),
            models.CheckConstraint(
                name="sharing_without_agreement_says_its_ground",
                condition=~models.Q(state=SharingState.NOT_REQUIRED) | ~models.Q(legal_ground=""),
                violation_error_message="Un partage sans accord dit son fondement légal.",
            ),
        ]
