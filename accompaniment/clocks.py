"""Two clocks: the preparation of an accompaniment, that pauses stop; the wait for a dwelling, that nothing stops."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from accompaniment.choices import MeasureState
from accompaniment.days import days_of
from accompaniment.models import Measure
from households.models import Case, HousingPeriod
from partners.configuration import Door
from veille.core import clock
from veille.core.actor import Actor
from veille.core.formats import plus_months

_PREPARING = (MeasureState.PREPARATION, MeasureState.SUSPENDED)


@dataclass(frozen=True)
class DwellingWait:
    """From the admission to the first lease signed since, or until now."""

    since: date
    signed_on: date | None


def preparation_end(measure: Measure) -> date | None:
    """The last day of the preparation of a measure that prepares: its months, and the days it stood still.

    None once it became active, or in a dispositif without preparation.
    """
    months = measure.case.configuration.preparation_months
    if not months or measure.state not in _PREPARING or measure.activated_on or measure.started_on is None:
        return None
    paused = days_of(measure, clock.today()).suspended
    return plus_months(measure.started_on, months) + timedelta(days=paused - 1)


def first_lease(periods: QuerySet[HousingPeriod] | None = None) -> Subquery:
    """For a query over cases: the day of the first lease signed since the admission, among these periods."""
    held = HousingPeriod.objects.all() if periods is None else periods
    signed = held.filter(case=OuterRef("pk"), lease_signed_on__gte=OuterRef("admitted_on"))
    return Subquery(signed.order_by("lease_signed_on").values("lease_signed_on")[:1])


def dwelling_wait(actor: Actor, case: Case) -> DwellingWait | None:
    """The wait of a household admitted by the accès door, as far as the actor reads its housing (P-03)."""
    if case.door != Door.ACCESS or case.admitted_on is None:
        return None
    periods = HousingPeriod.objects.visible_to(actor)
    signed_on = Case.objects.filter(pk=case.pk).values_list(first_lease(periods), flat=True).get()
    return DwellingWait(case.admitted_on, signed_on)
