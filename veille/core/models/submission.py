"""A form sent once, however many clicks."""

from django.db import models

from veille.core.models.base import UUIDModel


class Submission(UUIDModel):
    """The one-time key of a sent form, with the page its author was sent to."""

    owner = models.UUIDField("auteur")
    form = models.CharField("formulaire", max_length=60)
    key = models.UUIDField("clé à usage unique")
    target = models.CharField("page de réponse", max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)

    keep = "30 jours"

    class Meta:
        verbose_name = "envoi de formulaire"
        verbose_name_plural = "envois de formulaires"
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "form", "key"],
                name="submission_once",
                violation_error_message="Ce formulaire a déjà été envoyé.",
            )
        ]
