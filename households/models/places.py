"""Transitional places: what is managed for a dispositif, how a shared dwelling is lived in."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from households.models.housing import Dwelling
from households.place_querysets import CharterQuerySet, IncidentQuerySet, PlaceQuerySet
from households.places import Place, place_at
from partners.models import Dispositif, Organisation
from veille.core import clock
from veille.core.models import UUIDModel


class TransitionalPlace(UUIDModel):
    """A dwelling or a room of one, for one household at a time; until when lies with its dwelling."""

    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="+", verbose_name="dispositif")
    manager = models.ForeignKey(
        Organisation, models.PROTECT, related_name="managed_places", verbose_name="organisme gestionnaire"
    )
    operator = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="association qui y accompagne",
    )
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="places", verbose_name="logement")
    name = models.CharField("nom de la place", max_length=60)
    modality = models.SlugField("modalité (liste housing_modality)")
    capacity = models.PositiveSmallIntegerField("personnes au plus", validators=[MinValueValidator(1)])
    available_from = models.DateField("disponible à partir du", default=clock.today)
    withdrawn_on = models.DateField("retirée le", null=True, blank=True, editable=False)
    equipment = models.CharField("équipement", max_length=300, blank=True)
    named_people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", blank=True, verbose_name="personnes nommées (lieu tenu secret)"
    )

    objects = PlaceQuerySet.as_manager()

    keep = "tant que l’organisme tient la place ; aucune personne nommée"

    class Meta:
        verbose_name = "place transitoire"
        verbose_name_plural = "places transitoires"
        ordering = ["manager__sort_name", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dwelling", "name"],
                condition=Q(withdrawn_on=None),
                name="place_named_once_in_its_dwelling",
                violation_error_message="Une place de ce logement porte déjà ce nom.",
            ),
            models.CheckConstraint(
                name="place_takes_somebody",
                condition=Q(capacity__gte=1),
                violation_error_message="Une place accueille au moins une personne.",
            ),
            models.CheckConstraint(
                name="place_withdrawn_after_it_began",
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("available_from")),
                violation_error_message="Une place ne peut pas être retirée avant d’être disponible.",
            ),
        ]

    @property
    def where(self) -> Place:
        """Where it is, as it may be shown: nothing of a secret dwelling."""
        return place_at(self.dwelling)


class DwellingCharter(UUIDModel):
    """How one lives together in a shared dwelling, as residents and manager wrote it; replaced, never edited."""

    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="charters", verbose_name="logement")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="organisme gestionnaire"
    )
    version = models.PositiveSmallIntegerField("version", default=1)
    common_parts = models.TextField("parties communes", blank=True)
    text = models.TextField("règles de vie")
    written_on = models.DateField("écrite le")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur")

    objects = CharterQuerySet.as_manager()

    keep = "avec le logement, aucune personne nommée"

    class Meta:
        verbose_name = "charte de vie d’un logement partagé"
        verbose_name_plural = "chartes de vie des logements partagés"
        ordering = ["-version", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dwelling", "version"],
                name="dwelling_charter_version_once",
                violation_error_message="Quelqu’un vient d’écrire cette version de la charte : relisez la page.",
            )
        ]


class DwellingIncident(UUIDModel):
    """Something that happened in a shared dwelling: told of the place, never of a person, never in a file."""

    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="incidents", verbose_name="logement")
    happened_on = models.DateField("date")
    kind = models.SlugField("nature (liste dwelling_incident)")
    done = models.TextField("ce qui a été fait")
    follow_up = models.TextField("suites", blank=True)
    closed_on = models.DateField("clos le", null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="noté par")
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur")
    shared_on = models.DateField("partagé avec le bailleur le", null=True, blank=True, editable=False)
    shared_by = models.UUIDField("partagé par", null=True, editable=False)

    objects = IncidentQuerySet.as_manager()

    keep = "3 ans, aucune personne nommée"

    class Meta:
        verbose_name = "incident d’un logement partagé"
        verbose_name_plural = "incidents des logements partagés"
        ordering = ["-happened_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="incident_closed_after_it_happened",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("happened_on")),
                violation_error_message="Un incident ne peut pas être clos avant d’avoir eu lieu.",
            ),
            models.CheckConstraint(
                name="incident_shared_by_somebody",
                condition=Q(shared_on=None, shared_by=None) | Q(shared_on__isnull=False, shared_by__isnull=False),
                violation_error_message="Un partage porte une date et un auteur.",
            ),
        ]
