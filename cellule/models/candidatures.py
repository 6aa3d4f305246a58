"""Landlords asked to house a household, what they answered, the dwellings they proposed."""

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from cellule.candidature_choices import OPEN_OFFERS, STANDING, CandidatureState, EndedBy, OfferState
from cellule.candidature_querysets import CandidatureQuerySet, OfferQuerySet
from cellule.models.decisions import Decision
from households.models import Case, HousingPeriod
from partners.models import Commune, Organisation
from partners.roles import Section
from veille.core.models import UUIDModel


class Candidature(UUIDModel):
    """One landlord asked for a dwelling: where, of what type, before when; it reads the file until it answers."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="candidatures", verbose_name="dossier")
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="candidatures", verbose_name="décision"
    )
    landlord = models.ForeignKey(
        Organisation, models.PROTECT, related_name="candidatures", verbose_name="bailleur sollicité"
    )
    communes = models.ManyToManyField(Commune, related_name="+", verbose_name="communes", blank=True)
    dwelling_types = ArrayField(
        models.SlugField(), verbose_name="types demandés (liste dwelling_type)", default=list, blank=True
    )
    state = models.CharField("état", max_length=10, choices=CandidatureState.choices, default=CandidatureState.PLANNED)
    planned_on = models.DateField("décidée le")
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="décidée par"
    )
    asked_on = models.DateField("demandée le", null=True, blank=True)
    answer_expected_on = models.DateField("réponse attendue le")
    answered_on = models.DateField("réponse le", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="réponse de"
    )
    refusal_reason = models.SlugField("motif (liste candidature_refusal_reason)", blank=True)
    answer_text = models.TextField("précision", max_length=500, blank=True)

    objects = CandidatureQuerySet.as_manager()
    section = Section.CANDIDATURE

    personal = ("dwelling_types", "answer_text", "refusal_reason")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "candidature"
        verbose_name_plural = "candidatures"
        ordering = ["answer_expected_on", "landlord__sort_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "landlord"],
                condition=Q(state__in=STANDING),
                name="candidature_standing_once",
                violation_error_message="Ce bailleur est déjà sollicité pour ce ménage.",
            ),
            models.CheckConstraint(
                name="candidature_asked_has_a_date",
                condition=Q(state__in=[CandidatureState.PLANNED, CandidatureState.WITHDRAWN])
                | Q(asked_on__isnull=False),
                violation_error_message="Une demande faite à un bailleur porte sa date.",
            ),
            models.CheckConstraint(
                name="candidature_answer_comes_after",
                condition=Q(answer_expected_on__gte=F("planned_on")),
                violation_error_message="La réponse s’attend à partir du jour de la demande.",
            ),
            models.CheckConstraint(
                name="candidature_refused_says_why",
                condition=~Q(state=CandidatureState.REFUSED) | ~Q(refusal_reason=""),
                violation_error_message="Une candidature non retenue dit son motif.",
            ),
        ]


class HousingOffer(UUIDModel):
    """A dwelling that a landlord proposes to a household, and what became of it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="housing_offers", verbose_name="dossier")
    candidature = models.ForeignKey(Candidature, models.CASCADE, related_name="offers", verbose_name="candidature")
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="+", verbose_name="commune")
    dwelling_type = models.SlugField("type (liste dwelling_type)")
    monthly_rent = models.DecimalField(
        "loyer mensuel hors charges (€)",
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    monthly_charges = models.DecimalField(
        "charges mensuelles (€)",
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    available_from = models.DateField("disponible à partir du", null=True, blank=True)
    reference = models.CharField("référence du bailleur", max_length=40, blank=True)
    state = models.CharField("état", max_length=10, choices=OfferState.choices, default=OfferState.PROPOSED)
    offered_on = models.DateField("proposé le")
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="noté par")
    answered_on = models.DateField("réponse du ménage le", null=True, blank=True)
    ended_by = models.CharField("sans suite du fait de", max_length=10, choices=EndedBy.choices, blank=True)
    ended_on = models.DateField("sans suite le", null=True, blank=True)
    end_reason = models.SlugField("motif (liste offer_end_reason)", blank=True)
    end_text = models.TextField("précision", max_length=500, blank=True)
    lease_signed_on = models.DateField("bail signé le", null=True, blank=True)
    period = models.ForeignKey(
        HousingPeriod, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="période de logement"
    )

    objects = OfferQuerySet.as_manager()
    section = Section.CANDIDATURE

    personal = ("reference", "end_reason", "end_text")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "proposition de logement"
        verbose_name_plural = "propositions de logement"
        ordering = ["-offered_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidature"],
                condition=Q(state__in=OPEN_OFFERS),
                name="offer_open_once_a_candidature",
                violation_error_message="Un logement est déjà proposé : notez d’abord ce qu’il devient.",
            ),
            models.CheckConstraint(
                name="offer_ended_says_by_whom_and_why",
                condition=~Q(state=OfferState.ENDED)
                | (Q(ended_on__isnull=False) & ~Q(ended_by="") & ~Q(end_reason="")),
                violation_error_message="Une proposition sans suite dit du fait de qui, et pourquoi.",
            ),
            models.CheckConstraint(
                name="offer_leased_has_a_lease",
                condition=~Q(state=OfferState.LEASED) | Q(lease_signed_on__isnull=False),
                violation_error_message="Un bail signé porte sa date.",
            ),
        ]
