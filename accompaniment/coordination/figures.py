"""R-15: relays whose first appointment was kept, of those proposed whose day has come."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accompaniment.coordination.choices import FirstAppointment
from accompaniment.models import CaseRelay
from veille.core import clock


@dataclass(frozen=True)
class Kept:
    """`n` kept of `total`; `awaited` are still to come, `unknown` is in the total and told apart."""

    n: int
    total: int
    awaited: int
    unknown: int


def first_appointments_kept(relays: QuerySet[CaseRelay]) -> Kept:
    """Over relays already narrowed to what the reader counts; one whose day has passed unsaid is not kept."""
    to_come = Q(first=FirstAppointment.EXPECTED, first_on__gte=clock.today())
    counted = relays.order_by().aggregate(
        n=Count("pk", filter=Q(first=FirstAppointment.KEPT)),
        total=Count("pk", filter=~to_come),
        awaited=Count("pk", filter=to_come),
        unknown=Count("pk", filter=~to_come & Q(first__in=[FirstAppointment.UNKNOWN, FirstAppointment.EXPECTED])),
    )
    return Kept(**counted)
