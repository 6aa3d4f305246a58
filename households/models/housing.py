"""Where the household lives: dated periods, apart from the accompaniment."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from households.housing_querysets import OfPeriodQuerySet, PeriodQuerySet
from households.models.cases import Case
from households.place_querysets import DwellingQuerySet
from households.places import Place, place_at, place_of
from partners.models import Commune, Organisation
from partners.roles import Section
from veille.core.models import DatedModel, UUIDModel
from veille.core.models.base import days_held, ends_after_start


class Dwelling(UUIDModel):
    """A dwelling of a landlord."""

    landlord = models.ForeignKey(Organisation, models.PROTECT, related_name="dwellings", verbose_name="bailleur")
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="+", verbose_name="commune")
    residence = models.CharField("résidence", max_length=120, blank=True)
    dwelling_type = models.SlugField("type (liste dwelling_type)", blank=True)
    financing = models.SlugField("financement (liste dwelling_financing)", blank=True)
    surface = models.DecimalField("surface (m²)", max_digits=6, decimal_places=2, null=True, blank=True)
    reference = models.CharField("référence du bailleur", max_length=40, blank=True)
    available_until = models.DateField("disponible jusqu’au", null=True, blank=True)
    is_secret = models.BooleanField("lieu tenu secret", default=False)

    objects = DwellingQuerySet.as_manager()

    personal = ("residence", "reference")
    keep = "avec les périodes d’occupation"
    goes_when_unused = True

    class Meta:
        verbose_name = "logement"
        verbose_name_plural = "logements"
        ordering = ["landlord__sort_name", "commune__sort_name", "id"]

    @property
    def where(self) -> Place:
        """Where it is, as it may be shown: nothing of a secret one."""
        return place_at(self)


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
    monthly_charges = models.DecimalField(
        "charges mensuelles (€)", max_digits=8, decimal_places=2, null=True, blank=True
    )
    arrears = models.DecimalField(
        "dette locative à l’orientation (€)", max_digits=10, decimal_places=2, null=True, blank=True
    )
    lease_signed_on = models.DateField("bail signé le", null=True, blank=True)
    contract_number = models.CharField("numéro de contrat du bailleur", max_length=40, blank=True)
    # A stay in a transitional place, and how many people came; until when is said by its terms.
    place_held = models.ForeignKey(
        "households.TransitionalPlace",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stays",
        verbose_name="place transitoire",
    )
    people_count = models.PositiveSmallIntegerField("personnes accueillies", null=True, blank=True)

    objects = PeriodQuerySet.as_manager()
    section = Section.HOUSING

    personal = ("situation", "modality", "monthly_rent", "monthly_charges", "arrears", "contract_number")
    keep = "avec le dossier"
    column_sections = {"arrears": Section.ARREARS}

    class Meta:
        verbose_name = "période de logement"
        verbose_name_plural = "périodes de logement"
        ordering = ["-starts_on", "id"]
        constraints = [
            ends_after_start("housing_period_ends_after_start"),
            ExclusionConstraint(
                name="place_houses_one_household",
                expressions=[("place_held", RangeOperators.EQUAL), (days_held(), RangeOperators.OVERLAPS)],
                condition=Q(place_held__isnull=False),
                violation_error_message="Cette place est déjà occupée à ces dates.",
            ),
            ExclusionConstraint(
                name="household_holds_one_place",
                expressions=[("case", RangeOperators.EQUAL), (days_held(), RangeOperators.OVERLAPS)],
                condition=Q(place_held__isnull=False),
                violation_error_message="Ce ménage occupe déjà une place à ces dates.",
            ),
            models.CheckConstraint(
                name="stay_says_how_many_people",
                condition=Q(place_held=None, people_count=None) | Q(place_held__isnull=False, people_count__gte=1),
                violation_error_message="Un séjour dans une place dit combien de personnes il accueille.",
            ),
        ]
        indexes = [
            models.Index(Upper("contract_number"), name="housing_by_contract", condition=~models.Q(contract_number=""))
        ]

    def clean(self):
        """A stay does not go on in a place that was taken out of the inventory."""
        out_on = self.place_held.withdrawn_on if self.place_held else None
        if out_on and (self.ends_on is None or self.ends_on >= out_on):
            raise ValidationError("Cette place est retirée de l’inventaire : le séjour finit avant.")

    @property
    def place(self) -> Place:
        """Where it is, as it may be shown: nothing of a secret dwelling."""
        return place_of(self)


class HousingCorrection(UUIDModel):
    """The dates a situation carried before somebody corrected them."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", verbose_name="dossier")
    period = models.ForeignKey(
        HousingPeriod, models.CASCADE, related_name="corrections", verbose_name="période de logement"
    )
    starts_on = models.DateField("début noté avant")
    ends_on = models.DateField("fin notée avant", null=True, blank=True)
    corrected_on = models.DateField("corrigée le")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur")

    objects = OfPeriodQuerySet.as_manager()
    section = Section.HOUSING

    personal = ("starts_on", "ends_on")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "correction d’une période de logement"
        verbose_name_plural = "corrections des périodes de logement"
        ordering = ["-corrected_on", "id"]
