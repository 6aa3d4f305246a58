"""Decisions and the tasks they give. A closed decision is corrected by a new one, never edited."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.models import Measure
from cellule.candidature_choices import ConditionState
from cellule.candidature_querysets import ConditionQuerySet
from cellule.choices import FINAL_DECISIONS, DecidingBody, DecisionCode, TaskAct, TaskState
from cellule.models.referrals import Referral
from cellule.models.sessions import AgendaItem
from cellule.querysets import AssignmentQuerySet, DecisionQuerySet
from households.models import Case
from partners.models import Organisation
from partners.roles import Section
from veille.core.models import UUIDModel


class Decision(UUIDModel):
    """What was decided on a case, by whom, why, and what follows.

    Two reasons: the shareable one is told to the referrer, the reserved one stays with the instance.
    Without a session (`agenda_item` empty), `body` says on which authority.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="decisions", verbose_name="dossier")
    agenda_item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name="point de l’ordre du jour",
    )
    referral = models.ForeignKey(
        Referral, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="orientation"
    )
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="mesure"
    )
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name="corrige la décision"
    )
    body = models.CharField("instance de décision", max_length=16, choices=DecidingBody.choices)
    role = models.CharField(
        "portée", max_length=10, choices=[("binding", "Décision"), ("advisory", "Avis")], default="binding"
    )
    code = models.CharField("décision", max_length=20, choices=DecisionCode.choices)
    decided_on = models.DateField("date")
    shareable_reason_code = models.SlugField("motif communicable (liste refusal_reason)", blank=True)
    shareable_reason = models.TextField("motif communicable", max_length=1000, blank=True)
    reserved_reason = models.TextField("motif réservé à l’instance", max_length=1000, blank=True)
    proposed_instead = models.TextField("ce qui est proposé à la place", max_length=1000, blank=True)
    level = models.SlugField("niveau", blank=True)
    operator = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="opérateur"
    )
    lead_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="référent·e de parcours",
    )
    contact_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="qui contacte le ménage"
    )
    contact_before = models.DateField("premier contact avant le", null=True, blank=True)
    next_review_on = models.DateField("prochain examen", null=True, blank=True)
    recorded_at = models.DateTimeField("enregistrée le", auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="enregistrée par"
    )

    objects = DecisionQuerySet.as_manager()

    personal = ("shareable_reason", "reserved_reason", "proposed_instead")
    keep = "avec le dossier"
    column_sections = {"reserved_reason": Section.DECISION_RESERVED}
    outlives_its_case = True
    erased_as = {"proposed_instead": "effacé"}

    class Meta:
        verbose_name = "décision"
        verbose_name_plural = "décisions"
        ordering = ["-decided_on", "-recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agenda_item"],
                condition=Q(corrects=None),
                name="decision_once_an_item",
                violation_error_message="Ce point a déjà reçu une décision.",
            ),
            models.CheckConstraint(
                name="decision_in_session_or_on_authority",
                condition=Q(body=DecidingBody.INSTANCE, agenda_item__isnull=False)
                | (~Q(body=DecidingBody.INSTANCE) & Q(agenda_item=None)),
                violation_error_message="Une décision hors séance dit sur quelle autorité elle repose.",
            ),
            models.CheckConstraint(
                name="decision_refusal_says_why_and_what_instead",
                condition=~Q(code__in=["refuse", "redirect"])
                | (~Q(shareable_reason_code="") & ~Q(proposed_instead="")),
                violation_error_message="Une réponse négative dit son motif et ce qui est proposé à la place.",
            ),
            models.CheckConstraint(
                name="decision_admission_says_who_and_when",
                condition=~Q(code__in=["admit", "admit_conditional"])
                | (Q(operator__isnull=False, contact_by__isnull=False, contact_before__isnull=False) & ~Q(level="")),
                violation_error_message=(
                    "Une admission nomme l’opérateur, le niveau, qui contacte le ménage et avant quand."
                ),
            ),
        ]

    @property
    def is_final(self) -> bool:
        return self.code in FINAL_DECISIONS


class DecisionCondition(UUIDModel):
    """What an admission depends on: what, by whom, before when; met or not by an act, told by nobody else."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="decision_conditions", verbose_name="dossier")
    decision = models.ForeignKey(Decision, models.CASCADE, related_name="conditions", verbose_name="décision")
    what = models.CharField("condition", max_length=200)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="par qui")
    due_on = models.DateField("avant le")
    state = models.CharField("état", max_length=10, choices=ConditionState.choices, default=ConditionState.PENDING)
    settled_on = models.DateField("constatée le", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="constatée par"
    )
    remark = models.CharField("précision", max_length=300, blank=True)

    objects = ConditionQuerySet.as_manager()
    section = Section.DECISION

    personal = ("what", "remark")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "condition d’une admission"
        verbose_name_plural = "conditions des admissions"
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="condition_settled_says_when",
                condition=Q(state=ConditionState.PENDING) | Q(settled_on__isnull=False),
                violation_error_message="Une condition constatée porte la date du constat.",
            )
        ]


class Assignment(UUIDModel):
    """A task that a decision gives to an organisation or to one of its people, with a date."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="assignments", verbose_name="dossier")
    decision = models.ForeignKey(Decision, models.CASCADE, related_name="assignments", verbose_name="décision")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="organisme")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="personne"
    )
    label = models.CharField("tâche", max_length=240)
    act = models.CharField("acte qui la termine", max_length=12, choices=TaskAct.choices, blank=True)
    condition = models.OneToOneField(
        DecisionCondition, models.CASCADE, null=True, blank=True, related_name="task", verbose_name="condition"
    )
    due_on = models.DateField("pour le")
    state = models.CharField("état", max_length=10, choices=TaskState.choices, default=TaskState.TODO)
    done_on = models.DateField("faite le", null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    personal = ("label",)
    keep = "avec le dossier"

    class Meta:
        verbose_name = "tâche"
        verbose_name_plural = "tâches"
        ordering = ["due_on", "id"]
