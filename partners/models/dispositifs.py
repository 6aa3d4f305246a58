"""A dispositif is configuration: its versions are immutable copies, its bodies and places are rows."""

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from partners.configuration import Configuration, parse
from partners.models.organisations import Organisation
from partners.models.places import Commune
from veille.core.models import DatedModel, UUIDModel
from veille.core.models.base import ends_after_start


class Dispositif(UUIDModel):
    """What landlords, associations and the State run together for households."""

    name = models.CharField("nom", max_length=120, unique=True)
    public_name = models.CharField("nom public neutre", max_length=120)
    number_prefix = models.CharField("préfixe des dossiers", max_length=6, unique=True)
    carrier = models.ForeignKey(Organisation, models.PROTECT, related_name="carried", verbose_name="porteur")
    starts_on = models.DateField("début", null=True, blank=True)
    ends_on = models.DateField("fin", null=True, blank=True)
    is_active = models.BooleanField("ouvert aux orientations", default=True)

    keep = "sans limite : configuration"

    class Meta:
        verbose_name = "dispositif"
        verbose_name_plural = "dispositifs"
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def rules(self) -> "DispositifVersion":
        """The version in force for new cases."""
        return self.versions.order_by("-number").first()


class DispositifVersion(UUIDModel):
    """An immutable copy of the whole configuration: a case keeps the rules it was admitted under.

    `data` is read through `partners.configuration.Configuration`; a trigger refuses UPDATE.
    """

    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="versions", verbose_name="dispositif")
    number = models.PositiveIntegerField("numéro")
    data = models.JSONField("configuration")
    published_on = models.DateField("publiée le")
    published_by = models.UUIDField("publiée par", null=True)

    keep = "sans limite : configuration"

    class Meta:
        verbose_name = "version de dispositif"
        verbose_name_plural = "versions de dispositif"
        ordering = ["dispositif__name", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispositif", "number"],
                name="dispositif_version_once",
                violation_error_message="Cette version existe déjà.",
            )
        ]

    def __str__(self):
        return f"{self.dispositif} – version {self.number}"

    @cached_property
    def configuration(self) -> Configuration:
        """The data as Python reads them; kept, since they never change."""
        return parse(self.data)


class Territory(UUIDModel):
    """A part of a dispositif with its own cellule."""

    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="territories", verbose_name="dispositif")
    code = models.SlugField("code")
    name = models.CharField("nom", max_length=80)
    communes = models.ManyToManyField(Commune, related_name="territories", verbose_name="communes", blank=True)

    keep = "sans limite : configuration"

    class Meta:
        verbose_name = "territoire"
        verbose_name_plural = "territoires"
        ordering = ["dispositif__name", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispositif", "code"],
                name="territory_once",
                violation_error_message="Ce territoire existe déjà.",
            )
        ]

    def __str__(self):
        return self.name


class Instance(UUIDModel):
    """A body that meets: cellule of a territory, pré-CAL, committee, COPIL. What it decides is in the configuration."""

    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="instances", verbose_name="dispositif")
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True, verbose_name="territoire")
    code = models.SlugField("code dans la configuration")
    label = models.CharField("nom", max_length=120)
    organiser = models.ForeignKey(Organisation, models.PROTECT, related_name="organised", verbose_name="organisateur")
    is_active = models.BooleanField("se réunit", default=True)

    keep = "sans limite : configuration"

    class Meta:
        verbose_name = "instance"
        verbose_name_plural = "instances"
        ordering = ["dispositif__name", "label"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispositif", "territory", "code"],
                name="instance_once",
                nulls_distinct=False,
                violation_error_message="Cette instance existe déjà sur ce territoire.",
            )
        ]

    def __str__(self):
        return self.label


class PartnershipPart(models.TextChoices):
    """The part an organisation takes in a dispositif."""

    LANDLORD = "landlord", "Bailleur associé"
    OPERATOR = "operator", "Opérateur d’accompagnement"
    DIAGNOSIS_OPERATOR = "diagnosis_operator", "Opérateur de diagnostic"
    REFERRER = "referrer", "Orienteur"
    FUNDER = "funder", "Financeur"
    EXPERT = "expert", "Expertise"
    EVALUATOR = "evaluator", "Évaluation"
    STATE = "state", "État"
    RELAY = "relay", "Relais local"


class Partnership(DatedModel):
    """An organisation's part in a dispositif, for a time."""

    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="partnerships", verbose_name="dispositif")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="partnerships", verbose_name="organisme"
    )
    part = models.CharField("part", max_length=20, choices=PartnershipPart.choices)

    keep = "10 ans après la fin"

    class Meta:
        verbose_name = "partenaire d’un dispositif"
        verbose_name_plural = "partenaires des dispositifs"
        ordering = ["dispositif__name", "part", "organisation__sort_name"]
        constraints = [
            ends_after_start("partnership_ends_after_start"),
            models.UniqueConstraint(
                fields=["dispositif", "organisation", "part"],
                condition=Q(ends_on=None),
                name="partnership_open_once",
                violation_error_message="Cet organisme tient déjà cette part dans le dispositif.",
            ),
        ]


class Site(UUIDModel):
    """Dwellings of one landlord in one or more communes, as declared (a site = landlord × communes)."""

    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="sites", verbose_name="dispositif")
    landlord = models.ForeignKey(Organisation, models.PROTECT, related_name="sites", verbose_name="bailleur")
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="sites", verbose_name="territoire")
    communes = models.ManyToManyField(Commune, related_name="sites", verbose_name="communes")
    dwellings = models.PositiveIntegerField("logements")
    note = models.CharField("remarque", max_length=200, blank=True)

    keep = "sans limite : configuration"

    class Meta:
        verbose_name = "site"
        verbose_name_plural = "sites"
        ordering = ["landlord__sort_name", "id"]


class Milestone(UUIDModel):
    """A planned date of the dispositif beside the actual one."""

    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="milestones", verbose_name="dispositif")
    code = models.SlugField("code")
    label = models.CharField("jalon", max_length=160)
    planned_on = models.DateField("prévu le", null=True, blank=True)
    actual_on = models.DateField("réalisé le", null=True, blank=True)

    keep = "sans limite : configuration"

    class Meta:
        verbose_name = "jalon"
        verbose_name_plural = "jalons"
        ordering = ["planned_on", "label"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispositif", "code"], name="milestone_once", violation_error_message="Ce jalon existe déjà."
            )
        ]

    def __str__(self):
        return self.label
