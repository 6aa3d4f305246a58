"""Decisions taken without a session: who may take them, whom they consult, what they rest on, what a session says."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cellule.models.decisions import Decision
from cellule.models.referrals import Referral
from cellule.models.sessions import AgendaItem
from cellule.models.sheets import PresentationSheet
from cellule.outside_choices import ConsultationState, ConsultedOpinion, NotingOutcome
from cellule.outside_querysets import ConsultationQuerySet, ConsultedMemberQuerySet, OutsideDecisionQuerySet
from households.models import Case
from partners.models import Instance, Organisation
from veille.core.models import DatedModel, UUIDModel
from veille.core.models.base import ends_after_start


class Entitlement(DatedModel):
    """A person named by an instance to decide for it, in urgency, between two sessions."""

    instance = models.ForeignKey(Instance, models.CASCADE, related_name="entitlements", verbose_name="instance")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="entitlements", verbose_name="personne habilitée"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")

    keep = "10 ans après la fin"

    class Meta:
        verbose_name = "habilitation à décider hors séance"
        verbose_name_plural = "habilitations à décider hors séance"
        ordering = ["organisation__sort_name", "user__last_name", "id"]
        constraints = [
            ends_after_start("entitlement_ends_after_start"),
            models.UniqueConstraint(
                fields=["instance", "user", "organisation"],
                condition=Q(ends_on=None),
                name="entitlement_open_once",
                violation_error_message="Cette personne est déjà habilitée dans cette instance.",
            ),
        ]


class Consultation(UUIDModel):
    """A question put to named members about one situation that cannot wait for the session, with a deadline.

    They read the frozen sheet, never the file; the entitled persons or the secretary decide afterwards.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="consultations", verbose_name="dossier")
    instance = models.ForeignKey(Instance, models.PROTECT, related_name="consultations", verbose_name="instance")
    referral = models.ForeignKey(
        Referral, models.CASCADE, null=True, blank=True, related_name="consultations", verbose_name="orientation"
    )
    sheet = models.ForeignKey(
        PresentationSheet, models.SET_NULL, null=True, related_name="consultations", verbose_name="fiche figée"
    )
    reason = models.TextField("pourquoi cela ne peut pas attendre la séance", max_length=1000)
    answer_before = models.DateField("répondre au plus tard le")
    state = models.CharField("état", max_length=10, choices=ConsultationState.choices, default=ConsultationState.OPEN)
    opened_at = models.DateTimeField("ouverte le")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ouverte par"
    )
    closed_on = models.DateField("terminée le", null=True, blank=True)

    objects = ConsultationQuerySet.as_manager()

    personal = ("reason",)
    keep = "avec le dossier"

    class Meta:
        verbose_name = "consultation hors séance"
        verbose_name_plural = "consultations hors séance"
        ordering = ["answer_before", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "instance"],
                condition=Q(state=ConsultationState.OPEN),
                name="consultation_open_once_a_case",
                violation_error_message="Une consultation est déjà en cours sur cette situation.",
            ),
            models.CheckConstraint(
                name="consultation_closed_says_when",
                condition=Q(state=ConsultationState.OPEN, closed_on=None)
                | (~Q(state=ConsultationState.OPEN) & Q(closed_on__isnull=False)),
                violation_error_message="Une consultation terminée dit quand.",
            ),
        ]

    @property
    def name(self) -> str:
        """As the instance calls it: the pseudonym of its sheet."""
        return self.sheet.pseudonym if self.sheet else "Situation sans fiche"


class ConsultedMember(UUIDModel):
    """A member who is asked, and what she answered; silence at the deadline is an answer that is said too."""

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, related_name="consulted", verbose_name="consultation"
    )
    case = models.ForeignKey(Case, models.CASCADE, related_name="+", verbose_name="dossier")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="membre")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    opinion = models.CharField("avis", max_length=12, choices=ConsultedOpinion.choices, blank=True)
    line = models.CharField("en une ligne", max_length=300, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    objects = ConsultedMemberQuerySet.as_manager()

    personal = ("line",)
    keep = "avec le dossier"

    class Meta:
        verbose_name = "membre consulté"
        verbose_name_plural = "membres consultés"
        ordering = ["organisation__sort_name", "user__last_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "user"],
                name="consulted_member_once",
                violation_error_message="Cette personne est déjà consultée.",
            ),
            models.CheckConstraint(
                name="consulted_member_answered_says_what",
                condition=Q(opinion="", answered_at=None) | (~Q(opinion="") & Q(answered_at__isnull=False)),
                violation_error_message="Un avis porte sa date.",
            ),
        ]


class OutsideDecision(UUIDModel):
    """What a decision without a session rests on, and what the next session of the instance makes of it.

    `instance` is empty where no session has to note it (a dispositif whose entries need no admission).
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="outside_decisions", verbose_name="dossier")
    decision = models.OneToOneField(Decision, models.CASCADE, related_name="outside", verbose_name="décision")
    consultation = models.OneToOneField(
        Consultation, models.SET_NULL, null=True, blank=True, related_name="outside", verbose_name="consultation"
    )
    instance = models.ForeignKey(
        Instance, models.PROTECT, null=True, blank=True, related_name="outside_decisions", verbose_name="instance"
    )
    reference = models.CharField("référence de la convention, du lot ou de l’orientation", max_length=120, blank=True)
    reason = models.TextField("pourquoi hors séance", max_length=1000)
    agenda_item = models.ForeignKey(
        AgendaItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="outside_decisions",
        verbose_name="point de l’ordre du jour",
    )
    outcome = models.CharField("suite donnée en séance", max_length=12, choices=NotingOutcome.choices, blank=True)
    outcome_reason = models.CharField("pourquoi", max_length=500, blank=True)
    noted_on = models.DateField("examinée en séance le", null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="notée par"
    )

    objects = OutsideDecisionQuerySet.as_manager()

    personal = ("reason", "outcome_reason", "reference")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "décision hors séance"
        verbose_name_plural = "décisions hors séance"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="outside_decision_noted_says_when",
                condition=Q(outcome="", noted_on=None) | (~Q(outcome="") & Q(noted_on__isnull=False)),
                violation_error_message="Une décision examinée en séance dit quand.",
            ),
        ]
