"""Residents' cooperatives: charter, members, land and room. Their activities are collective actions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accompaniment.collective.choices import CooperativePart, LoanKind
from accompaniment.collective.querysets import CooperativeQuerySet, MemberQuerySet, OfCooperative
from partners.models import Commune, Convention, Dispositif, Organisation, Site
from veille.core.models import UUIDModel
from veille.core.models.base import DatedQuerySet, ends_after_start

_KEPT = "10 ans après la fin"


class ResidentCooperative(UUIDModel):
    """Residents who share activities, a garden, a room: neither a tenants' association nor a case."""

    dispositif = models.ForeignKey(Dispositif, models.PROTECT, related_name="+", verbose_name="dispositif")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="soutenue par")
    name = models.CharField("nom", max_length=120)
    purpose = models.TextField("ce qu’elle se propose", max_length=1000, blank=True)
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="site")
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="commune"
    )
    aimed = models.PositiveSmallIntegerField("membres visés", null=True, blank=True)
    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="créée par")

    objects = CooperativeQuerySet.as_manager()

    keep = _KEPT

    class Meta:
        verbose_name = "coopérative d’habitants"
        verbose_name_plural = "coopératives d’habitants"
        ordering = ["name", "id"]
        constraints = [
            ends_after_start("cooperative_ends_after_start"),
            models.UniqueConstraint(
                fields=["dispositif", "name"],
                name="cooperative_once",
                violation_error_message="Une coopérative porte déjà ce nom dans ce dispositif.",
            ),
        ]

    def __str__(self):
        return self.name


class CooperativeCharter(UUIDModel):
    """The charter as it was adopted: another text is another version."""

    cooperative = models.ForeignKey(
        ResidentCooperative, models.CASCADE, related_name="charters", verbose_name="coopérative d’habitants"
    )
    number = models.PositiveSmallIntegerField("version")
    text = models.TextField("texte", max_length=20_000)
    adopted_on = models.DateField("adoptée le")
    adopted_by = models.PositiveSmallIntegerField("adoptée par (personnes)")

    objects = OfCooperative.as_manager()

    keep = _KEPT

    class Meta:
        verbose_name = "charte d’une coopérative d’habitants"
        verbose_name_plural = "chartes des coopératives d’habitants"
        ordering = ["-number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "number"],
                name="cooperative_charter_once",
                violation_error_message="Cette version de la charte existe déjà.",
            ),
            models.CheckConstraint(
                name="cooperative_charter_adopted_by_somebody",
                condition=Q(adopted_by__gte=1),
                violation_error_message="Une charte est adoptée par une personne au moins.",
            ),
        ]


class CooperativeMember(UUIDModel):
    """A resident who joined, as the association that supports the cooperative knows her: linked to no file."""

    cooperative = models.ForeignKey(
        ResidentCooperative, models.CASCADE, related_name="members", verbose_name="coopérative d’habitants"
    )
    first_name = models.CharField("prénom", max_length=60)
    contact = models.CharField("téléphone ou courriel", max_length=120, blank=True)
    agreed_on = models.DateField("d’accord pour être recontactée le", null=True, blank=True)
    part = models.CharField(
        "part prise", max_length=10, choices=CooperativePart.choices, default=CooperativePart.MEMBER
    )
    charter = models.ForeignKey(
        CooperativeCharter, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="charte signée"
    )
    joined_on = models.DateField("entrée le")
    left_on = models.DateField("sortie le", null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    personal = ("first_name", "contact")
    keep = "6 mois après la sortie"

    class Meta:
        verbose_name = "membre d’une coopérative d’habitants"
        verbose_name_plural = "membres des coopératives d’habitants"
        ordering = ["first_name", "id"]
        constraints = [
            models.CheckConstraint(
                name="cooperative_member_leaves_after_joining",
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                violation_error_message="La sortie ne peut pas précéder l’entrée.",
            ),
            models.CheckConstraint(
                name="cooperative_contact_kept_with_agreement",
                condition=Q(contact="") | Q(agreed_on__isnull=False),
                violation_error_message="Un contact n’est gardé qu’avec l’accord daté de la personne.",
            ),
        ]

    def __str__(self):
        return self.first_name


class _LoanQuerySet(OfCooperative, DatedQuerySet):
    pass


class CooperativeLoan(UUIDModel):
    """Land or a room that somebody lends, under which convention, for how long."""

    cooperative = models.ForeignKey(
        ResidentCooperative, models.CASCADE, related_name="loans", verbose_name="coopérative d’habitants"
    )
    kind = models.CharField("nature", max_length=10, choices=LoanKind.choices)
    label = models.CharField("quel terrain, quelle salle", max_length=160)
    lender = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="prêté par")
    convention = models.ForeignKey(
        Convention, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="convention"
    )
    area = models.PositiveIntegerField("surface (m²)", null=True, blank=True)
    in_return = models.CharField("en contrepartie", max_length=300, blank=True)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au", null=True, blank=True)

    objects = _LoanQuerySet.as_manager()

    keep = _KEPT

    class Meta:
        verbose_name = "terrain ou salle d’une coopérative"
        verbose_name_plural = "terrains et salles des coopératives"
        ordering = ["-starts_on", "id"]
        constraints = [ends_after_start("cooperative_loan_ends_after_start")]
