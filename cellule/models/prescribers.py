"""What a dispositif says of itself to those who may send it a household."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from partners.models import Dispositif
from veille.core.models import UUIDModel

_LONGEST = 700


class PrescriberPage(UUIDModel):
    """One version of the page; a version is never rewritten, the next one takes its place."""

    dispositif = models.ForeignKey(Dispositif, models.CASCADE, related_name="+", verbose_name="dispositif")
    number = models.PositiveIntegerField("version")
    for_whom = models.TextField("pour qui", max_length=_LONGEST)
    brings = models.TextField("ce que cela apporte", max_length=_LONGEST)
    how_access = models.TextField("comment orienter : accès", max_length=_LONGEST, blank=True)
    how_retention = models.TextField("comment orienter : maintien", max_length=_LONGEST, blank=True)
    asked = models.TextField("ce qui est demandé au ménage", max_length=_LONGEST)
    answers = models.TextField("qui répond", max_length=_LONGEST)
    contacts = models.TextField("comment joindre l’instance", max_length=_LONGEST)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="écrite par"
    )
    written_on = models.DateField("écrite le")

    keep = "avec le dispositif"

    class Meta:
        verbose_name = "page des orienteurs"
        verbose_name_plural = "pages des orienteurs"
        ordering = ["-number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispositif", "number"],
                name="prescriber_page_number",
                violation_error_message="Quelqu’un vient d’écrire cette version : relisez la page.",
            )
        ]


class PrescriberPublication(UUIDModel):
    """A reasoned act of the pilot: from a day to a day, the page is read without signing in."""

    dispositif = models.ForeignKey(Dispositif, models.CASCADE, related_name="+", verbose_name="dispositif")
    reason = models.CharField("motif", max_length=300)
    published_on = models.DateField("publiée le")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="publiée par"
    )
    ended_on = models.DateField("dépubliée le", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dépubliée par"
    )

    keep = "avec le dispositif"

    class Meta:
        verbose_name = "publication d’une page des orienteurs"
        verbose_name_plural = "publications des pages des orienteurs"
        ordering = ["-published_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispositif"],
                condition=Q(ended_on=None),
                name="prescriber_published_once",
                violation_error_message="Cette page est déjà publiée.",
            ),
            models.CheckConstraint(
                name="prescriber_publication_ended_by_somebody",
                condition=Q(ended_on=None, ended_by=None) | Q(ended_on__isnull=False, ended_by__isnull=False),
                violation_error_message="Une dépublication dit par qui et quand.",
            ),
        ]
