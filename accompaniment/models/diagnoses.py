"""The diagnosis, apart from the measure, in two parts, with what it found and the criteria it answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.choices import RESULTS_WHEN_DONE, CriterionAnswer, DiagnosisResult, DiagnosisState
from accompaniment.querysets import DiagnosisPartQuerySet, DiagnosisQuerySet
from households.models import Case, Finding, Strength
from partners.models import Organisation
from partners.roles import Section
from veille.core.models import UUIDModel


class DiagnosisTexts(UUIDModel):
    """What a diagnosis says, as it stands and as it stood before a correction.

    The *préconisation* (need, level, intensity, length, the landlord's part) is for the payer and the
    instance; the detailed text is for the operators alone (section `diagnosis`).
    """

    at_home = models.BooleanField("au domicile (aller-vers)", default=True)
    result = models.CharField("conclusion", max_length=28, choices=DiagnosisResult.choices, blank=True)
    recommended_level = models.SlugField("niveau préconisé", blank=True)
    recommended_rhythm = models.SlugField("rythme préconisé", blank=True)
    recommended_months = models.PositiveSmallIntegerField("durée préconisée (mois)", null=True, blank=True)
    landlord_part = models.TextField("ce qui revient au bailleur", blank=True, max_length=2000)
    recommendation = models.TextField("préconisation", blank=True, max_length=4000)
    detail = models.TextField("diagnostic détaillé", blank=True, max_length=12000)
    autonomy_level = models.SlugField("autonomie (liste autonomy_level)", blank=True)
    autonomy = models.TextField("autonomie et points d’appui", blank=True, max_length=4000)
    involvement = models.SlugField("souhait de participer (liste involvement)", blank=True)
    wish = models.TextField("ce que le ménage souhaite", blank=True, max_length=4000)

    section = Section.RECOMMENDATION  # the detailed part asks for Section.DIAGNOSIS besides

    inner = ("detail", "autonomy_level", "autonomy", "involvement", "wish")
    outer = ("recommendation", "landlord_part", "result")

    class Meta:
        abstract = True


class Diagnosis(DiagnosisTexts):
    """Ordered by an instance or a convention, made by an operator; corrected, it keeps what it said before."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="diagnoses", verbose_name="dossier")
    operator = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="opérateur")
    ordered_on = models.DateField("demandé le")
    ordered_by = models.CharField("demandé par", max_length=120)
    orderer = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="organisme qui le demande"
    )
    state = models.CharField("état", max_length=10, choices=DiagnosisState.choices, default=DiagnosisState.ORDERED)
    done_on = models.DateField("rendu le", null=True, blank=True)
    not_done_on = models.DateField("non réalisé, constaté le", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("tentatives de rencontre", null=True, blank=True)
    not_done_note = models.CharField("ce qui a été tenté", max_length=300, blank=True)
    version = models.PositiveSmallIntegerField("version", default=1)
    corrected_on = models.DateField("corrigé le", null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="auteur"
    )

    objects = DiagnosisQuerySet.as_manager()

    personal = (*DiagnosisTexts.inner, *DiagnosisTexts.outer, "not_done_note")
    keep = "avec le dossier"
    column_sections = dict.fromkeys(DiagnosisTexts.inner, Section.DIAGNOSIS)

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
            models.CheckConstraint(
                name="diagnosis_not_done_after_order",
                condition=Q(not_done_on=None)
                | Q(not_done_on__gte=models.F("ordered_on"), state=DiagnosisState.NOT_DONE),
                violation_error_message="Dites depuis quand ce diagnostic n’a pas pu être réalisé, après sa demande.",
            ),
            models.CheckConstraint(
                name="diagnosis_without_support_has_no_level",
                condition=~Q(result=DiagnosisResult.SUPPORT_NOT_RECOMMENDED)
                | Q(recommended_level="", recommended_rhythm="", recommended_months=None),
                violation_error_message=(
                    "Sans accompagnement préconisé, il n’y a ni niveau, ni rythme, ni durée à préconiser."
                ),
            ),
            models.CheckConstraint(
                name="diagnosis_corrected_says_when",
                condition=Q(version=1, corrected_on=None)
                | Q(version__gt=1, corrected_on__gte=models.F("done_on"), state=DiagnosisState.DONE),
                violation_error_message="Un diagnostic rendu puis corrigé dit quand.",
            ),
        ]


