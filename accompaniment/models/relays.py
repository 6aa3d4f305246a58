"""A relay: another service takes over, from a first appointment that is kept or not."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.coordination.choices import FirstAppointment, RelayKind, RelayState
from accompaniment.models.measures import Measure
from households.models import Case
from households.querysets import SectionQuerySet
from partners.models import Organisation
from partners.roles import Section
from veille.core.models import UUIDModel


class CaseRelay(UUIDModel):
    """Towards a service of the directory or another one, with the agreement of the household."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="relays", verbose_name="dossier")
    measure = models.ForeignKey(
        Measure, models.SET_NULL, null=True, blank=True, related_name="relays", verbose_name="mesure"
    )
    by_organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="organisme qui passe le relais"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="service de l’annuaire"
    )
    body = models.CharField("autre service", max_length=160, blank=True)
    contact = models.CharField("personne à qui l’on s’adresse", max_length=160, blank=True)
    kind = models.CharField("vers", max_length=20, choices=RelayKind.choices)
    theme = models.SlugField("pour quoi (liste life_area)")
    agreed_on = models.DateField("le ménage est d’accord depuis le")
    state = models.CharField("état", max_length=10, choices=RelayState.choices, default=RelayState.UNDER_WAY)
    first_on = models.DateField("premier rendez-vous le")
    first = models.CharField(
        "premier rendez-vous", max_length=8, choices=FirstAppointment.choices, default=FirstAppointment.EXPECTED
    )
    moved = models.PositiveSmallIntegerField("fois déplacé", default=0)
    # The accompaniment is in its « relay » state because of this one, and ends with it.
    carries_measure = models.BooleanField("l’accompagnement passe en relais", default=False)
    closed_on = models.DateField("confirmé ou repris le", null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="auteur")

    objects = SectionQuerySet.as_manager()
    section = Section.MEASURE

    personal = ("body", "contact", "theme")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "relais vers un autre service"
        verbose_name_plural = "relais vers d’autres services"
        ordering = ["-first_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="relay_names_one_service",
                condition=Q(organisation__isnull=False, body="") | (Q(organisation=None) & ~Q(body="")),
                violation_error_message="Choisissez un service de l’annuaire, ou nommez-en un autre.",
            ),
            models.CheckConstraint(
                name="relay_closed_is_dated",
                condition=Q(state=RelayState.UNDER_WAY, closed_on=None)
                | (~Q(state=RelayState.UNDER_WAY) & Q(closed_on__isnull=False)),
                violation_error_message="Un relais confirmé ou repris porte une date.",
            ),
            models.UniqueConstraint(
                fields=["measure"],
                condition=Q(carries_measure=True, state=RelayState.UNDER_WAY),
                name="relay_one_carries_the_measure",
                violation_error_message="Un autre relais porte déjà la suite de cet accompagnement.",
            ),
        ]
        indexes = [models.Index(fields=["case", "-first_on"], name="relay_by_case")]

    @property
    def service(self) -> str:
        return self.body or self.organisation.name
