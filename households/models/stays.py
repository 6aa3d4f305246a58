"""A temporary stay (sublease, hosting contract, bridging dwelling): its terms, one after the other."""

from django.conf import settings
from django.db import models

from households.housing_querysets import StayTermQuerySet
from households.models.cases import Case
from households.models.housing import HousingPeriod
from partners.roles import Section
from veille.core.models import UUIDModel


class StayTerm(UUIDModel):
    """Until when the stay is agreed, by whom; the first contract has rank 0, each renewal one more."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+", verbose_name="dossier")
    period = models.ForeignKey(HousingPeriod, models.CASCADE, related_name="terms", verbose_name="période de logement")
    rank = models.PositiveSmallIntegerField("rang (0 : premier contrat)")
    term_on = models.DateField("terme")
    decided_on = models.DateField("décidé le")
    decided_by = models.CharField("décidé par", max_length=120)
    onward = models.CharField("suite prévue", max_length=200, blank=True)
    reason = models.CharField("pourquoi au-delà de ce que le dispositif prévoit", max_length=200, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="noté par")

    objects = StayTermQuerySet.as_manager()
    section = Section.HOUSING

    personal = ("onward", "reason")
    keep = "avec le dossier"

    class Meta:
        verbose_name = "terme d’un séjour temporaire"
        verbose_name_plural = "termes des séjours temporaires"
        ordering = ["period", "rank", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "rank"],
                name="stay_term_once_a_rank",
                violation_error_message="Ce renouvellement vient d’être noté : relisez la page.",
            )
        ]
