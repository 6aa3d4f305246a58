"""What the operator does that the referrer is told of: the accompaniment starts, the diagnosis is made or not."""

from datetime import date

from django.db import transaction

from accompaniment.models import Diagnosis, Measure
from accompaniment.services import order_again, report_diagnosis, report_not_done, start_measure
from cellule.choices import REFERRAL_MOVES, ReferralState
from cellule.models import Referral
from households.models import Case
from households.services import record_adhesion
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.transitions import move


@transaction.atomic
def take_up(
    *, measure: Measure, by: Actor, on: date | None = None, adhesion: str = "", without_adhesion: str = ""
) -> Measure:
    """Start the accompaniment, with the agreement noted on the way, and end the orientation that led to it."""
    if adhesion:
        record_adhesion(case=measure.case, state=adhesion, by=by)
        without_adhesion = ""
    start_measure(measure=measure, by=by, on=on, without_adhesion=without_adhesion)
    _move_referral(
        measure.case, ReferralState.ADMITTED, ReferralState.TAKEN_UP, by, closed_on=clock.today(), answer_read_on=None
    )
    return measure


@transaction.atomic
def render_diagnosis(*, diagnosis: Diagnosis, by: Actor, **parts) -> Diagnosis:
    """Render the diagnosis; the orientation that waited for it may go to a session."""
    report_diagnosis(diagnosis=diagnosis, by=by, **parts)
    _move_referral(diagnosis.case, ReferralState.DIAGNOSIS_ORDERED, ReferralState.DIAGNOSED, by)
    return diagnosis


@transaction.atomic
def give_up_diagnosis(*, diagnosis: Diagnosis, by: Actor, **told) -> Diagnosis:
    """The diagnosis could not be made (`told` says why): the instance decides without it."""
    report_not_done(diagnosis=diagnosis, by=by, **told)
    _move_referral(diagnosis.case, ReferralState.DIAGNOSIS_ORDERED, ReferralState.NOT_DIAGNOSED, by)
    return diagnosis


@transaction.atomic
def resume_diagnosis(*, diagnosis: Diagnosis, by: Actor) -> Diagnosis:
    """The household can be met after all. The orientation is left where the instance has it."""
    return order_again(diagnosis=diagnosis, by=by)


def _move_referral(case: Case, before: str, after: str, by: Actor, **changes) -> None:
    """Move the orientation that stands there; a case opened without one has none to move."""
    for referral in Referral.objects.filter(case=case, state=before).order_by("pk"):
        move(referral, after, allowed=REFERRAL_MOVES, **changes)
        audit.record(f"referral.{after}", referral, by=by, changes={"state": [before, after]})