class FormerDiagnosis(DiagnosisTexts):
    """What a diagnosis said until it was corrected: read by whom the diagnosis is, never rewritten."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="former_diagnoses", verbose_name="dossier")
    diagnosis = models.ForeignKey(Diagnosis, models.CASCADE, related_name="former", verbose_name="diagnostic")
    version = models.PositiveSmallIntegerField("version")
    criteria = models.JSONField("réponses aux critères partagés", default=list, blank=True)
    found = models.JSONField("difficultés et forces trouvées", default=dict, blank=True)
    replaced_at = models.DateTimeField("remplacé le")
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="corrigé par"
    )
    reason = models.CharField("ce qui était à corriger", max_length=300)

    objects = DiagnosisPartQuerySet.as_manager()

    personal = (*DiagnosisTexts.inner, *DiagnosisTexts.outer, "criteria", "found", "reason")
    keep = "avec le dossier"
    column_sections = dict.fromkeys((*DiagnosisTexts.inner, "found"), Section.DIAGNOSIS)

    class Meta:
        verbose_name = "version précédente d’un diagnostic"
        verbose_name_plural = "versions précédentes des diagnostics"
        ordering = ["-version", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["diagnosis", "version"],
                name="former_diagnosis_once",
                violation_error_message="Cette version est déjà gardée.",
            )
        ]

    @property
    def done_on(self):
        return self.diagnosis.done_on

    @property
    def author(self):
        return self.diagnosis.author


class DiagnosisFinding(UUIDModel):
    """A difficulty or a strength that a diagnosis found: the row of the file, as it was noted with it.

    The file may be closed to the operator since: what it found stays readable with its diagnosis.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="diagnosis_findings", verbose_name="dossier")
    diagnosis = models.ForeignKey(Diagnosis, models.CASCADE, related_name="found", verbose_name="diagnostic")
    finding = models.ForeignKey(
        Finding, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="difficulté"
    )
    strength = models.ForeignKey(
        Strength, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="force"
    )

    objects = DiagnosisPartQuerySet.as_manager()
    section = Section.DIAGNOSIS

    keep = "avec le dossier"

    class Meta:
        verbose_name = "constat du diagnostic"
        verbose_name_plural = "constats du diagnostic"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="diagnosis_finding_is_one_thing",
                condition=Q(finding=None, strength__isnull=False) | Q(finding__isnull=False, strength=None),
                violation_error_message="Un constat du diagnostic est une difficulté ou une force.",
            )
        ]


class DiagnosisCriterion(UUIDModel):
    """The answer to one criterion that the landlord and the association agreed on, for the body that decides entries.

    The criteria are those of the rules of the case (`Configuration.prediagnosis_grid`).
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="diagnosis_criteria", verbose_name="dossier")
    diagnosis = models.ForeignKey(Diagnosis, models.CASCADE, related_name="criteria", verbose_name="diagnostic")
    criterion = models.SlugField("critère partagé")
    answer = models.CharField("réponse", max_length=14, choices=CriterionAnswer.choices)
    remark = models.CharField("en quelques mots", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("ordre", default=0)

    objects = DiagnosisPartQuerySet.as_manager()
    section = Section.RECOMMENDATION

    personal = ("answer", "remark")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "critère du pré-diagnostic"
        verbose_name_plural = "critères du pré-diagnostic"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["diagnosis", "criterion"],
                name="diagnosis_criterion_once",
                violation_error_message="Ce critère a déjà sa réponse.",
            )
        ]
