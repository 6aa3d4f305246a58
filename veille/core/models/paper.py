"""A paper kept in its row, whatever it is a paper of (`veille.core.papers` seals it and gives it back)."""

from django.conf import settings
from django.db import models

from veille.core.models.base import UUIDModel
from veille.core.uploads.kinds import FileKind


class KeptPaper(UUIDModel):
    """Its bytes are sealed in the row: what is taken away here is nowhere else."""

    title = models.CharField("intitulé", max_length=120)
    kind = models.CharField("type", max_length=5, choices=FileKind.choices)
    size = models.PositiveIntegerField("taille (octets)")
    content = models.BinaryField("fichier chiffré")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="déposé par")
    added_at = models.DateTimeField("déposé le", auto_now_add=True)

    personal = ("title", "content")

    class Meta:
        abstract = True
        ordering = ["added_at", "id"]
