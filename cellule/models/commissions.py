"""The passage of a file before a landlord's own commission (CAL, CALEOL): its note, its date, its legal answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cellule.candidature_choices import MOTIVATED, CalResult, PassageState
from cellule.candidature_querysets import PassageQuerySet
from cellule.models.candidatures import Candidature, HousingOffer
from households.models import Case
from partners.models import Organisation
from partners.roles import Section
from veille.core.models import UUIDModel


class CommissionPassage(UUIDModel):
    """One file before one commission: the note it reads is frozen, the answer is one of those of the law."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="commission_passages", verbose_name="dossier")
    landlord = models.ForeignKey(
        Organisation, models.PROTECT, related_name="commission_passages", verbose_name="bailleur"
    )
    candidature = models.ForeignKey(
        Candidature, models.CASCADE, null=True, blank=True, related_name="passages", verbose_name="candidature"
    )
    offer = models.ForeignKey(
        HousingOffer, models.SET_NULL, null=True, blank=True, related_name="passages", verbose_name="logement"
    )
    held_on = models.DateField("commission du", null=True, blank=True)
    is_priority = models.BooleanField("candidature prioritaire", default=True)
    support_text = models.TextField("ce que l’accompagnement apporte", max_length=800, blank=True)
    note = models.JSONField("note transmise", default=list, blank=True)
    state = models.CharField("état", max_length=10, choices=PassageState.choices, default=PassageState.PREPARED)
    prepared_on = models.DateField("préparé le")
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="préparé par"
    )
    passed_on = models.DateField("transmis le", null=True, blank=True)
    result = models.CharField("résultat", max_length=20, choices=CalResult.choices, blank=True)
    rank = models.PositiveSmallIntegerField("rang", null=True, blank=True)
    condition = models.CharField("condition suspensive", max_length=300, blank=True)
    reason = models.TextField("motif notifié", max_length=500, blank=True)
    decided_on = models.DateField("décision de la commission le", null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="noté par"
    )
    told_on = models.DateField("dit au ménage le", null=True, blank=True)

    objects = PassageQuerySet.as_manager()
    section = Section.CANDIDATURE

    personal = ("support_text", "note", "condition", "reason")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "passage en commission d’attribution"
        verbose_name_plural = "passages en commission d’attribution"
        ordering = ["-prepared_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "landlord"],
                condition=Q(state__in=[PassageState.PREPARED, PassageState.PASSED]),
                name="commission_passage_open_once",
                violation_error_message="Ce dossier est déjà en route vers la commission de ce bailleur.",
            ),
            models.CheckConstraint(
                name="commission_result_is_complete",
                condition=~Q(state=PassageState.DECIDED) | (~Q(result="") & Q(decided_on__isnull=False)),
                violation_error_message="Le résultat d’une commission porte sa nature et sa date.",
            ),
            models.CheckConstraint(
                name="commission_rank_is_said",
                condition=~Q(result=CalResult.AWARDED_RANK) | Q(rank__gte=1),
                violation_error_message="Une attribution par rang dit le rang.",
            ),
            models.CheckConstraint(
                name="commission_condition_is_said",
                condition=~Q(result=CalResult.CONDITIONAL) | ~Q(condition=""),
                violation_error_message="Une attribution sous condition dit la condition.",
            ),
            models.CheckConstraint(
                name="commission_refusal_is_motivated",
                condition=~Q(result__in=MOTIVATED) | ~Q(reason=""),
                violation_error_message="Une réponse négative de la commission dit son motif.",
            ),
        ]
