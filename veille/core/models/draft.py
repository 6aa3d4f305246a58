"""Text being typed, kept encrypted until it is sent."""

from datetime import datetime

from django.db import models

from veille.core import clock
from veille.core.models.base import UUIDModel


class Draft(UUIDModel):
    """What one person is typing, for one organisation, in one form, about one object or none yet."""

    owner = models.UUIDField("auteur")
    organisation = models.UUIDField("organisation")
    form = models.CharField("formulaire", max_length=60)
    object_id = models.UUIDField("objet", null=True)
    payload = models.BinaryField("contenu chiffré")
    version = models.PositiveIntegerField("version", default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    expires_at = models.DateTimeField("conservé jusqu’au")

    personal = ("payload",)
    keep = "30 jours, 7 pour une note"

    class Meta:
        verbose_name = "brouillon"
        verbose_name_plural = "brouillons"
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "organisation", "form", "object_id"],
                name="draft_once_per_form_and_object",
                nulls_distinct=False,
                violation_error_message="Un brouillon existe déjà pour ce formulaire.",
            )
        ]

    @property
    def saved_at(self) -> datetime:
        """When it was last kept, as pages tell it: the row has real time."""
        return clock.told(self.updated_at)
