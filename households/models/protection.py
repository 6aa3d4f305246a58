"""What closes a file to all but named persons, and what opens it for a few hours."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from households.models.cases import Case
from households.querysets import EmergencyQuerySet, RestrictionQuerySet, SectionQuerySet
from partners.models import Organisation
from partners.roles import Section
from veille.core.models import DatedModel, UUIDModel
from veille.core.models.base import ends_after_start


class Restriction(DatedModel):
    """From when to when a file is for named persons only, and why: read by them alone, then and afterwards."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="restrictions", verbose_name="dossier")
    reason = models.CharField("pourquoi restreindre", max_length=300)
    restricted_by = models.UUIDField("restreint par", null=True, blank=True)
    lifting_reason = models.CharField("pourquoi lever", max_length=300, blank=True)
    lifted_by = models.UUIDField("levé par", null=True, blank=True)

    objects = RestrictionQuerySet.as_manager()
    section = Section.ACCESS_PANEL

    personal = ("reason", "lifting_reason")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "accès restreint"
        verbose_name_plural = "accès restreints"
        ordering = ["-starts_on", "id"]
        constraints = [
            ends_after_start("restriction_ends_after_start"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ends_on=None),
                name="restriction_open_once",
                violation_error_message="Ce dossier est déjà à accès restreint.",
            ),
        ]


class DutyCase(DatedModel):
    """A restricted file that its lead person puts on the rota: whoever is on duty is named on it for her shift."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="duty_cases", verbose_name="dossier")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    put_by = models.UUIDField("confié par", null=True)

    objects = SectionQuerySet.as_manager()
    section = Section.ACCESS_PANEL

    keep = "avec le dossier"

    class Meta:
        verbose_name = "dossier confié à l’astreinte"
        verbose_name_plural = "dossiers confiés à l’astreinte"
        ordering = ["starts_on", "id"]
        constraints = [
            ends_after_start("duty_case_ends_after_start"),
            models.UniqueConstraint(
                fields=["case", "organisation"],
                condition=Q(ends_on=None),
                name="duty_case_open_once",
                violation_error_message="Ce dossier est déjà confié à l’astreinte.",
            ),
        ]


class EmergencyReason(models.TextChoices):
    """Why somebody needs a file that her team does not give her."""

    DANGER = "danger", "Un danger immédiat pour une personne du ménage"
    CALL = "call", "La personne appelle ou se présente, et personne de l’équipe n’est joignable"
    REQUISITION = "requisition", "Une demande des secours, de la police ou de la justice"
    OTHER = "other", "Autre urgence, expliquée ci-dessous"


class Verdict(models.TextChoices):
    """What the review says of an emergency access."""

    JUSTIFIED = "justified", "Justifié"
    AVOIDABLE = "avoidable", "Justifié, mais l’équipe ou l’astreinte aurait dû suffire"
    UNJUSTIFIED = "unjustified", "Non justifié"


class EmergencyAccess(UUIDModel):
    """Accès d'urgence motivé: a file opened for some hours on her word; another person is told, and reviews it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="emergency_accesses", verbose_name="dossier")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="personne")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    reason = models.CharField("motif", max_length=12, choices=EmergencyReason.choices)
    explanation = models.CharField("explication", max_length=500)
    opened_at = models.DateTimeField("ouvert")
    ends_at = models.DateTimeField("jusqu’à")
    told = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="personne prévenue",
    )
    reviewed_on = models.DateField("revu le", null=True, blank=True)
    reviewed_by = models.UUIDField("revu par", null=True, blank=True)
    verdict = models.CharField("avis", max_length=12, choices=Verdict.choices, blank=True)
    remark = models.CharField("remarque", max_length=300, blank=True)

    objects = EmergencyQuerySet.as_manager()
    section = Section.ACCESS_PANEL

    personal = ("explanation", "remark")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "accès d’urgence"
        verbose_name_plural = "accès d’urgence"
        ordering = ["-opened_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="emergency_ends_after_opening",
                condition=Q(ends_at__gt=models.F("opened_at")),
                violation_error_message="Un accès d’urgence prend fin après son ouverture.",
            ),
            models.CheckConstraint(
                name="emergency_reviewed_whole",
                condition=Q(reviewed_on=None, reviewed_by=None, verdict="")
                | Q(reviewed_on__isnull=False, reviewed_by__isnull=False) & ~Q(verdict=""),
                violation_error_message="Une revue porte une date, un avis et la personne qui le rend.",
            ),
        ]
        indexes = [models.Index(fields=["user", "organisation", "ends_at"], name="emergency_by_person")]
