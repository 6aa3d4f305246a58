"""The network: who the social referents and chargés de gestion sociale are, and how each partner is reached."""

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from partners.models.dispositifs import Territory
from partners.models.organisations import Organisation
from partners.models.places import Commune
from partners.network_querysets import RegisteredWorkerQuerySet
from veille.core.models import DatedModel, UUIDModel
from veille.core.models.base import ends_after_start
from veille.core.normalise import sort_text


class RegisteredFunction(models.TextChoices):
    """What she does in the network."""

    SOCIAL_REFERENT = "social_referent", "Référent·e social·e"
    CASE_WORKER = "case_worker", "Chargé·e de gestion sociale"


class WorkerProfile(models.TextChoices):
    """Where she comes from: it says what she may carry alone."""

    SOCIAL_WORKER = "social_worker", "Travailleur·se social·e"
    EXTENDED_CESF = "extended_cesf", "CESF à la mission élargie"
    VOLUNTEER_MANAGER = "volunteer_manager", "Gestionnaire de clientèle volontaire"
    OTHER = "other", "Autre métier"


class RegisteredWorker(DatedModel):
    """A line of the register, kept by the managers of one of her employers.

    Either an account (her name is then that of the account) or, without one, a name and nothing else of her.
    """

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="registered_workers",
        verbose_name="organisme qui tient l’inscription",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="register_entries",
        verbose_name="compte",
    )
    first_name = models.CharField("prénom", max_length=150, blank=True)
    last_name = models.CharField("nom", max_length=150, blank=True)
    function = models.CharField("fonction", max_length=20, choices=RegisteredFunction.choices)
    profile = models.CharField("profil", max_length=20, choices=WorkerProfile.choices)
    is_social_worker = models.BooleanField(
        "travailleur·se social·e de métier", default=False, help_text="Le secret professionnel tient alors au métier."
    )
    competences = ArrayField(
        models.SlugField(), verbose_name="compétences (liste competence)", default=list, blank=True
    )
    territories = models.ManyToManyField(
        Territory, related_name="registered_workers", verbose_name="territoires", blank=True
    )
    area = models.CharField("secteur", max_length=120, blank=True)
    maximum_weight = models.DecimalField(
        "charge maximale (en poids)",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.25"))],
    )

    objects = RegisteredWorkerQuerySet.as_manager()

    personal = ("first_name", "last_name")
    keep = "1 an après la fin"

    class Meta:
        verbose_name = "inscription au registre du réseau"
        verbose_name_plural = "inscriptions au registre du réseau"
        ordering = ["organisation__sort_name", "id"]
        constraints = [
            ends_after_start("registered_worker_ends_after_start"),
            models.CheckConstraint(
                name="registered_worker_is_an_account_or_a_name",
                condition=Q(user__isnull=False, first_name="", last_name="") | (Q(user=None) & ~Q(last_name="")),
                violation_error_message="Choisissez un compte, ou écrivez un nom.",
            ),
            models.CheckConstraint(
                name="volunteer_manager_is_no_social_worker",
                condition=~Q(profile=WorkerProfile.VOLUNTEER_MANAGER, is_social_worker=True),
                violation_error_message=(
                    "Un·e gestionnaire de clientèle volontaire n’est pas travailleur·se social·e de métier."
                ),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(ends_on=None),
                name="registered_worker_open_once",
                violation_error_message="Cette personne est déjà inscrite au registre.",
            ),
        ]

    def __str__(self):
        return str(self.user) if self.user_id else f"{self.first_name} {self.last_name}".strip()


class WorkerEmployment(UUIDModel):
    """The share of one employer in a post; a trigger keeps their sum at a hundred at most."""

    worker = models.ForeignKey(
        RegisteredWorker, models.CASCADE, related_name="employments", verbose_name="personne inscrite"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="worker_employments", verbose_name="employeur"
    )
    percent = models.PositiveSmallIntegerField("part du temps (%)")

    keep = "avec l’inscription"

    class Meta:
        verbose_name = "employeur d’une personne inscrite"
        verbose_name_plural = "employeurs des personnes inscrites"
        ordering = ["-percent", "organisation__sort_name"]
        constraints = [
            models.CheckConstraint(
                name="worker_employment_is_a_share",
                condition=Q(percent__gte=1, percent__lte=100),
                violation_error_message="Une part de temps va de 1 à 100 %.",
            ),
            models.UniqueConstraint(
                fields=["worker", "organisation"],
                name="worker_employment_once",
                violation_error_message="Cet employeur est déjà nommé.",
            ),
        ]


class DirectoryEntry(UUIDModel):
    """How a partner is reached and what it does: the service, never one of its people."""

    organisation = models.OneToOneField(
        Organisation, models.CASCADE, related_name="directory_entry", verbose_name="organisme"
    )
    mission = models.TextField("ce que fait l’organisme", max_length=800, blank=True)
    territories = models.ManyToManyField(
        Territory, related_name="directory_entries", verbose_name="territoires", blank=True
    )
    communes = models.ManyToManyField(Commune, related_name="directory_entries", verbose_name="communes", blank=True)
    area = models.CharField("secteur", max_length=160, blank=True)
    phone = models.CharField("téléphone du service", max_length=20, blank=True)
    email = models.EmailField("courriel du service", blank=True)
    opening = models.CharField("ouverture", max_length=200, blank=True)
    how_to_refer = models.TextField("comment orienter", max_length=800, blank=True)
    search_text = models.TextField(editable=False, blank=True)
    updated_on = models.DateField("mise à jour le")
    updated_by = models.UUIDField("mise à jour par", null=True, editable=False)

    keep = "avec l’organisme : aucune personne nommée"

    class Meta:
        verbose_name = "fiche de l’annuaire"
        verbose_name_plural = "fiches de l’annuaire"
        ordering = ["organisation__sort_name"]

    def save(self, *args, **kwargs):
        words = [self.organisation.acronym, *self.organisation.aliases, self.mission, self.area, self.how_to_refer]
        self.search_text = sort_text(" ".join(words))
        super().save(*args, **kwargs)
