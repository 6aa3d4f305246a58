"""The measure: an accompaniment that goes up and down, stops and starts again."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from accompaniment.choices import CLOSED_STATES, RUNNING_STATES, MeasureState
from households.models import Case
from households.querysets import SectionQuerySet
from partners.models import Organisation
from partners.roles import Section
from veille.core.models import DatedModel, UUIDModel
from veille.core.models.base import DayRange, days_held, ends_after_start

_Days = DayRange  # under this name in the first migrations


class Measure(UUIDModel):
    """One accompaniment of a case by one operator; its weight and rhythm come from its current level."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="measures", verbose_name="dossier")
    operator = models.ForeignKey(Organisation, models.PROTECT, related_name="measures", verbose_name="opérateur")
    diagnosis = models.ForeignKey(
        "accompaniment.Diagnosis",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name="diagnostic",
    )
    state = models.CharField("état", max_length=12, choices=MeasureState.choices, default=MeasureState.NOT_STARTED)
    decided_on = models.DateField("décidé le")
    started_on = models.DateField("début de l’accompagnement", null=True, blank=True)
    activated_on = models.DateField("fin de la préparation", null=True, blank=True)
    start_without_adhesion = models.CharField("démarré sans accord : pourquoi", max_length=200, blank=True)
    ended_on = models.DateField("fin", null=True, blank=True)
    exit_reason = models.SlugField("motif de fin (liste exit_reason)", blank=True)
    exit_outcome = models.SlugField("situation à la sortie (liste exit_outcome)", blank=True)
    next_review_on = models.DateField("prochain point", null=True, blank=True)

    objects = SectionQuerySet.as_manager()
    section = Section.MEASURE

    personal = ("exit_reason", "exit_outcome", "start_without_adhesion")
    keep = "avec le dossier"
    outlives_its_case = True
    erased_as = {"exit_reason": "other", "exit_outcome": "unknown"}

    class Meta:
        verbose_name = "mesure d’accompagnement"
        verbose_name_plural = "mesures d’accompagnement"
        ordering = ["-decided_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="measure_running_has_started",
                condition=~Q(state__in=RUNNING_STATES) | Q(started_on__isnull=False, ended_on=None),
                violation_error_message="Un accompagnement en cours a une date de début et pas de date de fin.",
            ),
            models.CheckConstraint(
                name="measure_ended_says_when_why_and_where",
                condition=~Q(state__in=CLOSED_STATES)
                | (Q(ended_on__isnull=False) & ~Q(exit_reason="") & ~Q(exit_outcome="")),
                violation_error_message=(
                    "Une fin d’accompagnement porte une date, un motif et la situation de logement."
                ),
            ),
            models.CheckConstraint(
                name="measure_ends_after_start",
                condition=Q(ended_on=None) | Q(started_on=None) | Q(ended_on__gte=F("started_on")),
                violation_error_message="La fin ne peut pas précéder le début de l’accompagnement.",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=~Q(state__in=CLOSED_STATES),
                name="measure_one_open_a_case",
                violation_error_message="Un accompagnement est déjà ouvert sur ce dossier.",
            ),
        ]


class MeasureLevel(DatedModel):
    """A level and intensity for a time, with who decided."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="levels", verbose_name="mesure")
    level = models.SlugField("niveau")
    rhythm = models.SlugField("rythme (liste contact_rhythm)")
    weight = models.DecimalField("poids", max_digits=4, decimal_places=2)
    decided_by = models.CharField("décidé par", max_length=120)

    keep = "avec le dossier"
    outlives_its_case = True

    class Meta:
        verbose_name = "niveau d’accompagnement"
        verbose_name_plural = "niveaux d’accompagnement"
        ordering = ["starts_on", "id"]
        constraints = [
            ends_after_start("measure_level_ends_after_start"),
            ExclusionConstraint(
                name="measure_one_level_at_a_time",
                expressions=[("measure", RangeOperators.EQUAL), (days_held(), RangeOperators.OVERLAPS)],
                violation_error_message="Deux niveaux se chevauchent.",
            ),
        ]


class Suspension(DatedModel):
    """A pause of the measure; its days leave the visits due and the delays."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="suspensions", verbose_name="mesure")
    reason = models.SlugField("motif (liste suspension_reason)")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="décidée par"
    )

    personal = ("reason",)
    keep = "avec le dossier"
    outlives_its_case = True

    class Meta:
        verbose_name = "suspension"
        verbose_name_plural = "suspensions"
        ordering = ["starts_on", "id"]
        constraints = [
            ends_after_start("suspension_ends_after_start"),
            ExclusionConstraint(
                name="measure_one_suspension_at_a_time",
                expressions=[("measure", RangeOperators.EQUAL), (days_held(), RangeOperators.OVERLAPS)],
                violation_error_message="L’accompagnement est déjà suspendu à ces dates.",
            ),
        ]


class FormerExit(UUIDModel):
    """An end that a reopening followed: it stays in the history, its days count for nothing."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="former_exits", verbose_name="mesure")
    ended_on = models.DateField("fin")
    reopened_on = models.DateField("reprise")
    exit_reason = models.SlugField("motif de fin (liste exit_reason)")
    exit_outcome = models.SlugField("situation à la sortie (liste exit_outcome)")
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="reprise décidée par"
    )

    personal = ("exit_reason", "exit_outcome")
    keep = "avec le dossier"
    outlives_its_case = True
    erased_as = {"exit_reason": "other", "exit_outcome": "unknown"}

    class Meta:
        verbose_name = "fin suivie d’une reprise"
        verbose_name_plural = "fins suivies d’une reprise"
        ordering = ["ended_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="former_exit_before_reopening",
                condition=Q(reopened_on__gte=F("ended_on")),
                violation_error_message="La reprise ne peut pas précéder la fin.",
            )
        ]
