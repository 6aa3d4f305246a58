"""The case (dossier): a household in a dispositif, through a door."""

from django.db import models

from households.models.people import Household
from households.querysets import CaseQuerySet
from partners.configuration import Configuration, Door
from partners.models import DispositifVersion, Territory
from veille.core.models import DatedModel, UUIDModel
from veille.core.models.base import ends_after_start


class Case(UUIDModel):
    """What everything hangs on, except dated composition. Reached only through its three querysets."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="cases", verbose_name="ménage")
    rules = models.ForeignKey(DispositifVersion, models.PROTECT, related_name="cases", verbose_name="règles")
    door = models.CharField("porte d’entrée", max_length=10, choices=Door.choices)
    number = models.CharField("numéro", max_length=20, unique=True)
    territory = models.ForeignKey(Territory, models.PROTECT, verbose_name="territoire")
    main_reason = models.SlugField("motif principal (liste difficulty)")
    target_profile = models.SlugField("public (liste target_profile)", blank=True)
    opened_on = models.DateField("ouvert le")
    admitted_on = models.DateField("admis le", null=True, blank=True)
    closed_on = models.DateField("clos le", null=True, blank=True)
    last_contact_on = models.DateField("dernier contact avec le ménage le", null=True, blank=True)
    archived_on = models.DateField("archivé le", null=True, blank=True)
    anonymised_on = models.DateField("effacé le", null=True, blank=True)
    frozen_on = models.DateField("limité le", null=True, blank=True)
    is_restricted = models.BooleanField("accès restreint", default=False)

    objects = CaseQuerySet.as_manager()

    personal = ("main_reason", "target_profile")
    keep = "2 ans après le dernier contact"
    outlives_its_case = True

    class Meta:
        verbose_name = "dossier"
        verbose_name_plural = "dossiers"
        ordering = ["-opened_on", "number"]
        constraints = [
            models.CheckConstraint(
                name="case_closed_after_opening",
                condition=models.Q(closed_on=None) | models.Q(closed_on__gte=models.F("opened_on")),
                violation_error_message="Un dossier ne peut pas être clos avant d’être ouvert.",
            ),
            models.CheckConstraint(
                name="case_admitted_after_opening",
                condition=models.Q(admitted_on=None) | models.Q(admitted_on__gte=models.F("opened_on")),
                violation_error_message="L’admission ne peut pas précéder l’ouverture du dossier.",
            ),
            models.CheckConstraint(
                name="case_archived_before_erased",
                condition=models.Q(anonymised_on=None) | models.Q(archived_on__lte=models.F("anonymised_on")),
                violation_error_message="Un dossier effacé est d’abord sorti des listes.",
            ),
        ]
        # The list walks one of these in its order and stops after a page, however many cases there are.
        indexes = [
            models.Index(fields=["-opened_on", "number"], name="case_by_opening"),
            models.Index(
                fields=["-opened_on", "number"], name="case_open_by_opening", condition=models.Q(closed_on=None)
            ),
            models.Index(fields=["territory", "-opened_on", "number"], name="case_by_territory"),
        ]

    def __str__(self):
        return self.number

    @property
    def configuration(self) -> Configuration:
        """The rules the case was opened under."""
        return self.rules.configuration

    @property
    def dispositif(self):
        return self.rules.dispositif


class CaseSpell(DatedModel):
    """A stay of the household in the dispositif; coming back adds one and overwrites nothing."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="spells", verbose_name="dossier")
    reason = models.CharField("motif", max_length=160, blank=True)

    personal = ("reason",)
    keep = "avec le dossier"
    outlives_its_case = True

    class Meta:
        verbose_name = "passage dans le dispositif"
        verbose_name_plural = "passages dans le dispositif"
        ordering = ["starts_on", "id"]
        constraints = [
            ends_after_start("spell_ends_after_start"),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(ends_on=None),
                name="spell_one_open",
                violation_error_message="Ce dossier est déjà en cours.",
            ),
        ]
