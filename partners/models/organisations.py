"""Landlords, associations, State services: those who act."""

from django.db import models

from veille.core.models import UUIDModel
from veille.core.normalise import sort_text


class OrganisationKind(models.TextChoices):
    """What code tests of an organisation; the finer type is a reference code."""

    LANDLORD = "landlord", "Bailleur"
    ASSOCIATION = "association", "Association"
    GROUP = "group", "Groupement"
    STATE = "state", "Service de l’État"
    LOCAL_AUTHORITY = "local_authority", "Collectivité"
    OTHER = "other", "Autre organisme"


class Organisation(UUIDModel):
    """A legal person; acronyms are not unique, former and printed names are kept as aliases."""

    name = models.CharField("nom", max_length=120, unique=True)
    sort_name = models.CharField(max_length=120, editable=False, db_index=True)
    acronym = models.CharField("sigle", max_length=30, blank=True)
    aliases = models.JSONField("autres noms", default=list, blank=True)
    kind = models.CharField("nature", max_length=20, choices=OrganisationKind.choices)
    type_code = models.SlugField("type (liste organisation_type)", blank=True)
    competences = models.JSONField("compétences (liste competence)", default=list, blank=True)
    has_open_team = models.BooleanField(
        "équipe ouverte", default=False, help_text="Tous ses travailleurs sociaux ouvrent tous ses dossiers."
    )
    is_active = models.BooleanField("en activité", default=True)

    keep = "sans limite : personne morale"

    class Meta:
        verbose_name = "organisme"
        verbose_name_plural = "organismes"
        ordering = ["sort_name", "id"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_name = sort_text(self.name)
        super().save(*args, **kwargs)

    @property
    def short_name(self) -> str:
        return self.acronym or self.name
