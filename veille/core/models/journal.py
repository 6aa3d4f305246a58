"""The two journals: what was written, what was read. References only, never the text.

Both tables are cut into monthly partitions and refuse UPDATE and DELETE (migration 0002); they hold
plain identifiers and no foreign key, so that they outlive what they speak of.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class AuditEvent(models.Model):
    """One act: who, for which organisation, on what, and which codes changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(db_default=Now())
    name = models.CharField("acte", max_length=80)
    user = models.UUIDField("auteur", null=True)
    organisation = models.UUIDField("organisation", null=True)
    object_type = models.CharField("objet", max_length=80)
    object_id = models.UUIDField("identifiant", null=True)
    case = models.UUIDField("dossier", null=True)
    changes = models.JSONField("changements", default=dict)

    personal = ()
    keep = "3 ans (partition mensuelle)"

    class Meta:
        verbose_name = "acte journalisé"
        verbose_name_plural = "actes journalisés"
        ordering = ["-at"]


class AccessKind(models.TextChoices):
    """How a named row was reached."""

    PAGE = "page", "Page"
    LIST = "list", "Liste"
    SEARCH = "search", "Recherche"
    EXPORT = "export", "Export"
    REFUSAL = "refusal", "Refus"


class AccessEvent(models.Model):
    """One reading: an actor, a section, the cases shown; or a refusal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(db_default=Now())
    kind = models.CharField("nature", max_length=10, choices=AccessKind.choices)
    user = models.UUIDField("lecteur", null=True)
    organisation = models.UUIDField("organisation", null=True)
    section = models.CharField("section", max_length=40)
    url_name = models.CharField("page", max_length=80)
    cases = ArrayField(models.UUIDField(), verbose_name="dossiers", default=list)

    personal = ()
    keep = "12 mois (partition mensuelle)"

    class Meta:
        verbose_name = "lecture journalisée"
        verbose_name_plural = "lectures journalisées"
        ordering = ["-at"]
