"""Documents handed to the members of a session; never one of a household's file."""

from django.db import models

from cellule.models.sessions import AgendaItem, Session
from cellule.querysets import SessionDocumentQuerySet
from veille.core.models import KeptPaper


class SessionDocument(KeptPaper):
    """A paper for a session, or for one of its subjects. No situation carries one: its file does, under its levels."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="documents", verbose_name="séance")
    item = models.ForeignKey(
        AgendaItem, models.CASCADE, null=True, blank=True, related_name="documents", verbose_name="sujet"
    )

    objects = SessionDocumentQuerySet.as_manager()

    keep = "10 ans, avec la séance"

    class Meta(KeptPaper.Meta):
        verbose_name = "document d’une séance"
        verbose_name_plural = "documents des séances"
