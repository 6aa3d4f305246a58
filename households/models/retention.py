"""The end of a file: what keeps it longer, who opens it once archived, what proves that it is gone."""

from django.conf import settings
from django.db import models

from households.models.cases import Case
from households.rights_choices import ErasureCause, Purpose
from households.rights_querysets import OfficerQuerySet
from partners.configuration import Door
from partners.models import Dispositif, Organisation
from veille.core.models import DatedModel, UUIDModel
from veille.core.models.base import ends_after_start


class LegalHold(DatedModel):
    """What forbids to archive or erase a file until a day: a dispute, an obligation."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="legal_holds", verbose_name="dossier")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    reason = models.CharField("pourquoi conserver", max_length=300)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="posée par")

    objects = OfficerQuerySet.as_manager()

    personal = ("reason",)
    keep = "avec le dossier"

    class Meta:
        verbose_name = "conservation imposée"
        verbose_name_plural = "conservations imposées"
        ordering = ["ends_on", "id"]
        constraints = [
            ends_after_start("legal_hold_ends_after_start"),
            models.CheckConstraint(
                name="legal_hold_has_an_end",
                condition=models.Q(ends_on__isnull=False),
                violation_error_message="Une conservation imposée dit jusqu’à quand.",
            ),
        ]


class ArchiveAccess(DatedModel):
    """Somebody named opens an archived file for a few days; nobody else sees that it exists."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="archive_accesses", verbose_name="dossier")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="personne")
    reason = models.CharField("pourquoi l’ouvrir", max_length=300)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ouverte par")

    objects = OfficerQuerySet.as_manager()

    personal = ("reason",)
    keep = "avec le dossier"

    class Meta:
        verbose_name = "ouverture d’un dossier archivé"
        verbose_name_plural = "ouvertures de dossiers archivés"
        ordering = ["-starts_on", "id"]
        constraints = [
            ends_after_start("archive_access_ends_after_start"),
            models.CheckConstraint(
                name="archive_access_has_an_end",
                condition=models.Q(ends_on__isnull=False),
                violation_error_message="L’ouverture d’une archive dit jusqu’à quand.",
            ),
        ]


class ErasureCertificate(UUIDModel):
    """What was erased one day for one organisation: how many rows of each kind, and nothing of anybody."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    run = models.UUIDField("travail", null=True, blank=True)
    cause = models.CharField("cause", max_length=8, choices=ErasureCause.choices)
    made_on = models.DateField("date")
    cases = models.PositiveIntegerField("dossiers", default=0)
    rows = models.JSONField("lignes par nature", default=dict)
    files = models.PositiveIntegerField("fichiers", default=0)
    digest = models.CharField("empreinte SHA-256", max_length=64, blank=True)

    objects = OfficerQuerySet.as_manager()

    keep = "10 ans, sans nom"

    class Meta:
        verbose_name = "attestation d’effacement"
        verbose_name_plural = "attestations d’effacement"
        ordering = ["-made_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "organisation"],
                condition=models.Q(run__isnull=False),
                name="erasure_certificate_once_a_run",
                violation_error_message="Ce travail a déjà son attestation.",
            )
        ]


class ProcessingPurpose(UUIDModel):
    """A line of the register of an organisation: what data are kept for, on which basis."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    purpose = models.CharField("finalité", max_length=12, choices=Purpose.choices)
    basis = models.SlugField("base légale (liste processing_basis)")
    sensitive_exception = models.SlugField("données sensibles (liste sensitive_exception)", blank=True)
    recipients = models.CharField("destinataires", max_length=300, blank=True)
    recorded_on = models.DateField("inscrite le")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="inscrite par"
    )

    objects = OfficerQuerySet.as_manager()

    keep = "sans limite : registre"

    class Meta:
        verbose_name = "finalité du registre"
        verbose_name_plural = "finalités du registre"
        ordering = ["purpose", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "purpose"],
                name="processing_purpose_once",
                violation_error_message="Cette finalité est déjà au registre de l’organisme.",
            )
        ]


class CohortMember(UUIDModel):
    """A household as evaluation remembers it once its file is erased: coarse values under a drawn key, no link.

    Written only when the register of the organisation says on which basis; sensitive difficulties are left out.
    """

    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="+", verbose_name="dispositif")
    door = models.CharField("porte d’entrée", max_length=10, choices=Door.choices)
    territory = models.CharField("territoire", max_length=80)
    opened_year = models.PositiveSmallIntegerField("année d’ouverture")
    household_type = models.SlugField("composition (liste household_type)", blank=True)
    difficulties = models.JSONField("difficultés (liste difficulty)", default=list)
    was_admitted = models.BooleanField("admis")
    months = models.PositiveSmallIntegerField("durée d’accompagnement (mois)", null=True, blank=True)
    outcome = models.SlugField("situation à la sortie (liste exit_outcome)", blank=True)

    keep = "10 ans, sans identité"

    class Meta:
        verbose_name = "ligne de la cohorte"
        verbose_name_plural = "cohorte d’évaluation"
        ordering = ["id"]
