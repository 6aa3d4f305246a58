"""What evaluation keeps of an accompaniment once the file is erased: how long, and where the household lived then."""

from typing import Any

from accompaniment.choices import CLOSED_STATES
from accompaniment.models import Measure
from households.models import Case

_DAYS_A_MONTH = 30.44


def facts(case: Case) -> dict[str, Any]:
    """`months` and `outcome` of the last accompaniment that ended; nothing when none did."""
    ended = Measure.objects.filter(case=case, state__in=CLOSED_STATES, started_on__isnull=False).order_by("-ended_on")
    measure = ended.first()
    if measure is None:
        return {}
    days = (measure.ended_on - measure.started_on).days
    return {"months": round(days / _DAYS_A_MONTH), "outcome": measure.exit_outcome}
