"""A spreadsheet brought in: where its columns go, kept for the next time, and each file with what became of it."""

from django.db import models
from django.db.models import Q

from households.import_querysets import ImportQuerySet
from partners.models import Organisation
from veille.core.models import UUIDModel


class ImportState(models.TextChoices):
    """Where a file stands."""

    RECEIVED = "received", "Colonnes à relier"
    CHECKED = "checked", "Vérifié, à confirmer"
    RUNNING = "running", "Import en cours"
    DONE = "done", "Importé"
    FAILED = "failed", "Non importé"
    DISCARDED = "discarded", "Abandonné"


IMPORT_MOVES = {
    ImportState.RECEIVED: {ImportState.RECEIVED, ImportState.CHECKED, ImportState.DISCARDED},
    ImportState.CHECKED: {ImportState.RECEIVED, ImportState.CHECKED, ImportState.RUNNING, ImportState.DISCARDED},
    ImportState.RUNNING: {ImportState.DONE, ImportState.FAILED},
    ImportState.DONE: set(),
    ImportState.FAILED: {ImportState.RECEIVED, ImportState.CHECKED, ImportState.DISCARDED},
    ImportState.DISCARDED: set(),
}


class ImportMapping(UUIDModel):
    """Where the columns of a table go, found again by its titles: an organisation does it once."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="import_mappings", verbose_name="organisme"
    )
    kind = models.SlugField("nature de l’import", max_length=40)
    fingerprint = models.CharField("empreinte des titres", max_length=64)
    columns = models.JSONField("colonnes", default=dict)
    options = models.JSONField("réglages", default=dict)
    updated_at = models.DateTimeField("modifiée le", auto_now=True)

    keep = "avec l’organisme"

    class Meta:
        verbose_name = "correspondance de colonnes"
        verbose_name_plural = "correspondances de colonnes"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "fingerprint"],
                name="import_mapping_once",
                violation_error_message="Ces colonnes sont déjà reliées.",
            )
        ]


class ImportBatch(UUIDModel):
    """A file on its way in. What it holds is sealed, read by who dropped it alone, and emptied once it is over."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="import_batches", verbose_name="organisme"
    )
    kind = models.SlugField("nature de l’import", max_length=40)
    digest = models.CharField("empreinte SHA-256", max_length=64)
    sheet = models.CharField("feuille", max_length=120, blank=True)
    content = models.BinaryField("fichier chiffré", null=True, blank=True)
    report = models.BinaryField("messages chiffrés", null=True, blank=True)
    columns = models.JSONField("colonnes", default=dict)
    options = models.JSONField("réglages", default=dict)
    state = models.CharField("état", max_length=10, choices=ImportState.choices, default=ImportState.RECEIVED)
    rows = models.PositiveIntegerField("lignes", default=0)
    counts = models.JSONField("résultat par nature", default=dict)
    run = models.UUIDField("travail", null=True, blank=True)
    dropped_by = models.UUIDField("déposé par")
    dropped_at = models.DateTimeField("déposé le")
    done_at = models.DateTimeField("importé le", null=True, blank=True)
    expires_at = models.DateTimeField("fichier gardé jusqu’au")

    objects = ImportQuerySet.as_manager()

    personal = ("content", "report", "sheet")
    keep = "3 ans ; le fichier jusqu’à l’import, 7 jours au plus"

    class Meta:
        verbose_name = "fichier importé"
        verbose_name_plural = "fichiers importés"
        ordering = ["-dropped_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "digest", "sheet"],
                condition=Q(state="done"),
                name="import_same_file_once",
                violation_error_message="Ce même fichier a déjà été importé par votre organisme.",
            ),
            models.CheckConstraint(
                name="import_over_keeps_no_file",
                condition=~Q(state__in=["done", "discarded"]) | Q(content=None),
                violation_error_message="Un import terminé ne garde pas son fichier.",
            ),
        ]
