"""Who is on duty (astreinte), from which hour to which hour."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func

from partners.models.organisations import Organisation
from veille.core import clock
from veille.core.models import UUIDModel


class Hours(Func):
    """From the first hour (included) to the last (excluded): one shift may begin when another ends."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class DutyShiftQuerySet(models.QuerySet):
    """Shifts, by the hour."""

    def current(self, now=None):
        """Those that run now."""
        now = now or clock.now()
        return self.filter(starts_at__lte=now, ends_at__gt=now)

    def to_come(self):
        """Those that run now or later."""
        return self.filter(ends_at__gt=clock.now())


class DutyShift(UUIDModel):
    """Until it ends, the person opens the files of her organisation as if each of their teams named her."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="duty_shifts", verbose_name="organisme")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="duty_shifts", verbose_name="personne"
    )
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    planned_by = models.UUIDField("prévue par", null=True, editable=False)

    objects = DutyShiftQuerySet.as_manager()

    keep = "1 an après la fin"

    class Meta:
        verbose_name = "astreinte"
        verbose_name_plural = "astreintes"
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="duty_shift_ends_after_start",
                condition=models.Q(ends_at__gt=F("starts_at")),
                violation_error_message="La fin de l’astreinte vient après son début.",
            ),
            ExclusionConstraint(
                name="duty_shift_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (Hours("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Cette personne est déjà d’astreinte sur une partie de ces heures.",
            ),
        ]
