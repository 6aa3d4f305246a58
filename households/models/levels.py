"""What a change of readers keeps, for a note as for a document."""

from django.conf import settings
from django.db import models

from households.note_levels import NoteLevel
from veille.core.models import UUIDModel


class LevelChange(UUIDModel):
    """Who changed the readers of something, and why when somebody new reads it."""

    former_level = models.CharField("niveau avant", max_length=20, choices=NoteLevel.choices)
    new_level = models.CharField("niveau après", max_length=20, choices=NoteLevel.choices)
    reason = models.CharField("pourquoi", max_length=200, blank=True)
    changed_on = models.DateField("changé le")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="changé par"
    )

    personal = ("reason",)

    class Meta:
        abstract = True
        ordering = ["changed_on", "id"]
