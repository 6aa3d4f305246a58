"""What the retention and the rights of the person stand on: the last contact with each household."""

from django.db.models import Max, OuterRef, Subquery

from accompaniment.choices import CONTACT_KINDS, InterventionOutcome
from accompaniment.models import Intervention
from households.models import Case


def date_contacts() -> None:
    """The last contact of each case, from what was noted of it."""
    met = Intervention._base_manager.filter(
        case=OuterRef("pk"), kind__in=CONTACT_KINDS, outcome=InterventionOutcome.EFFECTIVE
    )
    latest = met.order_by().values("case").annotate(day=Max("happened_on")).values("day")
    Case._base_manager.update(last_contact_on=Subquery(latest))
