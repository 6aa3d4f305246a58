"""What the cellule may count on: places of the operators, dwellings of the landlords; what a household looks for."""

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from cellule.capacity_querysets import DwellingQuerySet, PlaceQuerySet, WishQuerySet
from households.models import Case
from partners.models import Commune, Dispositif, Organisation, Site, Territory
from partners.roles import Section
from veille.core import clock
from veille.core.models import UUIDModel


class PlaceDeclaration(UUIDModel):
    """The places an operator says are open, in weights, with its load that day; the next one replaces it."""

    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="+", verbose_name="dispositif")
    operator = models.ForeignKey(
        Organisation, models.PROTECT, related_name="place_declarations", verbose_name="opérateur"
    )
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="territoire"
    )
    places = models.DecimalField(
        "places ouvertes (en poids)", max_digits=5, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    weight_in_use = models.DecimalField(
        "charge le jour de la déclaration", max_digits=6, decimal_places=2, null=True, blank=True
    )
    maximum_weight = models.DecimalField(
        "charge maximale le jour de la déclaration", max_digits=6, decimal_places=2, null=True, blank=True
    )
    remark = models.CharField("remarque", max_length=300, blank=True)
    declared_on = models.DateField("déclaré le")
    declared_by = models.UUIDField("déclaré par", null=True, editable=False)
    valid_until = models.DateField("valable jusqu’au")
    replaced_on = models.DateField("remplacée le", null=True, blank=True, editable=False)

    objects = PlaceQuerySet.as_manager()

    keep = "2 ans, aucune personne nommée"

    class Meta:
        verbose_name = "déclaration de places"
        verbose_name_plural = "déclarations de places"
        ordering = ["operator__sort_name", "territory__name", "-declared_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="places_are_not_negative",
                condition=Q(places__gte=0),
                violation_error_message="Un nombre de places n’est pas négatif.",
            ),
            models.CheckConstraint(
                name="places_hold_for_a_time",
                condition=Q(valid_until__gte=F("declared_on")),
                violation_error_message="Une déclaration vaut au moins le jour où elle est faite.",
            ),
            models.UniqueConstraint(
                fields=["dispositif", "operator", "territory"],
                condition=Q(replaced_on=None),
                nulls_distinct=False,
                name="places_declared_once",
                violation_error_message="Quelqu’un vient de déclarer ces places : relisez la page.",
            ),
        ]


class Reservation(models.TextChoices):
    """Who proposes the candidates of a dwelling; it decides whether a household may be proposed at all."""

    UNKNOWN = "unknown", "Réservation non précisée"
    NONE = "none", "Sans réservation"
    PREFECTURE = "prefecture", "Contingent préfectoral"
    EMPLOYERS = "employers", "Action Logement"
    TOWN = "town", "Contingent de la commune"
    OTHER = "other", "Autre réservation"


class AvailableDwelling(UUIDModel):
    """Dwellings that a landlord may have, by site or commune and never by address; said on a day, for a time."""

    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="+", verbose_name="dispositif")
    landlord = models.ForeignKey(
        Organisation, models.PROTECT, related_name="available_dwellings", verbose_name="bailleur"
    )
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+", verbose_name="territoire")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="site")
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="commune"
    )
    dwelling_type = models.SlugField("type (liste dwelling_type)")
    number = models.PositiveSmallIntegerField("nombre", default=1, validators=[MinValueValidator(1)])
    monthly_rent = models.DecimalField(
        "loyer mensuel hors charges (€)",
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    is_accessible = models.BooleanField("accessible (fauteuil roulant)", null=True, blank=True)
    reservation = models.CharField(
        "réservation", max_length=12, choices=Reservation.choices, default=Reservation.UNKNOWN
    )
    is_confirmed = models.BooleanField("disponibilité confirmée", default=False)
    conditions = models.CharField("conditions", max_length=300, blank=True)
    said_on = models.DateField("dit le")
    said_by = models.UUIDField("dit par", null=True, editable=False)
    expires_on = models.DateField("vaut jusqu’au")
    withdrawn_on = models.DateField("retiré le", null=True, blank=True, editable=False)

    objects = DwellingQuerySet.as_manager()

    keep = "2 ans, aucune personne nommée"

    class Meta:
        verbose_name = "logement potentiellement disponible"
        verbose_name_plural = "logements potentiellement disponibles"
        ordering = ["landlord__sort_name", "territory__name", "dwelling_type", "id"]
        constraints = [
            models.CheckConstraint(
                name="available_dwelling_is_somewhere",
                condition=Q(site__isnull=False) | Q(commune__isnull=False),
                violation_error_message="Dites le site ou la commune.",
            ),
            models.CheckConstraint(
                name="available_dwelling_counts",
                condition=Q(number__gte=1),
                violation_error_message="Indiquez au moins un logement.",
            ),
            models.CheckConstraint(
                name="available_dwelling_expires_after_it_was_said",
                condition=Q(expires_on__gte=F("said_on")),
                violation_error_message="La déclaration vaut au moins le jour où elle est faite.",
            ),
        ]

    @property
    def is_over(self) -> bool:
        """Nobody confirmed it in time: its landlord alone still sees it."""
        return self.expires_on < clock.today()


class HousingWish(UUIDModel):
    """What a household looks for, as its worker noted it with it; the last one counts, the former ones stay."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="housing_wishes", verbose_name="dossier")
    dwelling_types = ArrayField(
        models.SlugField(), verbose_name="types souhaités (liste dwelling_type)", default=list, blank=True
    )
    communes = models.ManyToManyField(Commune, related_name="+", verbose_name="communes souhaitées", blank=True)
    maximum_rent = models.DecimalField(
        "loyer le plus haut, hors charges (€)", max_digits=8, decimal_places=2, null=True, blank=True
    )
    needs_accessible = models.BooleanField("logement accessible nécessaire", default=False)
    reservations = ArrayField(
        models.CharField(max_length=12, choices=Reservation.choices),
        verbose_name="réservations dont le ménage relève",
        default=list,
        blank=True,
    )
    noted_on = models.DateField("noté le")
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="noté par")

    objects = WishQuerySet.as_manager()
    section = Section.HOUSING

    personal = ("dwelling_types", "maximum_rent", "needs_accessible", "reservations")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "logement recherché"
        verbose_name_plural = "logements recherchés"
        ordering = ["-noted_on", "-noted_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="housing_wish_rent_is_positive",
                condition=Q(maximum_rent=None) | Q(maximum_rent__gt=0),
                violation_error_message="Un loyer est supérieur à zéro.",
            )
        ]
