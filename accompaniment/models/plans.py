"""The plan: priorities in the household's words, objectives, actions, results."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.choices import ActionState, PlanState
from accompaniment.models.measures import Measure
from accompaniment.plan_choices import ObjectiveOutcome
from accompaniment.querysets import ActionQuerySet, ObjectiveQuerySet
from households.models import Case
from households.querysets import SectionQuerySet
from partners.roles import Section
from veille.core.models import UUIDModel


class Plan(UUIDModel):
    """A version of the plan of a measure; an agreed one is closed and replaced, never rewritten."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="plans", verbose_name="dossier")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="plans", verbose_name="mesure")
    version = models.PositiveSmallIntegerField("version", default=1)
    state = models.CharField("état", max_length=8, choices=PlanState.choices, default=PlanState.DRAFT)
    priorities = models.TextField("ce que le ménage veut en premier", max_length=4000)
    agreed_on = models.DateField("convenu le", null=True, blank=True)
    review_on = models.DateField("à revoir le")
    agreed_content = models.JSONField("texte convenu", default=dict, blank=True)
    digest = models.CharField("empreinte SHA-256 du texte convenu", max_length=64, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur")

    objects = SectionQuerySet.as_manager()
    section = Section.PLAN

    personal = ("priorities", "agreed_content")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "plan d’accompagnement"
        verbose_name_plural = "plans d’accompagnement"
        ordering = ["-version", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "version"],
                name="plan_version_once",
                violation_error_message="Cette version du plan existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["measure"],
                condition=~Q(state=PlanState.CLOSED),
                name="plan_one_open",
                violation_error_message="Un plan est déjà ouvert pour cet accompagnement.",
            ),
        ]


class Objective(UUIDModel):
    """What is aimed at, in a life area."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", verbose_name="dossier")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="objectives", verbose_name="plan")
    label = models.CharField("objectif", max_length=250)
    theme = models.SlugField("domaine (liste life_area)")
    is_shared = models.BooleanField("visible du bailleur", default=False)
    outcome = models.CharField("où il en est", max_length=9, choices=ObjectiveOutcome.choices, blank=True)
    result = models.CharField("résultat", max_length=250, blank=True)
    position = models.PositiveSmallIntegerField("rang", default=0)

    objects = ObjectiveQuerySet.as_manager()

    personal = ("label", "result")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "objectif"
        verbose_name_plural = "objectifs"
        ordering = ["position", "id"]


class Action(UUIDModel):
    """Who does what by when, towards an objective."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", verbose_name="dossier")
    objective = models.ForeignKey(Objective, models.CASCADE, related_name="actions", verbose_name="objectif")
    label = models.CharField("action", max_length=250)
    kind = models.SlugField("type d’action (liste action_kind)", blank=True)
    theme = models.SlugField("thème (liste action_theme)", blank=True)
    who = models.CharField("qui", max_length=120)
    due_on = models.DateField("pour le", null=True, blank=True)
    state = models.CharField("état", max_length=10, choices=ActionState.choices, default=ActionState.TODO)
    done_on = models.DateField("faite le", null=True, blank=True)
    position = models.PositiveSmallIntegerField("rang", default=0)

    objects = ActionQuerySet.as_manager()

    personal = ("label", "who")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "action"
        verbose_name_plural = "actions"
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="action_done_says_when",
                condition=Q(state=ActionState.DONE, done_on__isnull=False)
                | (~Q(state=ActionState.DONE) & Q(done_on=None)),
                violation_error_message="Une action faite porte une date, et elle seule.",
            )
        ]


class PlanReview(UUIDModel):
    """The plan was looked at again: when, with the household or not, and when it will be once more."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", verbose_name="dossier")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="reviews", verbose_name="plan")
    reviewed_on = models.DateField("revu le")
    with_household = models.BooleanField("avec le ménage", default=True)
    next_on = models.DateField("à revoir le")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur")

    objects = SectionQuerySet.as_manager()
    section = Section.PLAN

    keep = "avec le plan"

    class Meta:
        verbose_name = "révision d’un plan"
        verbose_name_plural = "révisions des plans"
        ordering = ["-reviewed_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="plan_review_next_comes_after",
                condition=Q(next_on__gt=models.F("reviewed_on")),
                violation_error_message="La prochaine révision vient après celle-ci.",
            )
        ]
