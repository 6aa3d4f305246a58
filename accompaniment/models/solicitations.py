"""What was asked of a team, when, and what satisfied it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accompaniment.models.interventions import Intervention
from accompaniment.querysets import SolicitationQuerySet
from accompaniment.solicitation_choices import DropReason, SolicitationOrigin, SolicitationState
from households.models import Case
from partners.configuration import PromiseKind, SatisfiedBy
from partners.models import Organisation
from veille.core.models import UUIDModel

# What a solicitation may be under: the session that a dispositif promises is not promised to who asks.
PROMISES = (PromiseKind.NONE, PromiseKind.HALF_DAY, PromiseKind.DAY)


class Solicitation(UUIDModel):
    """Somebody asked something of an organisation; the dispositif promises an answer in so much working time.

    `green_until` and `amber_until` are the ends of the half-day and of the day in which an answer is due, as the
    working calendar said them when it was received: a calendar that changes later moves no promise.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="solicitations", verbose_name="dossier")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="organisme qui doit répondre"
    )
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="notée par")
    noted_for = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="organisme qui l’a notée"
    )
    origin = models.CharField("qui demande", max_length=12, choices=SolicitationOrigin.choices)
    asker = models.CharField("la personne ou le service", max_length=120, blank=True)
    about = models.CharField("ce qui est demandé", max_length=250, blank=True)
    is_urgent = models.BooleanField("urgente", default=False)
    is_shared = models.BooleanField("lue par le bailleur", default=False)
    received_at = models.DateTimeField("reçue le")
    promise = models.CharField(
        "promesse", max_length=12, choices=[(kind.value, kind.label) for kind in PROMISES], default=PromiseKind.NONE
    )
    satisfied_by = models.CharField("tenue par", max_length=12, choices=SatisfiedBy.choices, default=SatisfiedBy.ANSWER)
    green_until = models.DateTimeField("fin de la demi-journée", null=True, blank=True)
    amber_until = models.DateTimeField("fin de la journée", null=True, blank=True)
    alert_at = models.DateTimeField("à rappeler à partir de", null=True, blank=True)
    alerted_at = models.DateTimeField("rappelée le", null=True, blank=True)
    state = models.CharField("état", max_length=8, choices=SolicitationState.choices, default=SolicitationState.OPEN)
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="répondue par"
    )
    answered_with = models.CharField("répondue par", max_length=12, choices=SatisfiedBy.choices, blank=True)
    intervention = models.ForeignKey(
        Intervention,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="solicitations",
        verbose_name="intervention qui y répond",
    )
    drop_reason = models.CharField("pourquoi sans objet", max_length=10, choices=DropReason.choices, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SolicitationQuerySet.as_manager()

    personal = ("asker", "about")
    of_others = ("asker",)
    keep = "avec le dossier"
    outlives_its_case = True

    class Meta:
        verbose_name = "sollicitation"
        verbose_name_plural = "sollicitations"
        ordering = ["-received_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="solicitation_answered_says_when_and_how",
                condition=Q(state=SolicitationState.ANSWERED, answered_at__isnull=False, answered_by__isnull=False)
                & ~Q(answered_with="")
                | ~Q(state=SolicitationState.ANSWERED) & Q(answered_at=None, answered_by=None, answered_with=""),
                violation_error_message="Une réponse porte son heure, son auteur et ce qui a répondu.",
            ),
            models.CheckConstraint(
                name="solicitation_dropped_says_why",
                condition=Q(state=SolicitationState.DROPPED) & ~Q(drop_reason="")
                | ~Q(state=SolicitationState.DROPPED) & Q(drop_reason=""),
                violation_error_message="Dites pourquoi cette sollicitation est sans objet.",
            ),
            models.CheckConstraint(
                name="solicitation_answered_after_reception",
                condition=Q(answered_at=None) | Q(answered_at__gte=F("received_at")),
                violation_error_message="La réponse ne peut pas précéder la sollicitation.",
            ),
            models.CheckConstraint(
                name="solicitation_satisfied_as_promised",
                condition=~Q(satisfied_by=SatisfiedBy.INTERVENTION, answered_with=SatisfiedBy.ANSWER),
                violation_error_message="Dans ce dispositif, c’est une intervention qui répond à une sollicitation.",
            ),
            models.CheckConstraint(
                name="solicitation_promise_has_its_delays",
                condition=Q(promise=PromiseKind.NONE, green_until=None, amber_until=None, alert_at=None)
                | ~Q(promise=PromiseKind.NONE)
                & Q(green_until__isnull=False, amber_until__isnull=False, alert_at__isnull=False)
                & Q(green_until__gt=F("received_at"), amber_until__gte=F("green_until")),
                violation_error_message="Un délai promis se compte à partir de la réception.",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-received_at"], name="solicitation_by_case"),
            models.Index(
                fields=["alert_at"],
                condition=Q(state=SolicitationState.OPEN, alerted_at=None),
                name="solicitation_to_recall",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == SolicitationState.OPEN

    @property
    def due_at(self) -> datetime | None:
        """The end of what was promised."""
        return self.green_until if self.promise == PromiseKind.HALF_DAY else self.amber_until
