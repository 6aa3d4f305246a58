"""The funding plan: volets and lines on one side, funders on the other, and the gap between."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from funding.querysets import BudgetLineQuerySet, FundingPlanQuerySet, TimeEntryQuerySet
from partners.models import Dispositif, Organisation
from veille.core.models import UUIDModel


class PlanState(models.TextChoices):
    DRAFT = "draft", "Projet"
    VALIDATED = "validated", "Validé"
    SUPERSEDED = "superseded", "Remplacé"


PLAN_MOVES = {
    PlanState.DRAFT: {PlanState.VALIDATED},
    PlanState.VALIDATED: {PlanState.SUPERSEDED},
    PlanState.SUPERSEDED: set(),
}


class FundingPlan(UUIDModel):
    """A version of the budget of a dispositif, over a number of convention years."""

    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="funding_plans", verbose_name="dispositif")
    label = models.CharField("intitulé", max_length=120)
    version = models.PositiveIntegerField("version")
    state = models.CharField("état", max_length=12, choices=PlanState.choices, default=PlanState.DRAFT)
    starts_on = models.DateField("début de la convention")
    years = models.PositiveSmallIntegerField("durée (années)")
    costed_households = models.PositiveIntegerField("ménages retenus pour le calcul du coût")
    basis_note = models.CharField("base du coût par ménage", max_length=250)

    objects = FundingPlanQuerySet.as_manager()

    keep = "10 ans (comptabilité)"

    class Meta:
        verbose_name = "plan de financement"
        verbose_name_plural = "plans de financement"
        ordering = ["dispositif__name", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispositif", "version"],
                name="funding_plan_once",
                violation_error_message="Cette version existe déjà.",
            ),
            models.CheckConstraint(
                name="funding_plan_divides_by_something",
                condition=Q(years__gte=1) & Q(costed_households__gte=1),
                violation_error_message="Indiquez au moins une année et un ménage.",
            ),
        ]

    def __str__(self):
        return f"{self.label} (version {self.version})"


class Volet(UUIDModel):
    """A part of the plan; only some enter the cost per household."""

    plan = models.ForeignKey(FundingPlan, models.CASCADE, related_name="volets", verbose_name="plan")
    code = models.CharField("volet", max_length=10)
    label = models.CharField("intitulé", max_length=160)
    in_household_cost = models.BooleanField("compte dans le coût par ménage", default=True)

    keep = "10 ans (comptabilité)"

    class Meta:
        verbose_name = "volet"
        verbose_name_plural = "volets"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"], name="volet_once", violation_error_message="Ce volet existe déjà dans le plan."
            )
        ]

    def __str__(self):
        return f"{self.code} · {self.label}"


class Calculation(models.TextChoices):
    """How the total of a line is made."""

    ETP = "etp_x_cost_x_years", "ETP × coût annuel × années"
    QUANTITY = "quantity_x_unit", "quantité × prix"
    DAYS = "days_x_rate", "jours × tarif"
    ANNUAL = "annual_x_years", "montant annuel × années"
    LUMP_SUM = "lump_sum", "forfait"


class BudgetLine(UUIDModel):
    """A cost. Its total is computed, never typed; a lump sum is the only amount given as such."""

    volet = models.ForeignKey(Volet, models.CASCADE, related_name="lines", verbose_name="volet")
    code = models.CharField("ligne", max_length=10)
    label = models.CharField("intitulé", max_length=160)
    kind = models.SlugField("nature (liste budget_line_kind)")
    calculation = models.CharField("calcul", max_length=20, choices=Calculation.choices)
    quantity = models.DecimalField("quantité", max_digits=10, decimal_places=2, null=True, blank=True)
    unit_cost = models.DecimalField("coût unitaire (€)", max_digits=12, decimal_places=2, null=True, blank=True)
    years = models.PositiveSmallIntegerField("années", null=True, blank=True)
    lump_sum = models.DecimalField("forfait (€)", max_digits=12, decimal_places=2, null=True, blank=True)
    carrier = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="portée par"
    )

    objects = BudgetLineQuerySet.as_manager()

    keep = "10 ans (comptabilité)"

    class Meta:
        verbose_name = "ligne de budget"
        verbose_name_plural = "lignes de budget"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["volet", "code"], name="budget_line_once", violation_error_message="Cette ligne existe déjà."
            ),
            models.CheckConstraint(
                name="budget_line_says_how_it_is_computed",
                condition=Q(calculation=Calculation.LUMP_SUM, lump_sum__gte=0)
                | (
                    ~Q(calculation=Calculation.LUMP_SUM)
                    & Q(lump_sum=None, quantity__gte=0, unit_cost__gte=0)
                    & (Q(years__gte=1) | Q(calculation__in=[Calculation.QUANTITY, Calculation.DAYS]))
                ),
                violation_error_message="Indiquez le forfait, ou la quantité, le coût unitaire et les années.",
            ),
        ]

    @property
    def total(self) -> Decimal:
        """The cost of the line in euros TTC, over the whole convention."""
        if self.calculation == Calculation.LUMP_SUM:
            return self.lump_sum
        return (self.quantity * self.unit_cost * (self.years or 1)).quantize(Decimal("0.01"))


class FundingStatus(models.TextChoices):
    """Requested, granted and paid are three amounts, never one overwritten."""

    REQUESTED = "requested", "Demandé"
    GRANTED = "granted", "Accordé"
    REFUSED = "refused", "Refusé"
    PAID = "paid", "Versé"


class LineFunding(UUIDModel):
    """What a funder brings to a line, at one stage."""

    line = models.ForeignKey(BudgetLine, models.CASCADE, related_name="fundings", verbose_name="ligne")
    funder = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, verbose_name="financeur")
    funder_type = models.SlugField("type de financeur (liste funder_type)")
    column = models.CharField("colonne du plan", max_length=60)
    status = models.CharField("stade", max_length=10, choices=FundingStatus.choices, default=FundingStatus.REQUESTED)
    amount = models.DecimalField("montant (€)", max_digits=12, decimal_places=2)
    decided_on = models.DateField("date", null=True, blank=True)
    source = models.CharField("pièce ou source", max_length=160, blank=True)

    keep = "10 ans (comptabilité)"

    class Meta:
        verbose_name = "financement d’une ligne"
        verbose_name_plural = "financements des lignes"
        ordering = ["column", "status", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "column", "status"],
                name="line_funding_once",
                violation_error_message="Ce financeur porte déjà un montant sur cette ligne à ce stade.",
            ),
            models.CheckConstraint(
                name="line_funding_not_negative",
                condition=Q(amount__gte=0),
                violation_error_message="Un financement ne peut pas être négatif.",
            ),
        ]


class PartnerProject(UUIDModel):
    """The second grouping of the plan: who carries which part of a volet."""

    plan = models.ForeignKey(FundingPlan, models.CASCADE, related_name="projects", verbose_name="plan")
    label = models.CharField("projet partenaire", max_length=120)

    keep = "10 ans (comptabilité)"

    class Meta:
        verbose_name = "projet partenaire"
        verbose_name_plural = "projets partenaires"
        ordering = ["label"]


class LineAllocation(UUIDModel):
    """The share of a line that belongs to a partner project; the shares of a line add up to its total."""

    project = models.ForeignKey(PartnerProject, models.CASCADE, related_name="allocations", verbose_name="projet")
    line = models.ForeignKey(BudgetLine, models.CASCADE, related_name="allocations", verbose_name="ligne")
    label = models.CharField("intitulé", max_length=160)
    files = models.PositiveIntegerField("dossiers", null=True, blank=True)
    days_per_file = models.DecimalField("jours par dossier", max_digits=5, decimal_places=1, null=True, blank=True)
    amount = models.DecimalField("coût (€)", max_digits=12, decimal_places=2)
    own_funds = models.DecimalField("fonds propres (€)", max_digits=12, decimal_places=2, default=0)
    aid_requested = models.DecimalField("aide demandée (€)", max_digits=12, decimal_places=2, default=0)

    keep = "10 ans (comptabilité)"

    class Meta:
        verbose_name = "part d’une ligne"
        verbose_name_plural = "parts des lignes"
        ordering = ["line__code", "label"]
        constraints = [
            models.CheckConstraint(
                name="allocation_is_funded_in_full",
                condition=Q(amount=F("own_funds") + F("aid_requested")),
                violation_error_message="Le coût de cette part n’égale pas ses financements.",
            )
        ]


class HalfDay(models.TextChoices):
    """The unit in which time is declared."""

    MORNING = "morning", "Matin"
    AFTERNOON = "afternoon", "Après-midi"


class TimeEntry(UUIDModel):
    """A half-day that somebody worked for a dispositif: declared once, whatever her employers."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="personne")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="+", verbose_name="dispositif")
    worked_on = models.DateField("jour")
    half = models.CharField("demi-journée", max_length=10, choices=HalfDay.choices)

    objects = TimeEntryQuerySet.as_manager()

    keep = "10 ans (comptabilité)"

    class Meta:
        verbose_name = "demi-journée déclarée"
        verbose_name_plural = "demi-journées déclarées"
        ordering = ["worked_on", "-half", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "worked_on", "half"],
                name="time_entry_half_day_once",
                violation_error_message="Cette demi-journée est déjà déclarée.",
            )
        ]
        indexes = [models.Index(fields=["organisation", "worked_on"], name="time_entry_by_organisation")]
