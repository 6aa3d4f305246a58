"""The bilan: what was done since the last one, what changed, the household's word; and the part that is shared."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.models.measures import Measure
from accompaniment.models.plans import Plan
from accompaniment.plan_choices import ReviewKind, ReviewState
from households.models import Case
from households.querysets import SectionQuerySet
from partners.roles import Right, Section
from veille.core.actor import Actor
from veille.core.models import UUIDModel


class ProgressReview(UUIDModel):
    """A bilan made with the household. Settled, it is signed or replaced by a new version, never rewritten."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="progress_reviews", verbose_name="dossier")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="progress_reviews", verbose_name="mesure")
    plan = models.ForeignKey(
        Plan, models.SET_NULL, null=True, blank=True, related_name="progress_reviews", verbose_name="plan revu"
    )
    kind = models.CharField("nature", max_length=8, choices=ReviewKind.choices)
    after_months = models.PositiveSmallIntegerField("mois d’accompagnement", null=True, blank=True)
    version = models.PositiveSmallIntegerField("version", default=1)
    replaces = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="remplace"
    )
    state = models.CharField("état", max_length=8, choices=ReviewState.choices, default=ReviewState.DRAFT)
    held_on = models.DateField("fait le")
    with_household = models.BooleanField("fait avec le ménage", default=True)
    present = models.CharField("avec qui d’autre (fonctions, organismes)", max_length=300, blank=True)
    work_done = models.TextField("ce qui a été fait", blank=True, max_length=6000)
    progress = models.TextField("ce qui a changé", blank=True, max_length=6000)
    household_word = models.TextField("la parole du ménage", blank=True, max_length=4000)
    partners_word = models.TextField("ce qu’en disent les partenaires", blank=True, max_length=4000)
    next_steps = models.TextField("et maintenant", blank=True, max_length=4000)
    facts = models.JSONField("chiffres arrêtés", default=dict, blank=True)
    digest = models.CharField("empreinte SHA-256 du texte arrêté", max_length=64, blank=True)
    settled_on = models.DateField("arrêté le", null=True, blank=True)
    next_on = models.DateField("prochain point le", null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur")

    objects = SectionQuerySet.as_manager()
    section = Section.PLAN

    personal = ("present", "work_done", "progress", "household_word", "partners_word", "next_steps", "facts")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "bilan"
        verbose_name_plural = "bilans"
        ordering = ["-held_on", "-version", "id"]
        constraints = [
            models.CheckConstraint(
                name="review_planned_says_after_how_long",
                condition=Q(kind=ReviewKind.PLANNED, after_months__gt=0)
                | (~Q(kind=ReviewKind.PLANNED) & Q(after_months=None)),
                violation_error_message="Un bilan prévu dit au bout de combien de mois.",
            ),
            models.CheckConstraint(
                name="review_settled_is_dated_and_sealed",
                condition=Q(state=ReviewState.DRAFT, digest="", settled_on=None)
                | (~Q(state=ReviewState.DRAFT) & ~Q(digest="") & Q(settled_on__isnull=False)),
                violation_error_message="Un bilan arrêté porte une date et une empreinte.",
            ),
            models.UniqueConstraint(
                fields=["measure"],
                condition=Q(state=ReviewState.DRAFT),
                name="review_one_draft",
                violation_error_message="Un bilan est déjà en cours d’écriture pour cet accompagnement.",
            ),
        ]


class ReviewSummaryQuerySet(SectionQuerySet):
    """The shareable part of a bilan: for who accompanies; for others once it is settled and the household agrees."""

    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        inner = self._of_open_case(actor, Section.PLAN, at_least)
        shared = Q(is_agreed=True, review__state=ReviewState.SETTLED)
        return self.filter(inner | shared & self._of_open_case(actor, Section.SUMMARY, at_least))


class ReviewSummary(UUIDModel):
    """The part of a bilan that others may read, once the household has read it over and agrees."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", verbose_name="dossier")
    review = models.OneToOneField(ProgressReview, models.CASCADE, related_name="summary", verbose_name="bilan")
    text = models.TextField("synthèse partageable", max_length=3000)
    is_agreed = models.BooleanField("relue avec le ménage, qui est d’accord", default=False)

    objects = ReviewSummaryQuerySet.as_manager()
    section = Section.SUMMARY

    personal = ("text",)
    keep = "avec le bilan"

    class Meta:
        verbose_name = "synthèse partageable d’un bilan"
        verbose_name_plural = "synthèses partageables des bilans"
        ordering = ["-review__held_on", "id"]
