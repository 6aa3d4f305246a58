"""Letters made from a file: what was sent, to whom, in which words. The text itself is a document."""

from django.conf import settings
from django.db import models

from households.document_querysets import OfDocumentQuerySet
from households.models.cases import Case
from households.models.documents import Document
from partners.models import Organisation
from veille.core.models import UUIDModel


class LetterKind(models.TextChoices):
    """The letters that the file writes."""

    APPOINTMENT = "appointment", "Proposition de rendez-vous"
    VISIT_NOTICE = "visit_notice", "Avis de passage"
    REFERRER_ANSWER = "referrer_answer", "Réponse à l’orienteur"
    CCAPEX_NOTE = "ccapex_note", "Note pour la CCAPEX"
    FSL_NOTE = "fsl_note", "Note pour le FSL"
    HEARING_NOTE = "hearing_note", "Note pour l’audience"
    INFORMATION_NOTICE = "information_notice", "Notice d’information"
    AGREEMENT = "agreement", "Accord pour l’accompagnement"


class LetterWording(models.TextChoices):
    """How a notice is said."""

    PLAIN = "plain", "Français clair"
    EASY = "easy", "Facile à lire et à comprendre"
    ORAL = "oral", "Dit à l’oral, devant un témoin"


class LetterLanguage(models.TextChoices):
    """The languages in which the notices exist; a letter to an institution is in French."""

    FRENCH = "fr", "Français"
    ENGLISH = "en", "English (anglais)"
    ARABIC = "ar", "العربية (arabe)"
    TURKISH = "tr", "Türkçe (turc)"
    PORTUGUESE = "pt", "Português (portugais)"
    UKRAINIAN = "uk", "Українська (ukrainien)"


class Letter(UUIDModel):
    """A letter that was produced: its kind, its words and their version; what it says is its document."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="letters", verbose_name="dossier")
    document = models.OneToOneField(Document, models.CASCADE, related_name="letter", verbose_name="document")
    kind = models.CharField("courrier", max_length=20, choices=LetterKind.choices)
    wording = models.CharField("formulation", max_length=5, choices=LetterWording.choices, default=LetterWording.PLAIN)
    language = models.CharField("langue", max_length=2, choices=LetterLanguage.choices, default=LetterLanguage.FRENCH)
    template_version = models.PositiveSmallIntegerField("version du modèle")
    written_on = models.DateField("daté du")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfDocumentQuerySet.as_manager()

    keep = "avec le dossier"

    class Meta:
        verbose_name = "courrier"
        verbose_name_plural = "courriers"
        ordering = ["-written_on", "-created_at", "id"]
