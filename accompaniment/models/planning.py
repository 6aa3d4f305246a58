"""What is planned with a household, and one entry noted for several households at once."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accompaniment.choices import GroupKind, VisitReason, VisitState
from accompaniment.models.measures import Measure
from accompaniment.querysets import GroupEntryQuerySet
from households.models import Case
from households.querysets import SectionQuerySet
from partners.models import Dispositif, Organisation, Site
from partners.roles import Section
from veille.core.models import UUIDModel


class GroupEntry(UUIDModel):
    """A collective session, or a visit to a site: noted once, told in the file of each household met.

    It holds no words: what concerns a household goes into its own file. Its participants are the interventions
    that point to it, each read under the rights of its file.
    """

    kind = models.CharField("nature", max_length=12, choices=GroupKind.choices)
    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="+", verbose_name="dispositif")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="site")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur")
    happened_on = models.DateField("date")
    started_at = models.TimeField("heure", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("durée (minutes)")
    people_met = models.PositiveSmallIntegerField("personnes rencontrées", default=0)
    themes = ArrayField(models.SlugField(), verbose_name="thèmes (liste action_theme)", default=list, blank=True)

    objects = GroupEntryQuerySet.as_manager()

    keep = "10 ans (activité)"

    class Meta:
        verbose_name = "saisie de groupe"
        verbose_name_plural = "saisies de groupe"
        ordering = ["-happened_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="group_entry_site_when_on_a_site",
                condition=Q(kind=GroupKind.SITE, site__isnull=False) | Q(kind=GroupKind.COLLECTIVE, site=None),
                violation_error_message="Un passage sur un site dit lequel ; une séance collective n’en a pas.",
            ),
            models.CheckConstraint(
                name="group_entry_lasts_a_day_at_most",
                condition=Q(minutes__gte=1, minutes__lte=24 * 60),
                violation_error_message="Une intervention dure de 1 à 1 440 minutes.",
            ),
        ]
        indexes = [models.Index(fields=["author", "-happened_on"], name="group_entry_by_author")]


class PlannedVisit(UUIDModel):
    """A visit agreed or owed: the day, who goes, and the intervention that did it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="planned_visits", verbose_name="dossier")
    measure = models.ForeignKey(
        Measure, models.SET_NULL, null=True, blank=True, related_name="planned_visits", verbose_name="mesure"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="qui y va"
    )
    reason = models.CharField("pourquoi", max_length=12, choices=VisitReason.choices)
    state = models.CharField("état", max_length=10, choices=VisitState.choices, default=VisitState.PLANNED)
    due_on = models.DateField("jour")
    starts_at = models.TimeField("heure", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("durée prévue (minutes)", default=45)
    # The day counted from a relogement, whatever day is agreed afterwards: it is created once.
    anchored_on = models.DateField("échéance d’origine", null=True, blank=True)
    intervention = models.OneToOneField(
        "accompaniment.Intervention",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="planned_visit",
        verbose_name="intervention",
    )

    objects = SectionQuerySet.as_manager()
    section = Section.INTERVENTIONS

    keep = "avec le dossier"

    class Meta:
        verbose_name = "visite prévue"
        verbose_name_plural = "visites prévues"
        ordering = ["due_on", "starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "anchored_on"],
                condition=Q(anchored_on__isnull=False),
                name="visit_after_move_once",
                violation_error_message="Cette visite après le relogement est déjà prévue.",
            ),
            models.CheckConstraint(
                name="planned_visit_done_by_an_intervention",
                condition=Q(state=VisitState.DONE) | Q(intervention=None),
                violation_error_message="Seule une visite faite renvoie à ce qui a été noté.",
            ),
            models.CheckConstraint(
                name="planned_visit_lasts_a_day_at_most",
                condition=Q(minutes__gte=1, minutes__lte=24 * 60),
                violation_error_message="Une visite dure de 1 à 1 440 minutes.",
            ),
        ]
        indexes = [models.Index(fields=["worker", "due_on"], name="planned_visit_by_worker")]
