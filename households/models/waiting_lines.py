"""What a person does with a line of « À faire » besides clearing it: put it off to a day, hand it on to a colleague.

A line is told by its kind and the key of its object (`veille.core.todo.WorkItem`); the rows below never open a file.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from households.models.cases import Case
from households.waiting_querysets import HandedOnQuerySet, PutOffQuerySet
from partners.models import Organisation
from veille.core.models import UUIDModel

WORDS_LENGTH = 200


class PutOffReason(models.TextChoices):
    """Why a line waits: nothing is held against the household."""

    HOUSEHOLD = "household", "La personne est absente ou préfère plus tard"
    APPOINTMENT = "appointment", "Un rendez-vous est pris"
    PARTNER = "partner", "J’attends la réponse d’un partenaire"
    DOCUMENT = "document", "J’attends un document"
    DECISION = "decision", "J’attends une décision"
    WORKLOAD = "workload", "D’autres situations sont plus urgentes"
    OTHER = "other", "Autre raison"


class PutOff(UUIDModel):
    """One person's line, put off until a day: it comes back that day, or at once when `cause` is another day."""

    case = models.ForeignKey(
        Case, models.CASCADE, null=True, blank=True, related_name="put_off_lines", verbose_name="dossier"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="personne")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name="organisme")
    kind = models.SlugField("sorte de ligne")
    about = models.CharField("objet de la ligne", max_length=80)
    cause = models.DateField("échéance au moment du report", null=True, blank=True)
    until = models.DateField("reportée au")
    reason = models.CharField("raison", max_length=12, choices=PutOffReason.choices)
    words = models.CharField("en quelques mots", max_length=WORDS_LENGTH, blank=True)
    put_off_on = models.DateField("reportée le")

    objects = PutOffQuerySet.as_manager()

    personal = ("words",)
    keep = "3 mois après le jour du report, au plus avec le dossier"

    class Meta:
        verbose_name = "ligne reportée"
        verbose_name_plural = "lignes reportées"
        ordering = ["until", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "kind", "about"],
                name="put_off_once_a_line",
                violation_error_message="Cette ligne est déjà reportée : relisez votre page.",
            ),
            models.CheckConstraint(
                name="put_off_to_a_later_day",
                condition=Q(until__gt=F("put_off_on")),
                violation_error_message="Indiquez un jour à venir.",
            ),
            models.CheckConstraint(
                name="put_off_other_reason_in_words",
                condition=~Q(reason=PutOffReason.OTHER, words=""),
                violation_error_message="Dites la raison en quelques mots.",
            ),
        ]


class HandedOn(UUIDModel):
    """A line that somebody gave to a colleague, with a word that only the two of them and their manager read."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="handed_on_lines", verbose_name="dossier")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name="organisme")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="confiée par")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="confiée à")
    kind = models.SlugField("sorte de ligne")
    about = models.CharField("objet de la ligne", max_length=80)
    words = models.CharField("un mot pour votre collègue", max_length=WORDS_LENGTH, blank=True)
    given_on = models.DateField("confiée le")
    ended_on = models.DateField("rendue ou reprise le", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="par"
    )
    answer = models.CharField("un mot en la rendant", max_length=WORDS_LENGTH, blank=True)

    objects = HandedOnQuerySet.as_manager()

    personal = ("words", "answer")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "ligne confiée"
        verbose_name_plural = "lignes confiées"
        ordering = ["-given_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["giver", "organisation", "kind", "about"],
                condition=Q(ended_on=None),
                name="handed_on_once_a_line",
                violation_error_message="Vous avez déjà confié cette ligne : relisez votre page.",
            ),
            models.CheckConstraint(
                name="handed_on_to_somebody_else",
                condition=~Q(giver=F("taker")),
                violation_error_message="Choisissez une autre personne que vous.",
            ),
            models.CheckConstraint(
                name="handed_on_end_says_by_whom",
                condition=Q(ended_on=None, ended_by=None) | Q(ended_on__isnull=False, ended_by__isnull=False),
                violation_error_message="Une ligne rendue ou reprise dit par qui.",
            ),
        ]
        indexes = [
            models.Index(fields=["taker", "organisation"], condition=Q(ended_on=None), name="handed_on_by_taker")
        ]
