"""Difficulties, with severity, source and date; a new finding never overwrites the last one."""

from django.conf import settings
from django.db import models

from households.models.cases import Case
from households.querysets import FindingQuerySet
from partners.models import Organisation
from veille.core.models import UUIDModel


class FindingSource(models.TextChoices):
    """How one knows."""

    OBSERVED = "observed", "Constaté"
    STATED = "stated", "Déclaré par le ménage"
    REPORTED = "reported", "Signalé"
    SUSPECTED = "suspected", "Supposé"


class Finding(UUIDModel):
    """A difficulty of the household on a day: severity 0 (none) to 4 (blocking), nothing when nobody weighed it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="findings", verbose_name="dossier")
    difficulty = models.SlugField("difficulté (liste difficulty)")
    severity = models.PositiveSmallIntegerField(
        "intensité",
        null=True,
        blank=True,
        choices=[
            (None, "non évaluée"),
            (0, "0 – sans difficulté"),
            (1, "1 – vigilance"),
            (2, "2 – modérée"),
            (3, "3 – forte"),
            (4, "4 – bloquante"),
        ],
    )
    source = models.CharField("comment on le sait", max_length=10, choices=FindingSource.choices)
    found_on = models.DateField("date")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur")
    is_confided = models.BooleanField("confié à l’accompagnement", default=False)
    created_at = models.DateTimeField(auto_now_add=True)  # two findings of one day: the later one stands

    objects = FindingQuerySet.as_manager()

    personal = ("difficulty", "severity")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "constat"
        verbose_name_plural = "constats"
        ordering = ["-found_on", "-created_at", "difficulty", "id"]
        constraints = [
            models.CheckConstraint(
                name="finding_severity_0_to_4",
                condition=models.Q(severity__lte=4),
                violation_error_message="L’intensité va de 0 à 4.",
            )
        ]


class Strength(UUIDModel):
    """What the household can lean on, on a day; that it no longer holds is one more row."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="strengths", verbose_name="dossier")
    strength = models.SlugField("force (liste strength)")
    detail = models.CharField("précision", max_length=160, blank=True)
    holds = models.BooleanField("toujours vrai", default=True)
    source = models.CharField("comment on le sait", max_length=10, choices=FindingSource.choices)
    found_on = models.DateField("date")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur")
    is_confided = models.BooleanField("confié à l’accompagnement", default=False)
    created_at = models.DateTimeField(auto_now_add=True)  # two words of one day: the later one stands

    objects = FindingQuerySet.as_manager()

    personal = ("strength", "detail", "holds")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "force du ménage"
        verbose_name_plural = "forces du ménage"
        ordering = ["-found_on", "-created_at", "strength", "id"]
