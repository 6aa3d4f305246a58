"""The procedure of a landlord against a tenant: dated steps, and the time it is held."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from households.choices import HoldState
from households.housing_querysets import HoldQuerySet, StepQuerySet
from households.models.cases import Case
from households.querysets import SectionQuerySet
from partners.models import Organisation
from partners.roles import Section
from veille.core.models import DatedModel, UUIDModel
from veille.core.models.base import ends_after_start


class ProcedureStep(DatedModel):
    """An open or past step of a procedure, from amicable to executed; opens the case to litigation staff."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="procedure_steps", verbose_name="dossier")
    landlord = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="bailleur")
    step = models.SlugField("étape (liste procedure_step)")
    due_on = models.DateField("prochaine échéance", null=True, blank=True)

    objects = StepQuerySet.as_manager()
    section = Section.PROCEDURE

    personal = ("step", "due_on")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "étape de procédure"
        verbose_name_plural = "étapes de procédure"
        ordering = ["-starts_on", "id"]
        constraints = [
            ends_after_start("procedure_step_ends_after_start"),
            models.CheckConstraint(
                name="procedure_step_due_after_start",
                condition=Q(due_on=None) | Q(due_on__gte=F("starts_on")),
                violation_error_message="L’échéance ne peut pas précéder le début de l’étape.",
            ),
        ]


class ProcedureHold(UUIDModel):
    """A landlord holds its procedure (*mise en attente*) from … to …: its own decision, recorded here, no more.

    Why it was asked lies in a row of its own, under a section of its own.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="holds", verbose_name="dossier")
    landlord = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="bailleur")
    state = models.CharField("état", max_length=8, choices=HoldState.choices, default=HoldState.ASKED)
    asked_on = models.DateField("demandée le")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="demandée par"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    decided_on = models.DateField("décidée le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="décidée par"
    )
    starts_on = models.DateField("du", null=True, blank=True)
    ends_on = models.DateField("au", null=True, blank=True)
    ended_on = models.DateField("levée le", null=True, blank=True)
    renews = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="renewals", verbose_name="renouvelle"
    )

    objects = HoldQuerySet.as_manager()
    section = Section.PROCEDURE

    personal = ("state", "starts_on", "ends_on")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "mise en attente"
        verbose_name_plural = "mises en attente"
        ordering = ["-asked_on", "-starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="hold_agreed_from_to",
                condition=Q(state__in=[HoldState.ASKED, HoldState.REFUSED], starts_on=None, ends_on=None)
                | Q(
                    state__in=[HoldState.AGREED, HoldState.ENDED],
                    starts_on__isnull=False,
                    ends_on__gte=F("starts_on"),
                ),
                violation_error_message="Une mise en attente accordée va d’une date à une date postérieure.",
            ),
            models.CheckConstraint(
                name="hold_decided_with_by",
                condition=Q(state=HoldState.ASKED, decided_on=None, decided_by=None)
                | (~Q(state=HoldState.ASKED) & Q(decided_on__isnull=False, decided_by__isnull=False)),
                violation_error_message="Une mise en attente décidée porte une date et un auteur.",
            ),
            models.CheckConstraint(
                name="hold_ended_on_a_day",
                condition=Q(state=HoldState.ENDED, ended_on__isnull=False)
                | (~Q(state=HoldState.ENDED) & Q(ended_on=None)),
                violation_error_message="Une mise en attente levée porte la date où elle l’a été.",
            ),
            models.UniqueConstraint(
                fields=["case", "landlord"],
                name="hold_one_asked",
                condition=Q(state=HoldState.ASKED),
                violation_error_message="Une mise en attente est déjà demandée à ce bailleur.",
            ),
        ]


class HoldReason(UUIDModel):
    """Why a hold was asked: read by who accompanies the household, never by the landlord."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", verbose_name="dossier")
    hold = models.OneToOneField(ProcedureHold, models.CASCADE, related_name="+", verbose_name="mise en attente")
    text = models.TextField("motif", max_length=1000)

    objects = SectionQuerySet.as_manager()
    section = Section.HOLD_REASON

    personal = ("text",)
    keep = "avec le dossier"

    class Meta:
        verbose_name = "motif de mise en attente"
        verbose_name_plural = "motifs de mise en attente"
