"""What is left of absences; they are declared with the files they concern (`households.services.absences`)."""

from datetime import timedelta

from partners.models import Absence
from veille.core import clock

_KEPT = timedelta(days=365)


def forget_old_absences() -> int:
    """Delete the absences that ended a year ago; returns how many."""
    return Absence.objects.filter(ends_on__lt=clock.today() - _KEPT).delete()[0]
