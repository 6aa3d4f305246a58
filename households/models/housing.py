"""Where the household lives: dated periods, apart from the accompaniment."""

from django.db import models

from households.models.cases import Case
from households.querysets import SectionQuerySet
from partners.models import Commune, Organisation
from partners.roles import Right, Section
from veille.core import reference
from veille.core.actor import Actor
from veille.core.models import DatedModel, UUIDModel
from veille.core.models.base import ends_after_start


class Dwelling(UUIDModel):
    """A dwelling of a landlord."""

    landlord = models.ForeignKey(Organisation, models.PROTECT, related_name="dwellings", verbose_name="bailleur")
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="+", verbose_name="commune")
    residence = models.CharField("résidence", max_length=120, blank=True)
    dwelling_type = models.SlugField("type (liste dwelling_type)", blank=True)
    reference = models.CharField("référence du bailleur", max_length=40, blank=True)
    available_until = models.DateField("disponible jusqu’au", null=True, blank=True)
    is_secret = models.BooleanField("lieu tenu secret", default=False)

    personal = ("residence", "reference")
    keep = "avec les périodes d’occupation"

    class Meta:
        verbose_name = "logement"
        verbose_name_plural = "logements"
        ordering = ["landlord__sort_name", "commune__sort_name", "id"]


class HousingPeriodQuerySet(SectionQuerySet):
    def visible_to(self, actor: Actor, at_least: Right = Right.READ):
        """Situations of the sensitive list (hospital, prison…) are confided: the landlord does not read them."""
        open_rows = super().visible_to(actor, at_least)
        ordinary = ~models.Q(situation__in=reference.sensitive_codes("housing_situation"))
        return open_rows.filter(ordinary | models.Q(case__in=self._cases(actor, Section.CONFIDED, Right.READ)))

    def current(self, day):
        return self.filter(starts_on__lte=day).exclude(ends_on__lt=day)


class HousingPeriod(DatedModel):
    """A situation of the household, with the dwelling and its modality when there is one."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="housing_periods", verbose_name="dossier")
    situation = models.SlugField("situation (liste housing_situation)")
    modality = models.SlugField("modalité (liste housing_modality)", blank=True)
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="commune"
    )
    dwelling = models.ForeignKey(
        Dwelling, models.PROTECT, null=True, blank=True, related_name="periods", verbose_name="logement"
    )
    monthly_rent = models.DecimalField(
        "loyer mensuel hors charges (€)", max_digits=8, decimal_places=2, null=True, blank=True
    )
    arrears = models.DecimalField(
        "dette locative à l’orientation (€)", max_digits=10, decimal_places=2, null=True, blank=True
    )
    lease_signed_on = models.DateField("bail signé le", null=True, blank=True)
    contract_number = models.CharField("numéro de contrat du bailleur", max_length=40, blank=True)

    objects = HousingPeriodQuerySet.as_manager()
    section = Section.HOUSING

    personal = ("situation", "modality", "monthly_rent", "arrears", "contract_number")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "période de logement"
        verbose_name_plural = "périodes de logement"
        ordering = ["-starts_on", "id"]
        constraints = [ends_after_start("housing_period_ends_after_start")]


class ProcedureStep(DatedModel):
    """An open or past step of a procedure, from amicable to executed; opens the case to litigation staff."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="procedure_steps", verbose_name="dossier")
    landlord = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="bailleur")
    step = models.SlugField("étape (liste procedure_step)")

    objects = SectionQuerySet.as_manager()
    section = Section.PROCEDURE

    personal = ("step",)
    keep = "avec le dossier"

    class Meta:
        verbose_name = "étape de procédure"
        verbose_name_plural = "étapes de procédure"
        ordering = ["-starts_on", "id"]
        constraints = [ends_after_start("procedure_step_ends_after_start")]
