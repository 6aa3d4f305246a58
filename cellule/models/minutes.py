"""The compte rendu of a closed session: by item, checked, given to each organisation in its part, in versions."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cellule.choices import AgendaKind
from cellule.minutes_querysets import MinutesEntryQuerySet, MinutesExtractQuerySet, MinutesQuerySet
from cellule.models.sessions import AgendaItem, Session
from cellule.outside_choices import MinutesState
from households.models import Case
from veille.core.models import UUIDModel


class Minutes(UUIDModel):
    """A version of the compte rendu. Given out, it never changes: a new version replaces it."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="minutes", verbose_name="séance")
    version = models.PositiveSmallIntegerField("version", default=1)
    state = models.CharField("état", max_length=10, choices=MinutesState.choices, default=MinutesState.DRAFT)
    general = models.TextField("partie commune", max_length=8000, blank=True)
    # Counts the corrections: a form made from an older edition overwrites nothing.
    edition = models.PositiveIntegerField("édition", default=1, editable=False)
    written_at = models.DateTimeField("rédigé le", null=True, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="rédigé par",
    )
    frozen_at = models.DateTimeField("diffusé le", null=True, blank=True)

    objects = MinutesQuerySet.as_manager()

    personal = ("general",)
    keep = "10 ans, sans nom"

    class Meta:
        verbose_name = "compte rendu"
        verbose_name_plural = "comptes rendus"
        ordering = ["-version", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "version"],
                name="minutes_version_once",
                violation_error_message="Cette version du compte rendu existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["session", "state"],
                condition=~Q(state=MinutesState.SUPERSEDED),
                name="minutes_one_draft_one_given",
                violation_error_message="Un compte rendu de cette séance est déjà en cours.",
            ),
        ]


class MinutesEntry(UUIDModel):
    """What was said of one item, without any name; `decided` is copied from the decision when it is given out."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="entries", verbose_name="compte rendu")
    session = models.ForeignKey(Session, models.CASCADE, related_name="+", verbose_name="séance")
    case = models.ForeignKey(
        Case, models.CASCADE, null=True, blank=True, related_name="minutes_entries", verbose_name="dossier"
    )
    agenda_item = models.ForeignKey(
        AgendaItem, models.CASCADE, related_name="minutes_entries", verbose_name="point de l’ordre du jour"
    )
    kind = models.CharField("partie", max_length=10, choices=AgendaKind.choices)
    position = models.PositiveSmallIntegerField("rang")
    title = models.CharField("point", max_length=200)
    text = models.TextField("ce qui s’est dit", max_length=4000, blank=True)
    decided = models.JSONField("ce qui a été décidé", default=list, blank=True)
    # Organisations that read this entry whatever their seat: its referrer, its presenter, who has something to do.
    readers = models.ManyToManyField("partners.Organisation", related_name="+", verbose_name="organismes lecteurs")

    # Said by `services.minutes.mark_outdated`: its decision was corrected after the compte rendu was given out.
    is_outdated = False

    objects = MinutesEntryQuerySet.as_manager()

    personal = ("title", "text", "decided")
    keep = "10 ans, sans nom"

    class Meta:
        verbose_name = "point du compte rendu"
        verbose_name_plural = "points des comptes rendus"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "agenda_item"],
                name="minutes_entry_once_an_item",
                violation_error_message="Ce point est déjà dans le compte rendu.",
            )
        ]


class MinutesExtract(UUIDModel):
    """One entry handed by an expiring link to somebody who was invited and has no account; the link is a core row."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="minutes_extracts", verbose_name="dossier")
    entry = models.ForeignKey(MinutesEntry, models.CASCADE, related_name="extracts", verbose_name="point")
    recipient = models.CharField("remis à (service ou fonction)", max_length=120)
    given_at = models.DateTimeField("remis le")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="remis par")

    objects = MinutesExtractQuerySet.as_manager()

    personal = ("recipient",)
    keep = "avec le dossier"

    class Meta:
        verbose_name = "extrait remis"
        verbose_name_plural = "extraits remis"
        ordering = ["-given_at", "id"]
