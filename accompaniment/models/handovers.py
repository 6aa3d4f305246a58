"""Files that went from one person to others, in one act."""

from django.conf import settings
from django.db import models

from accompaniment.models.notes import Note
from households.models import Case, TeamPart
from households.querysets import SectionQuerySet
from partners.models import Organisation
from partners.roles import Section
from veille.core.actor import Actor
from veille.core.models import UUIDModel


class HandedFileQuerySet(SectionQuerySet):
    """What her organisation handed over, of the files she opens: another one reads none of it."""

    def visible_to(self, actor: Actor, at_least=None):
        found = super().visible_to(actor) if at_least is None else super().visible_to(actor, at_least)
        return found.filter(handover__organisation=actor.organisation_id)


class Handover(UUIDModel):
    """The files of a person, given to others at once: all of them, or none."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    former = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="qui passe ses dossiers"
    )
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="qui les a répartis"
    )
    handed_on = models.DateField("passés le")
    created_at = models.DateTimeField(auto_now_add=True)

    keep = "avec le dernier dossier passé"
    goes_when_unused = True

    class Meta:
        verbose_name = "passation"
        verbose_name_plural = "passations"
        ordering = ["-handed_on", "-created_at", "id"]


class HandedFile(UUIDModel):
    """One file of a hand-over: who took it, the words that went with it, how long the former person still opens it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="handed_files", verbose_name="dossier")
    handover = models.ForeignKey(Handover, models.CASCADE, related_name="files", verbose_name="passation")
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="qui reprend")
    part = models.CharField("part", max_length=10, choices=TeamPart.choices)
    note = models.ForeignKey(
        Note, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="note de passation"
    )
    kept_until = models.DateField("ouvert à qui l’a passé, jusqu’au", null=True, blank=True)

    objects = HandedFileQuerySet.as_manager()
    section = Section.STATE

    keep = "avec le dossier"

    class Meta:
        verbose_name = "dossier passé"
        verbose_name_plural = "dossiers passés"
        ordering = ["case__number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["handover", "case"],
                name="handed_file_once",
                violation_error_message="Ce dossier est déjà dans cette passation.",
            )
        ]
        indexes = [models.Index(fields=["receiver"], name="handed_file_by_receiver")]
