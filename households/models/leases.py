"""The sliding lease (*bail glissant*): an association sublets until the household takes the lease over."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from households.choices import LeaseResult
from households.housing_querysets import LeaseQuerySet
from households.models.cases import Case
from households.models.housing import HousingPeriod
from partners.models import Organisation
from partners.roles import Section
from veille.core.formats import plus_months
from veille.core.models import UUIDModel

# Two months before the term the prefect is told whether a lease is proposed, and why (CCH, L442-8-3).
PREFECT_NOTICE_MONTHS = 2


class SlidingLease(UUIDModel):
    """A tripartite convention, to its term; a renewal is one more, and the former keeps its result."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="sliding_leases", verbose_name="dossier")
    period = models.ForeignKey(
        HousingPeriod, models.CASCADE, related_name="sliding_leases", verbose_name="période de logement"
    )
    association = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="association")
    signed_on = models.DateField("convention signée le")
    term_on = models.DateField("terme de la convention")
    prefect_told_on = models.DateField("préfet informé le", null=True, blank=True)
    result = models.CharField("issue", max_length=8, choices=LeaseResult.choices, default=LeaseResult.PENDING)
    result_on = models.DateField("issue notée au", null=True, blank=True)
    reason = models.CharField("motif", max_length=200, blank=True)

    objects = LeaseQuerySet.as_manager()
    section = Section.HOUSING

    personal = ("result", "reason")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "bail glissant"
        verbose_name_plural = "baux glissants"
        ordering = ["-signed_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="sliding_lease_term_after_signature",
                condition=Q(term_on__gt=F("signed_on")),
                violation_error_message="Le terme de la convention est postérieur à sa signature.",
            ),
            models.CheckConstraint(
                name="sliding_lease_result_on_a_day",
                condition=Q(result=LeaseResult.PENDING, result_on=None)
                | (~Q(result=LeaseResult.PENDING) & Q(result_on__isnull=False)),
                violation_error_message="L’issue d’un bail glissant porte une date.",
            ),
            models.CheckConstraint(
                name="sliding_lease_not_slid_says_why",
                condition=~Q(result=LeaseResult.NOT_SLID) | ~Q(reason=""),
                violation_error_message="Dites pourquoi le bail n’a pas glissé.",
            ),
            models.UniqueConstraint(
                fields=["case"],
                name="sliding_lease_one_pending",
                condition=Q(result=LeaseResult.PENDING),
                violation_error_message="Une convention de bail glissant est déjà en cours pour ce ménage.",
            ),
        ]

    @property
    def prefect_due_on(self) -> date:
        """The last day to tell the prefect."""
        return plus_months(self.term_on, -PREFECT_NOTICE_MONTHS)


class LeaseReview(UUIDModel):
    """A review of the situation with the household, the association and the landlord: planned, then concluded."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", verbose_name="dossier")
    lease = models.ForeignKey(SlidingLease, models.CASCADE, related_name="reviews", verbose_name="bail glissant")
    planned_on = models.DateField("prévu le")
    done_on = models.DateField("fait le", null=True, blank=True)
    conclusion = models.TextField("conclusion", max_length=1000, blank=True)

    objects = LeaseQuerySet.as_manager()
    section = Section.HOUSING

    personal = ("conclusion",)
    keep = "avec le dossier"

    class Meta:
        verbose_name = "bilan du bail glissant"
        verbose_name_plural = "bilans des baux glissants"
        ordering = ["planned_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="lease_review_done_and_concluded",
                condition=Q(done_on=None, conclusion="") | (Q(done_on__isnull=False) & ~Q(conclusion="")),
                violation_error_message="Un bilan fait porte sa date et sa conclusion.",
            )
        ]
