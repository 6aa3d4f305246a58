"""Notes: words about the household, each under a level that says who reads."""

from django.conf import settings
from django.db import models

from accompaniment.models.interventions import Intervention
from households.levelled import LevelledQuerySet
from households.models import Case
from households.models.levels import LevelChange
from households.note_levels import NoteLevel
from partners.models import Organisation
from veille.core.models import UUIDModel


class Note(UUIDModel):
    """A text on a case. By default inside the author's organisation."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes", verbose_name="dossier")
    intervention = models.ForeignKey(
        Intervention, models.SET_NULL, null=True, blank=True, related_name="notes", verbose_name="intervention"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur")
    level = models.CharField("qui peut lire", max_length=20, choices=NoteLevel.choices)
    text = models.TextField("note", max_length=8000)
    written_on = models.DateField("date")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LevelledQuerySet.as_manager()

    personal = ("text",)
    keep = "avec le dossier"

    class Meta:
        verbose_name = "note"
        verbose_name_plural = "notes"
        ordering = ["-written_on", "-created_at", "id"]
        indexes = [models.Index(fields=["case", "-written_on"], name="note_by_case")]


class NoteReader(UUIDModel):
    """A person named on a note whose level is read by named persons only."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="readers", verbose_name="note")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="personne")

    keep = "avec la note"

    class Meta:
        verbose_name = "lecteur nommé d’une note"
        verbose_name_plural = "lecteurs nommés des notes"
        constraints = [
            models.UniqueConstraint(
                fields=["note", "user"],
                name="note_reader_once",
                violation_error_message="Cette personne est déjà nommée.",
            )
        ]


class NoteLevelChange(LevelChange):
    """Who changed the readers of a note, and why when somebody new reads it."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="level_changes", verbose_name="note")

    keep = "avec la note"

    class Meta(LevelChange.Meta):
        verbose_name = "changement de lecteurs d’une note"
        verbose_name_plural = "changements de lecteurs des notes"
