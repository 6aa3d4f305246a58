"""What every model of the project shares."""

import uuid
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.postgres.fields import DateRangeField, RangeBoundary
from django.db import models
from django.db.models import F, Func, Q

from veille.core import clock


class UUIDModel(models.Model):
    """A row with an opaque key.

    `personal` names the columns that tell something of a person and `keep` says how long the row
    lives; a test refuses a model that says nothing. When its case is erased the row is deleted, unless it
    `outlives_its_case`: its personal columns are emptied then, or become what `erased_as` says. A row that
    `goes_when_unused` is deleted with the last one that points to it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    personal: ClassVar[tuple[str, ...]] = ()
    keep: ClassVar[str] = ""
    outlives_its_case: ClassVar[bool] = False
    erased_as: ClassVar[dict[str, Any]] = {}
    goes_when_unused: ClassVar[bool] = False
    # Personal columns that tell of somebody outside the household: erased with the row, never handed to its people.
    of_others: ClassVar[tuple[str, ...]] = ()
    # Columns more closed than their row: the section that opens each.
    column_sections: ClassVar[dict[str, str]] = {}

    class Meta:
        abstract = True


class DatedQuerySet(models.QuerySet):
    """Rows that hold from a day to a day."""

    def current(self, day=None):
        """Rows in force on a day (both ends included), today by default."""
        day = day or clock.today()
        return self.filter(Q(starts_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def ends_after_start(name: str) -> models.CheckConstraint:
    """The constraint every dated row carries."""
    return models.CheckConstraint(
        name=name,
        condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
        violation_error_message="La date de fin ne peut pas précéder la date de début.",
    )


class DayRange(Func):
    """The days from a start to an end, both included, as a PostgreSQL range."""

    function = "DATERANGE"
    output_field = DateRangeField()


def days_held() -> DayRange:
    """What an exclusion constraint compares of two dated rows."""
    return DayRange(F("starts_on"), F("ends_on"), RangeBoundary(inclusive_lower=True, inclusive_upper=True))


def first_of_month(name: str, column: str) -> models.CheckConstraint:
    """The constraint of a month: it is written as its first day."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{column}__day": 1}),
        violation_error_message="Un mois se note à son premier jour.",
    )


class DatedModel(UUIDModel):
    """A row that holds from `starts_on` to `ends_on` (both included; no end = still in force)."""

    starts_on = models.DateField("début", default=clock.today)
    ends_on = models.DateField("fin", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_current(self) -> bool:
        today = clock.today()
        return self.starts_on <= today and (self.ends_on is None or self.ends_on >= today)

    def end_now(self, **changes: Any) -> None:
        """End from the next request on; a row begun today never held: it is deleted, the journal keeps both acts."""
        yesterday = clock.today() - timedelta(days=1)
        if self.starts_on > yesterday:
            self.delete()
            return
        changes["ends_on"] = yesterday
        for name, value in changes.items():
            setattr(self, name, value)
        self.save(update_fields=list(changes))
