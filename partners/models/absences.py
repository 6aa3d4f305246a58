"""When somebody is away, and who stands in for her."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from partners.models.organisations import Organisation
from partners.object_rights import roles_with
from veille.core import clock
from veille.core.actor import Actor
from veille.core.models import DatedModel
from veille.core.models.base import DatedQuerySet, ends_after_start

_OWN = roles_with("absence", "W", scope="own") | roles_with("absence", "W", scope="own case workers")
_HERS = roles_with("absence", "W", scope="hers")


class Days(Func):
    """From a day to a day, both included."""

    function = "DATERANGE"
    output_field = DateRangeField()


class AbsenceQuerySet(DatedQuerySet):
    """Absences: hers; for a manager, those of her organisation. An organisation knows nothing of those of another."""

    def visible_to(self, actor: Actor):
        held = self.filter(organisation=actor.organisation_id)
        if actor.has_role(*_OWN):
            return held
        return held.filter(user=actor.user_id) if actor.has_role(*_HERS) else self.none()

    def to_come(self):
        """Those that run now or later."""
        return self.filter(ends_on__gte=clock.today())


class Absence(DatedModel):
    """Somebody is away from one of her employers, from a day to a day; why is written nowhere.

    `stand_in` takes the files that nobody else was chosen for, those she is given meanwhile too.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="absences", verbose_name="organisme")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences", verbose_name="personne absente"
    )
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="qui la remplace",
    )
    declared_by = models.UUIDField("déclarée par", null=True, editable=False)

    objects = AbsenceQuerySet.as_manager()

    keep = "1 an après la fin"

    class Meta:
        verbose_name = "absence"
        verbose_name_plural = "absences"
        ordering = ["starts_on", "id"]
        constraints = [
            ends_after_start("absence_ends_after_start"),
            models.CheckConstraint(
                name="absence_has_an_end",
                condition=Q(ends_on__isnull=False),
                violation_error_message="Une absence a un dernier jour : prolongez-la s’il le faut par une autre.",
            ),
            models.CheckConstraint(
                name="absence_has_another_stand_in",
                condition=Q(stand_in=None) | ~Q(stand_in=F("user")),
                violation_error_message="Une personne absente ne se remplace pas elle-même.",
            ),
            ExclusionConstraint(
                name="absence_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (Days("starts_on", "ends_on", RangeBoundary(inclusive_upper=True)), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Cette personne est déjà absente sur une partie de ces jours.",
            ),
        ]

    @property
    def is_to_come(self) -> bool:
        """It runs now, or will: it may still be ended."""
        return self.ends_on >= clock.today()
