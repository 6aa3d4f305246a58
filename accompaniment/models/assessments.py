"""The assessment grid: the same areas looked at several times, so that a before and an after can be drawn."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.models.measures import Measure
from accompaniment.querysets import AssessmentQuerySet
from households.models import Case, Finding
from households.querysets import SectionQuerySet
from partners.models import Organisation
from partners.roles import Section
from veille.core.models import UUIDModel


class Assessment(UUIDModel):
    """Where a household stands at one moment of its accompaniment; its pair is the same grid at another one.

    `round` is the number of ends before it: after a return, the moment of an end comes a second time.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="assessments", verbose_name="dossier")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="assessments", verbose_name="mesure")
    wave = models.SlugField("moment (liste assessment_wave)")
    round = models.PositiveSmallIntegerField("fins d’accompagnement avant elle", default=0)
    assessed_on = models.DateField("remplie le")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur")
    with_household = models.BooleanField("remplie avec le ménage", default=True)
    household_word = models.TextField("ce qu’en dit le ménage", blank=True, max_length=2000)
    observation = models.TextField("ce que nous observons", blank=True, max_length=4000)
    shared_line = models.TextField("ce qui peut être partagé", blank=True, max_length=600)
    changed_at = models.DateTimeField(auto_now=True)  # the version that a correction was typed over

    objects = AssessmentQuerySet.as_manager()
    section = Section.DIAGNOSIS

    personal = ("household_word", "observation", "shared_line")
    column_sections = {"shared_line": Section.SUMMARY}
    keep = "avec le dossier"

    class Meta:
        verbose_name = "grille d’évaluation"
        verbose_name_plural = "grilles d’évaluation"
        ordering = ["assessed_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "wave", "round"],
                name="assessment_once_a_wave",
                violation_error_message="La grille de ce moment est déjà remplie : ouvrez-la pour la corriger.",
            )
        ]


class AssessmentMark(UUIDModel):
    """One area of a grid. An area without a mark was not assessed: nothing is guessed.

    `has_link` answers in the place of `level` where only the existence of a link with care may be written.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="assessment_marks", verbose_name="dossier")
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="marks", verbose_name="grille")
    area = models.SlugField("domaine (liste life_area)")
    level = models.PositiveSmallIntegerField(
        "intensité", null=True, blank=True, choices=Finding._meta.get_field("severity").choices
    )
    has_link = models.BooleanField("un lien avec le soin existe", null=True, blank=True)

    objects = SectionQuerySet.as_manager()
    section = Section.DIAGNOSIS

    personal = ("level", "has_link")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "domaine évalué"
        verbose_name_plural = "domaines évalués"
        ordering = ["area", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "area"],
                name="assessment_mark_once",
                violation_error_message="Ce domaine est déjà évalué dans cette grille.",
            ),
            models.CheckConstraint(
                name="assessment_mark_level_or_link",
                condition=Q(level__isnull=False, level__lte=4, has_link=None) | Q(level=None, has_link__isnull=False),
                violation_error_message="Un domaine porte une intensité de 0 à 4, ou dit si un lien existe.",
            ),
        ]
