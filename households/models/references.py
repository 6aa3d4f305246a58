"""Numbers under which a household is known elsewhere, and the former number of a merged file."""

import re

from django.db import models

from households.models.cases import Case
from households.models.people import Source
from households.querysets import ReferenceQuerySet, SectionQuerySet
from partners.models import Organisation
from partners.roles import Section
from veille.core.models import UUIDModel

_NOT_KEPT = re.compile(r"[^0-9A-Z]")


class ReferenceKind(models.TextChoices):
    """Whose number it is. Opaque to us: never a key, never in an address."""

    SIAO = "siao", "N° SI-SIAO"
    DALO = "dalo", "N° de recours DALO"
    NUR = "nur", "Numéro unique de demande de logement social"
    OWN = "own", "Référence propre à votre organisme"


def reference_key(text: str) -> str:
    """A number as it is compared: capitals and digits, whatever stands between them."""
    return _NOT_KEPT.sub("", text.upper())


class ExternalReference(UUIDModel):
    """The number of the household in another register, or in the files of one organisation.

    A request for social housing is renewed each year, an answer of the DALO commission is waited for until a day:
    `valid_until` says it. What is over keeps its number, with `ended_on`.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="external_references", verbose_name="dossier")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="organisme qui l’a notée"
    )
    kind = models.CharField("registre", max_length=8, choices=ReferenceKind.choices)
    value = models.CharField("numéro", max_length=40)
    search_value = models.CharField(max_length=40, editable=False)
    source = models.CharField("source", max_length=16, choices=Source.choices, default=Source.CONFIDED)
    noted_on = models.DateField("noté le")
    valid_until = models.DateField("valable jusqu’au", null=True, blank=True)
    ended_on = models.DateField("terminée le", null=True, blank=True)

    objects = ReferenceQuerySet.as_manager()
    sections_by_source = {Source.LANDLORD_KNOWN: Section.IDENTITY, Source.CONFIDED: Section.CONFIDED}

    personal = ("value", "search_value", "valid_until", "ended_on")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "référence externe"
        verbose_name_plural = "références externes"
        ordering = ["kind", "noted_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organisation", "kind", "search_value"],
                name="external_reference_once",
                violation_error_message="Ce numéro est déjà noté sur ce dossier.",
            )
        ]
        indexes = [models.Index(fields=["search_value"], name="external_reference_by_value")]

    def save(self, *args, **kwargs):
        self.search_value = reference_key(self.value)
        super().save(*args, **kwargs)


class CaseMerge(UUIDModel):
    """A file merged into another: its former number stays findable, and for thirty days it can be taken apart.

    `sealed` holds, encrypted, the rows that disappeared and the keys of those that moved; it is emptied
    when the thirty days are over.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="merges", verbose_name="dossier gardé")
    former_number = models.CharField("ancien numéro", max_length=20, unique=True)
    former_case = models.UUIDField("ancien dossier")  # the journal still speaks of it
    merged_at = models.DateTimeField("réunis le")
    merged_by = models.UUIDField("réunis par")
    sealed = models.BinaryField("de quoi revenir en arrière", null=True)

    objects = SectionQuerySet.as_manager()
    section = Section.STATE

    personal = ("sealed",)
    keep = "30 jours ; l’ancien numéro avec le dossier"

    class Meta:
        verbose_name = "réunion de deux dossiers"
        verbose_name_plural = "réunions de dossiers"
        ordering = ["-merged_at", "id"]
