"""The diagnosis, apart from the measure, in two parts."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.choices import RESULTS_WHEN_DONE, DiagnosisResult, DiagnosisState
from accompaniment.querysets import DiagnosisQuerySet
from households.models import Case
from partners.models import Organisation
from partners.roles import Section
from veille.core.models import UUIDModel


class Diagnosis(UUIDModel):
    """Ordered by an instance or a convention, made by an operator.

    The *préconisation* (need, level, intensity, length, the landlord's part) is for the payer and the
    instance; the detailed text is for the operators alone (section `diagnosis`).
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="diagnoses", verbose_name="dossier")
    operator = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="opérateur")
    ordered_on = models.DateField("demandé le")
    ordered_by = models.CharField("demandé par", max_length=120)
    state = models.CharField("état", max_length=10, choices=DiagnosisState.choices, default=DiagnosisState.ORDERED)
    done_on = models.DateField("rendu le", null=True, blank=True)
    at_home = models.BooleanField("au domicile (aller-vers)", default=True)
    result = models.CharField("conclusion", max_length=28, choices=DiagnosisResult.choices, blank=True)
    recommended_level = models.SlugField("niveau préconisé", blank=True)
    recommended_rhythm = models.SlugField("rythme préconisé", blank=True)
    recommended_months = models.PositiveSmallIntegerField("durée préconisée (mois)", null=True, blank=True)
    landlord_part = models.TextField("ce qui revient au bailleur", blank=True, max_length=2000)
    recommendation = models.TextField("préconisation", blank=True, max_length=4000)
    detail = models.TextField("diagnostic détaillé", blank=True, max_length=12000)
    autonomy = models.TextField("autonomie et points d’appui", blank=True, max_length=4000)
    wish = models.TextField("ce que le ménage souhaite", blank=True, max_length=4000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="auteur"
    )

    objects = DiagnosisQuerySet.as_manager()
    section = Section.RECOMMENDATION  # the detailed part asks for Section.DIAGNOSIS besides

    personal = ("recommendation", "detail", "autonomy", "wish", "landlord_part", "result")
    keep = "avec le dossier"
    column_sections = dict.fromkeys(("detail", "autonomy", "wish"), Section.DIAGNOSIS)

    class Meta:
        verbose_name = "diagnostic"
        verbose_name_plural = "diagnostics"
        ordering = ["-ordered_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="diagnosis_result_fits_state",
                condition=Q(state=DiagnosisState.ORDERED, result="")
                | Q(state=DiagnosisState.DONE, result__in=RESULTS_WHEN_DONE, done_on__isnull=False)
                | (Q(state=DiagnosisState.NOT_DONE) & ~Q(result__in=["", *RESULTS_WHEN_DONE])),
                violation_error_message=(
                    "Un diagnostic rendu porte une date et une conclusion ; non réalisé, il porte un motif."
                ),
            ),
            models.CheckConstraint(
                name="diagnosis_done_after_order",
                condition=Q(done_on=None) | Q(done_on__gte=models.F("ordered_on")),
                violation_error_message="Le diagnostic ne peut pas être rendu avant d’être demandé.",
            ),
        ]
