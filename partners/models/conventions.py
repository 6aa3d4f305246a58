"""Conventions of a dispositif: who signs, for what, what is bought, which data go to whom, and what follows."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from partners.models.dispositifs import Dispositif
from partners.models.organisations import Organisation
from partners.network_querysets import ConventionQuerySet, OfConventionQuerySet
from partners.roles import Section
from veille.core.models import DatedModel, KeptPaper, UUIDModel
from veille.core.models.base import ends_after_start


class ConventionKind(models.TextChoices):
    PARTNERSHIP = "partnership", "Partenariat"
    FUNDING = "funding", "Financement"
    SHARING = "sharing", "Partage d’informations"
    SLIDING_LEASE = "sliding_lease", "Bail glissant"
    SUBLETTING = "subletting", "Sous-location"
    OTHER = "other", "Autre"


class Convention(UUIDModel):
    """What organisations have agreed for a dispositif; an amendment or a renewal is a new row that names the former."""

    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="conventions", verbose_name="dispositif")
    kind = models.CharField("nature", max_length=16, choices=ConventionKind.choices)
    title = models.CharField("intitulé", max_length=160)
    reference = models.CharField("référence", max_length=60, blank=True)
    purpose = models.TextField("objet", max_length=1500)
    starts_on = models.DateField("début")
    ends_on = models.DateField("fin", null=True, blank=True)
    reminder_days = models.PositiveSmallIntegerField("rappel avant la fin (jours)", default=90)
    kept_at = models.CharField("où est l’original signé", max_length=160, blank=True)
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name="prend la suite de"
    )
    is_amendment = models.BooleanField("avenant", default=False)
    stopped_on = models.DateField("dénoncée ou laissée sans suite le", null=True, blank=True)
    stopped_because = models.CharField("pourquoi sans suite", max_length=300, blank=True)

    objects = ConventionQuerySet.as_manager()

    keep = "10 ans après la fin"

    class Meta:
        verbose_name = "convention"
        verbose_name_plural = "conventions"
        ordering = ["dispositif__name", "-starts_on", "id"]
        constraints = [
            ends_after_start("convention_ends_after_start"),
            models.CheckConstraint(
                name="convention_stopped_says_why",
                condition=Q(stopped_on=None, stopped_because="")
                | (Q(stopped_on__isnull=False) & ~Q(stopped_because="")),
                violation_error_message="Dites pourquoi la convention n’a pas de suite.",
            ),
            models.CheckConstraint(
                name="convention_does_not_follow_itself",
                condition=Q(follows=None) | ~Q(follows=F("pk")),
                violation_error_message="Une convention ne prend pas sa propre suite.",
            ),
            models.CheckConstraint(
                name="convention_amendment_names_what_it_amends",
                condition=Q(is_amendment=False) | Q(follows__isnull=False),
                violation_error_message="Un avenant dit quelle convention il modifie.",
            ),
        ]
        indexes = [models.Index(fields=["ends_on"], name="convention_by_end")]

    def __str__(self):
        return self.title


class SignatoryPart(models.TextChoices):
    """What an organisation is in a convention."""

    CARRIER = "carrier", "Porteur"
    LANDLORD = "landlord", "Bailleur"
    OPERATOR = "operator", "Opérateur"
    FUNDER = "funder", "Financeur"
    STATE = "state", "État"
    PARTNER = "partner", "Partenaire"


class ConventionSignatory(UUIDModel):
    """An organisation in a convention: its part, what it undertakes, when it signed."""

    convention = models.ForeignKey(Convention, models.CASCADE, related_name="signatories", verbose_name="convention")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="signed_conventions", verbose_name="organisme"
    )
    part = models.CharField("qualité", max_length=12, choices=SignatoryPart.choices)
    undertaking = models.CharField("engagement", max_length=400, blank=True)
    signed_on = models.DateField("signée le", null=True, blank=True)

    objects = OfConventionQuerySet.as_manager()

    keep = "avec la convention"

    class Meta:
        verbose_name = "signataire d’une convention"
        verbose_name_plural = "signataires des conventions"
        ordering = ["organisation__sort_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "organisation"],
                name="convention_signatory_once",
                violation_error_message="Cet organisme est déjà signataire de la convention.",
            )
        ]


class PurchaseUnit(models.TextChoices):
    """What is bought, and how it is counted."""

    PLACE = "place", "places"
    MEASURE = "measure", "mesures d’accompagnement"
    DIAGNOSIS = "diagnosis", "diagnostics"
    DWELLING = "dwelling", "logements"
    DAY = "day", "journées"


class ConventionPurchase(DatedModel):
    """Places or measures bought by a convention, for a period, from who carries them out."""

    convention = models.ForeignKey(Convention, models.CASCADE, related_name="purchases", verbose_name="convention")
    provider = models.ForeignKey(
        Organisation, models.PROTECT, related_name="sold_by_convention", verbose_name="réalisé par"
    )
    quantity = models.PositiveIntegerField("nombre", validators=[MinValueValidator(1)])
    unit = models.CharField("unité", max_length=10, choices=PurchaseUnit.choices)
    unit_price = models.DecimalField(
        "prix unitaire (€)",
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    note = models.CharField("précision", max_length=200, blank=True)

    objects = OfConventionQuerySet.as_manager()

    keep = "avec la convention"

    class Meta:
        verbose_name = "achat d’une convention"
        verbose_name_plural = "achats des conventions"
        ordering = ["starts_on", "unit", "id"]
        constraints = [
            ends_after_start("convention_purchase_ends_after_start"),
            models.CheckConstraint(
                name="convention_purchase_counts",
                condition=Q(quantity__gte=1) & (Q(unit_price=None) | Q(unit_price__gte=0)),
                violation_error_message="Un achat porte un nombre d’au moins 1, et un prix positif.",
            ),
        ]

    @property
    def total(self) -> Decimal | None:
        """What it costs, when a price was said."""
        return None if self.unit_price is None else self.quantity * self.unit_price


class SharingBasis(models.TextChoices):
    """What allows a piece of information to go from one organisation to another (domain law, not consent as such)."""

    PERSON_AGREES = "person_agrees", "Accord de la personne"
    SOCIAL_ACTION = "social_action", "L121-6-2 CASF : strict nécessaire entre professionnels de l’action sociale"
    SIAO = "siao", "L345-2-10 CASF : échange avec le SIAO"
    CONTRACT = "contract", "Bail ou contrat"
    PUBLIC_INTEREST = "public_interest", "Mission d’intérêt public"


# What is told to the accompaniment in confidence: necessity does not open it to others.
CONFIDED_SECTIONS = (Section.CONFIDED, Section.FINDINGS_SUPPORT, Section.DIAGNOSIS, Section.PLAN, Section.INTERVENTIONS)


class SharedInformation(UUIDModel):
    """A line of the sharing annex: which part of the file, for what, to whom, on what ground."""

    convention = models.ForeignKey(
        Convention, models.CASCADE, related_name="shared_information", verbose_name="convention"
    )
    section = models.CharField("données", max_length=24, choices=Section.choices)
    purpose = models.CharField("finalité", max_length=300)
    recipients = models.ManyToManyField(
        Organisation, related_name="receives_by_convention", verbose_name="destinataires"
    )
    basis = models.CharField("fondement", max_length=16, choices=SharingBasis.choices)

    objects = OfConventionQuerySet.as_manager()

    keep = "avec la convention"

    class Meta:
        verbose_name = "ligne d’une annexe de partage"
        verbose_name_plural = "lignes des annexes de partage"
        ordering = ["section", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["convention", "section", "basis"],
                name="shared_information_once",
                violation_error_message="Cette donnée figure déjà dans l’annexe, sur ce fondement.",
            ),
            models.CheckConstraint(
                name="confided_information_asks_for_agreement",
                condition=~Q(section__in=CONFIDED_SECTIONS) | Q(basis=SharingBasis.PERSON_AGREES),
                violation_error_message=(
                    "Ce qui est confié à l’accompagnement ne se partage qu’avec l’accord de la personne."
                ),
            ),
        ]


class ConventionPaper(KeptPaper):
    """The document that was signed, or an annex of it: sealed in its row, read with the convention."""

    convention = models.ForeignKey(Convention, models.CASCADE, related_name="papers", verbose_name="convention")

    objects = OfConventionQuerySet.as_manager()

    keep = "avec la convention"

    class Meta(KeptPaper.Meta):
        verbose_name = "document signé d’une convention"
        verbose_name_plural = "documents signés des conventions"
