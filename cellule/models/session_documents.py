"""Documents handed to the members of a session; never one of a household's file."""

from django.conf import settings
from django.db import models

from cellule.models.sessions import AgendaItem, Session
from cellule.querysets import SessionDocumentQuerySet
from veille.core.models import UUIDModel
from veille.core.uploads.kinds import FileKind


class SessionDocument(UUIDModel):
    """A paper for a session, or for one of its subjects. No situation carries one: its file does, under its levels.

    The bytes are sealed in the row: what is taken away here is nowhere else.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="documents", verbose_name="séance")
    item = models.ForeignKey(
        AgendaItem, models.CASCADE, null=True, blank=True, related_name="documents", verbose_name="sujet"
    )
    title = models.CharField("intitulé", max_length=120)
    kind = models.CharField("type", max_length=5, choices=FileKind.choices)
    size = models.PositiveIntegerField("taille (octets)")
    content = models.BinaryField("fichier chiffré")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="déposé par")
    added_at = models.DateTimeField("déposé le", auto_now_add=True)

    objects = SessionDocumentQuerySet.as_manager()

    personal = ("title", "content")
    keep = "10 ans, avec la séance"

    class Meta:
        verbose_name = "document d’une séance"
        verbose_name_plural = "documents des séances"
        ordering = ["added_at", "id"]
