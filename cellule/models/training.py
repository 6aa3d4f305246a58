"""Trainings (formation-action) and exchanges of practice: who gave them, who came by how many, what they thought."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cellule.expertise_choices import TrainingKind, TrainingState
from cellule.expertise_querysets import TrainingQuerySet
from partners.models import Dispositif, Organisation, Territory
from veille.core.models import UUIDModel

BEST = 5


class Training(UUIDModel):
    """One training of the teams, given by a person or an organisation."""

    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="+", verbose_name="dispositif")
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="territoire"
    )
    kind = models.CharField("nature", max_length=10, choices=TrainingKind.choices, default=TrainingKind.TRAINING)
    topic = models.SlugField("thème (liste training_topic)")
    title = models.CharField("intitulé", max_length=160)
    trainer_organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="organisme qui forme"
    )
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="formateur ou formatrice",
    )
    held_on = models.DateField("date")
    starts_at = models.TimeField("heure", null=True, blank=True)
    hours = models.DecimalField("durée (heures)", max_digits=4, decimal_places=1)
    place = models.CharField("lieu", max_length=160, blank=True)
    state = models.CharField("état", max_length=10, choices=TrainingState.choices, default=TrainingState.PLANNED)
    learned = models.TextField("ce que l’on en retient", max_length=2000, blank=True)

    objects = TrainingQuerySet.as_manager()

    keep = "10 ans"

    class Meta:
        verbose_name = "formation"
        verbose_name_plural = "formations"
        ordering = ["-held_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="training_lasts_between_half_an_hour_and_a_week",
                condition=Q(hours__gte="0.5", hours__lte=40),
                violation_error_message="Une formation dure d’une demi-heure à quarante heures.",
            )
        ]

    def __str__(self):
        return self.title


class TrainingAttendance(UUIDModel):
    """How many people of an organisation came; nobody is named."""

    training = models.ForeignKey(Training, models.CASCADE, related_name="attendances", verbose_name="formation")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    people = models.PositiveSmallIntegerField("personnes")

    keep = "10 ans"

    class Meta:
        verbose_name = "présence à une formation"
        verbose_name_plural = "présences aux formations"
        ordering = ["organisation__sort_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["training", "organisation"],
                name="training_attendance_once",
                violation_error_message="La présence de cet organisme est déjà notée.",
            ),
            models.CheckConstraint(
                name="training_attendance_of_somebody",
                condition=Q(people__gte=1),
                violation_error_message="Une présence compte au moins une personne.",
            ),
        ]


class TrainingFeedback(UUIDModel):
    """What somebody who came thought of it: no name, no organisation, no hour, so that nobody can be found."""

    training = models.ForeignKey(Training, models.CASCADE, related_name="feedback", verbose_name="formation")
    score = models.PositiveSmallIntegerField("utilité pour le travail")
    sentence = models.CharField("une phrase", max_length=300, blank=True)

    keep = "10 ans"

    class Meta:
        verbose_name = "retour sur une formation"
        verbose_name_plural = "retours sur les formations"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="training_feedback_on_the_scale",
                condition=Q(score__gte=1, score__lte=BEST),
                violation_error_message="L’utilité se note de 1 à 5.",
            )
        ]
