"""A list taken away as a spreadsheet: who asked, which columns, why, and the file for a day."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from veille.core.models.base import UUIDModel


class ExportFormat(models.TextChoices):
    """What a tableur opens."""

    XLSX = "xlsx", "Excel (.xlsx)"
    ODS = "ods", "LibreOffice (.ods)"
    CSV = "csv", "Texte (.csv)"


class ExportRequest(UUIDModel):
    """One export asked by one person for one organisation.

    `asked` holds, sealed, how the list was narrowed when it was taken away; `content` is the file,
    sealed too, and is emptied after a day. `cases` are those the file names or speaks of: whoever no
    longer sees one of them no longer downloads it.
    """

    owner = models.UUIDField("demandé par")
    organisation = models.UUIDField("pour l’organisation")
    listing = models.SlugField("liste", max_length=40)
    columns = ArrayField(models.SlugField(max_length=40), verbose_name="colonnes")
    format = models.CharField("format", max_length=4, choices=ExportFormat.choices)
    reason = models.CharField("motif", max_length=250, blank=True)
    asked = models.BinaryField("filtres de la liste, chiffrés")
    run = models.UUIDField("travail", null=True)
    content = models.BinaryField("fichier chiffré", null=True)
    cases = ArrayField(models.UUIDField(), verbose_name="dossiers", default=list)
    rows = models.PositiveIntegerField("lignes", null=True)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField("fichier gardé jusqu’au")

    personal = ("reason", "asked", "content")
    keep = "12 mois ; le fichier 24 heures"

    class Meta:
        verbose_name = "export d’une liste"
        verbose_name_plural = "exports de listes"
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["expires_at"], name="export_to_empty")]
