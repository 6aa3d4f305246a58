"""What was done with the household: visits, calls, steps, absences."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accompaniment.choices import InterventionKind, InterventionOutcome
from accompaniment.models.measures import Measure
from funding.models import BudgetLine
from households.models import Case
from households.querysets import SectionQuerySet
from partners.models import Organisation
from partners.roles import Right, Section
from veille.core.models import UUIDModel


class InterventionQuerySet(SectionQuerySet):
    """Shared interventions have a section of their own; the others belong to the accompaniment."""

    def visible_to(self, actor, at_least=Right.READ):
        shared = Q(is_shared=True, case__in=self._cases(actor, Section.INTERVENTIONS_SHARED, at_least))
        inner = Q(case__in=self._cases(actor, Section.INTERVENTIONS, at_least))
        return self.filter(shared | inner)


class Intervention(UUIDModel):
    """One contact or step: when, how long, who was met. The words go into a note, under its own level."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="interventions", verbose_name="dossier")
    measure = models.ForeignKey(
        Measure, models.SET_NULL, null=True, related_name="interventions", verbose_name="mesure"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur")
    kind = models.CharField("nature", max_length=24, choices=InterventionKind.choices)
    outcome = models.CharField(
        "issue", max_length=10, choices=InterventionOutcome.choices, default=InterventionOutcome.EFFECTIVE
    )
    happened_on = models.DateField("date")
    started_at = models.TimeField("heure", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("durée (minutes)")
    was_announced = models.BooleanField("annoncée", default=True)
    unannounced_reason = models.CharField("pourquoi sans annonce", max_length=200, blank=True)
    people_met = models.PositiveSmallIntegerField("personnes du ménage rencontrées", default=0)
    themes = ArrayField(models.SlugField(), verbose_name="thèmes (liste action_theme)", default=list, blank=True)
    is_shared = models.BooleanField("date visible du bailleur", default=False)
    # Noted for several households at once: `minutes` is then this household's share of it.
    group = models.ForeignKey(
        "accompaniment.GroupEntry",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="interventions",
        verbose_name="saisie de groupe",
    )

    # What the landlord does itself, apart from who accompanies; dated, timed, and on its line of the funding plan.
    is_landlord_part = models.BooleanField("part du bailleur", default=False)
    budget_line = models.ForeignKey(
        BudgetLine, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ligne de budget"
    )

    objects = InterventionQuerySet.as_manager()

    personal = ("themes", "unannounced_reason")
    # Of a shared visit, the landlord knows the day and the nature.
    column_sections = dict.fromkeys(personal, Section.INTERVENTIONS)
    keep = "avec le dossier"
    outlives_its_case = True
    erased_as = {"unannounced_reason": "effacé"}

    class Meta:
        verbose_name = "intervention"
        verbose_name_plural = "interventions"
        ordering = ["-happened_on", "-started_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="unannounced_visit_says_why",
                condition=Q(was_announced=True) | ~Q(unannounced_reason=""),
                violation_error_message="Dites pourquoi cette visite n’était pas annoncée.",
            ),
            models.CheckConstraint(
                name="landlord_part_is_shared_and_alone_on_a_line",
                condition=Q(is_landlord_part=True, is_shared=True) | Q(is_landlord_part=False, budget_line=None),
                violation_error_message="Seule la part du bailleur, que lit l’équipe, porte une ligne de budget.",
            ),
            models.CheckConstraint(
                name="intervention_lasts_a_day_at_most",
                condition=Q(minutes__lte=24 * 60),
                violation_error_message="Une intervention dure moins d’une journée.",
            ),
        ]
        indexes = [models.Index(fields=["case", "-happened_on"], name="intervention_by_case")]
