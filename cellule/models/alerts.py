"""« Alerter le pôle social »: what a caretaker saw, for the landlord's referents."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cellule.choices import AlertState
from cellule.held_querysets import SocialAlertQuerySet
from households.models import Case
from partners.models import Organisation
from partners.roles import Section
from veille.core.models import UUIDModel


class SocialAlert(UUIDModel):
    """An address, a fact, a day, a name: nothing of it is compared with any file when it is written."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="bailleur")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="écrite par")
    sender_name = models.CharField("nom de qui alerte", max_length=120)
    address = models.CharField("adresse", max_length=200)
    fact = models.TextField("fait constaté", max_length=1000)
    happened_on = models.DateField("constaté le")
    sent_on = models.DateField("envoyée le")
    state = models.CharField("état", max_length=10, choices=AlertState.choices, default=AlertState.RECEIVED)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="traitée par"
    )
    handled_on = models.DateField("traitée le", null=True, blank=True)
    draft = models.UUIDField("orientation commencée", null=True, blank=True)
    reason = models.CharField("motif de clôture", max_length=300, blank=True)
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="dossier")

    objects = SocialAlertQuerySet.as_manager()
    section = Section.STATE

    personal = ("sender_name", "address", "fact", "reason")
    of_others = ("sender_name",)
    keep = "90 jours après son traitement, ou avec le dossier"

    class Meta:
        verbose_name = "alerte au pôle social"
        verbose_name_plural = "alertes au pôle social"
        ordering = ["sent_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="alert_handled_by_somebody",
                condition=Q(state=AlertState.RECEIVED, handled_by=None, handled_on=None)
                | (~Q(state=AlertState.RECEIVED) & Q(handled_by__isnull=False, handled_on__isnull=False)),
                violation_error_message="Une alerte traitée dit par qui et quand.",
            ),
            models.CheckConstraint(
                name="alert_closed_says_why",
                condition=~Q(state=AlertState.CLOSED) | ~Q(reason=""),
                violation_error_message="Dites pourquoi l’alerte est close sans orientation.",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="alert_by_organisation")]
