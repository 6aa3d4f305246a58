"""Documents of a file: each under a level that says who reads, its bytes kept sealed outside the database."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from households.document_querysets import DocumentQuerySet, OfDocumentQuerySet
from households.models.cases import Case
from households.models.levels import LevelChange
from households.models.procedure import ProcedureStep
from households.note_levels import NoteLevel
from partners.models import Organisation
from veille.core.models import UUIDModel
from veille.core.uploads.kinds import FileKind


class ScanState(models.TextChoices):
    """What the antivirus said of a file; nothing leaves before it has spoken, where there is one."""

    NOT_ASKED = "not_asked", "Sans antivirus"
    WAITING = "waiting", "En quarantaine"
    CLEAN = "clean", "Vérifié"
    INFECTED = "infected", "Infecté, effacé"


OPENABLE = (ScanState.NOT_ASKED, ScanState.CLEAN)


class Document(UUIDModel):
    """A document of a case. Its level decides who reads it, whichever version of it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="documents", verbose_name="dossier")
    step = models.ForeignKey(
        ProcedureStep, models.SET_NULL, null=True, blank=True, related_name="documents", verbose_name="étape"
    )
    title = models.CharField("intitulé", max_length=120)
    kind = models.SlugField("nature (liste document_kind)")
    dated_on = models.DateField("daté du")
    level = models.CharField("qui peut lire", max_length=20, choices=NoteLevel.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="déposé par")
    withdrawn_on = models.DateField("retiré le", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="retiré par"
    )
    withdrawn_because = models.CharField("pourquoi retiré", max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DocumentQuerySet.as_manager()

    personal = ("title", "kind", "withdrawn_because")
    keep = "avec le dossier, fichiers compris"

    class Meta:
        verbose_name = "document du dossier"
        verbose_name_plural = "documents du dossier"
        ordering = ["-dated_on", "-created_at", "id"]
        indexes = [models.Index(fields=["case", "-dated_on"], name="document_by_case")]
        constraints = [
            models.CheckConstraint(
                name="document_withdrawn_says_by_whom_and_why",
                condition=Q(withdrawn_on=None, withdrawn_by=None, withdrawn_because="")
                | (Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
                violation_error_message="Dites pourquoi ce document est retiré.",
            )
        ]


class DocumentFile(UUIDModel):
    """One version of a document. The name it came under is kept here and nowhere else."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="files", verbose_name="document")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+", verbose_name="dossier")
    number = models.PositiveSmallIntegerField("version")
    original_name = models.CharField("nom du fichier reçu", max_length=255)
    kind = models.CharField("type", max_length=5, choices=FileKind.choices)
    size = models.PositiveIntegerField("taille (octets)")
    digest = models.CharField("empreinte SHA-256", max_length=64)
    storage_name = models.CharField("nom sur le disque", max_length=80, unique=True, editable=False)
    scan = models.CharField("antivirus", max_length=10, choices=ScanState.choices)
    scanned_at = models.DateTimeField("vérifié le", null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="déposé par")
    added_at = models.DateTimeField(auto_now_add=True)

    objects = OfDocumentQuerySet.as_manager()

    personal = ("original_name",)
    keep = "avec le document"

    class Meta:
        verbose_name = "version d’un document"
        verbose_name_plural = "versions des documents"
        ordering = ["-number"]
        indexes = [models.Index(fields=["scan", "added_at"], name="document_file_to_scan")]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"],
                name="document_version_once",
                violation_error_message="Quelqu’un vient de remplacer ce document : relisez-le.",
            )
        ]

    @property
    def is_openable(self) -> bool:
        return self.scan in OPENABLE


class DocumentReader(UUIDModel):
    """A person named on a document whose level is read by named persons only."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="readers", verbose_name="document")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="personne")

    objects = OfDocumentQuerySet.as_manager()

    keep = "avec le document"

    class Meta:
        verbose_name = "lecteur nommé d’un document"
        verbose_name_plural = "lecteurs nommés des documents"
        constraints = [
            models.UniqueConstraint(
                fields=["document", "user"],
                name="document_reader_once",
                violation_error_message="Cette personne est déjà nommée.",
            )
        ]


class DocumentLevelChange(LevelChange):
    """Who changed the readers of a document, and why when somebody new reads it."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="level_changes", verbose_name="document")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+", verbose_name="dossier")

    objects = OfDocumentQuerySet.as_manager()

    keep = "avec le document"

    class Meta(LevelChange.Meta):
        verbose_name = "changement de lecteurs d’un document"
        verbose_name_plural = "changements de lecteurs des documents"
