"""What the results write of their own: the fiche projet and the documents made."""

from django.db import models

from partners.models import Dispositif, Organisation
from reports.querysets import DocumentQuerySet
from veille.core.models import UUIDModel


class DocumentKind(models.TextChoices):
    EVALUATION = "evaluation", "Rapport d’évaluation"
    FICHE_PROJET = "fiche_projet", "Fiche projet"


class FicheProjet(UUIDModel):
    """The texts of the fiche projet of a dispositif; its figures are computed and never typed."""

    dispositif = models.OneToOneField(Dispositif, models.PROTECT, related_name="fiche", verbose_name="dispositif")
    sections = models.JSONField("textes", default=dict)
    edited_at = models.DateTimeField("modifiée le", auto_now=True)
    edited_by = models.UUIDField("modifiée par", null=True)

    keep = "sans limite : aucun nom"

    class Meta:
        verbose_name = "fiche projet"
        verbose_name_plural = "fiches projet"


class Document(UUIDModel):
    """A PDF made by a run, with the figures it carries and the date of the data."""

    run = models.UUIDField("travail", unique=True)
    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="documents", verbose_name="dispositif")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="demandé pour")
    kind = models.CharField("document", max_length=12, choices=DocumentKind.choices)
    file = models.FileField("fichier", upload_to="documents/%Y/")
    figures = models.JSONField("chiffres", default=dict)
    data_on = models.DateField("date des données")
    digest = models.CharField("empreinte SHA-256", max_length=64)
    made_at = models.DateTimeField("fait le", auto_now_add=True)
    published_at = models.DateTimeField("publié le", null=True, blank=True)
    published_by = models.UUIDField("publié par", null=True, editable=False)
    published_because = models.CharField("raison de la publication", max_length=250, blank=True)

    objects = DocumentQuerySet.as_manager()

    keep = "10 ans, sans nom"

    class Meta:
        verbose_name = "document produit"
        verbose_name_plural = "documents produits"
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                name="document_published_says_why",
                condition=models.Q(published_at=None, published_by=None)
                | (models.Q(published_at__isnull=False, published_by__isnull=False) & ~models.Q(published_because="")),
                violation_error_message="Une publication porte une date, un auteur et une raison.",
            )
        ]
