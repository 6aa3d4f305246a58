"""The rent account of a tenant: what a landlord called, received and is owed, case or not."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from households.account_querysets import ArrearsQuerySet, TenancyMonthQuerySet, TenancyQuerySet
from households.models.cases import Case
from partners.models import Commune, Organisation
from partners.roles import Section
from veille.core.models import UUIDModel
from veille.core.models.base import first_of_month
from veille.core.normalise import sort_text


class AccountSource(models.TextChoices):
    """Where a month of a rent account comes from."""

    HAND = "hand", "Saisi"
    FILE = "file", "Fichier de soldes"


class AccountMonth(UUIDModel):
    """What a landlord called and received for a month, and what was owed at its end (below zero: a credit)."""

    month = models.DateField("mois")
    called = models.DecimalField("appelé (€)", max_digits=9, decimal_places=2, null=True, blank=True)
    received = models.DecimalField("reçu (€)", max_digits=9, decimal_places=2, null=True, blank=True)
    apl = models.DecimalField("APL (€)", max_digits=9, decimal_places=2, null=True, blank=True)
    balance = models.DecimalField("solde dû (€)", max_digits=10, decimal_places=2)

    class Meta:
        abstract = True


class ArrearsMonth(AccountMonth):
    """A month of the rent account of a case. A correction replaces it: the former row stays, with its day."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="arrears_months", verbose_name="dossier")
    landlord = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="bailleur")
    source = models.CharField("source", max_length=4, choices=AccountSource.choices, default=AccountSource.HAND)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur")
    created_at = models.DateTimeField(auto_now_add=True)
    replaced_on = models.DateField("remplacé le", null=True, blank=True)

    objects = ArrearsQuerySet.as_manager()
    section = Section.ARREARS

    personal = ("called", "received", "apl", "balance")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "mois d’impayés"
        verbose_name_plural = "mois d’impayés"
        ordering = ["month", "created_at", "id"]
        constraints = [
            first_of_month("arrears_month_is_a_month", "month"),
            models.UniqueConstraint(
                fields=["case", "landlord", "month"],
                name="arrears_month_once",
                condition=Q(replaced_on=None),
                violation_error_message="Ce mois vient d’être noté : relisez la page avant de le corriger.",
            ),
        ]


class Tenancy(UUIDModel):
    """A lease as a landlord's monthly file tells it: read by its own people only, and knowing of no case."""

    landlord = models.ForeignKey(Organisation, models.CASCADE, related_name="tenancies", verbose_name="bailleur")
    contract_number = models.CharField("numéro de contrat", max_length=40)
    name = models.CharField("titulaire", max_length=160)
    search_name = models.CharField(max_length=200, editable=False)
    dwelling_reference = models.CharField("référence du logement", max_length=40, blank=True)
    residence = models.CharField("résidence", max_length=120, blank=True)
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="commune"
    )
    dwelling_type = models.SlugField("type (liste dwelling_type)", blank=True)
    monthly_rent = models.DecimalField("loyer (€)", max_digits=8, decimal_places=2, null=True, blank=True)
    seen_on = models.DateField("dernier mois du fichier")

    objects = TenancyQuerySet.as_manager()

    personal = ("contract_number", "name", "search_name", "dwelling_reference", "residence", "monthly_rent")
    keep = "jusqu’au fichier suivant où elle ne figure plus"

    class Meta:
        verbose_name = "locataire d’un bailleur"
        verbose_name_plural = "locataires d’un bailleur"
        ordering = ["search_name", "contract_number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["landlord", "contract_number"],
                name="tenancy_once",
                violation_error_message="Ce numéro de contrat figure déjà parmi vos locataires.",
            )
        ]
        indexes = [GinIndex(fields=["search_name"], name="tenancy_search_name_trigram", opclasses=["gin_trgm_ops"])]

    def save(self, *args, **kwargs):
        self.search_name = sort_text(self.name)
        super().save(*args, **kwargs)


class TenancyMonth(AccountMonth):
    """A month of a landlord's account, before any case: what an orientation of this tenant will start from."""

    tenancy = models.ForeignKey(Tenancy, models.CASCADE, related_name="months", verbose_name="locataire")

    objects = TenancyMonthQuerySet.as_manager()

    personal = ("called", "received", "apl", "balance")
    keep = "13 mois"

    class Meta:
        verbose_name = "mois d’un compte locataire"
        verbose_name_plural = "mois des comptes locataires"
        ordering = ["month", "id"]
        constraints = [
            first_of_month("tenancy_month_is_a_month", "month"),
            models.UniqueConstraint(
                fields=["tenancy", "month"],
                name="tenancy_month_once",
                violation_error_message="Ce mois figure déjà au compte de ce locataire.",
            ),
        ]
