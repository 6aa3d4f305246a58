"""What a dispositif promises to somebody who asks: until when, and how an answer stands against it.

P-06 and P-07: green in the half-day where the question came, amber in its day, late beyond; what comes out of hours
counts from the next half-day that is worked.
"""

from datetime import datetime, timedelta

from accompaniment.models import Solicitation, Suspension
from accompaniment.solicitation_choices import SolicitationColour, SolicitationState
from households.models import Case
from partners.configuration import PromiseKind
from partners.places import departments_of
from veille.core import clock
from veille.core.public_holidays import PublicHolidays
from veille.core.working_time import WorkingCalendar


def working_calendar(case: Case) -> WorkingCalendar:
    """The half-days of its dispositif, without the public holidays of where it works."""
    departments = departments_of(case.rules.dispositif_id, case.territory_id)
    return WorkingCalendar(case.configuration.promise.hours, PublicHolidays(departments))


def delays(case: Case, received_at: datetime) -> dict:
    """The columns of a solicitation that say what is promised, under the rules of its case."""
    promise = case.configuration.promise
    columns = {"promise": PromiseKind.NONE, "satisfied_by": promise.satisfied_by}
    if not promise.is_timed or is_suspended(case, received_at):
        return columns
    calendar = working_calendar(case)
    green, amber = calendar.half_day_end(received_at), calendar.day_end(received_at)
    due = green if promise.kind == PromiseKind.HALF_DAY else amber
    alert_at = max(received_at, due - timedelta(minutes=promise.alert_minutes))
    return columns | {
        "promise": PromiseKind(promise.kind),
        "green_until": green,
        "amber_until": amber,
        "alert_at": alert_at,
    }


def is_suspended(case: Case, moment: datetime) -> bool:
    """Days of suspension count for no delay: what is asked then is answered, and nothing is promised."""
    day = moment.astimezone(clock.PARIS).date()
    return Suspension.objects.filter(measure__case=case).current(day).exists()


def colour(solicitation: Solicitation, now: datetime) -> SolicitationColour:
    """Of an answer, or of what still waits at this moment."""
    if solicitation.promise == PromiseKind.NONE or solicitation.state == SolicitationState.DROPPED:
        return SolicitationColour.NONE
    moment = solicitation.answered_at or now
    if moment <= solicitation.green_until:
        return SolicitationColour.GREEN
    return SolicitationColour.AMBER if moment <= solicitation.amber_until else SolicitationColour.LATE
