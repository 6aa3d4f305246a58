"""What the household was told and what it wished: a new line each time, none rewritten."""

from datetime import date

from django.db import transaction

from households.models import Adhesion, Case, Information
from veille.core import audit, clock
from veille.core.actor import Actor


@transaction.atomic
def record_information(
    *, case: Case, state: str, by: Actor, reason: str = "", to_be_done_by: str = "", due_on: date | None = None
) -> Information:
    """Note that the household was informed, or why not yet, who will do it and by when."""
    information = Information(
        case=case,
        state=state,
        noted_on=clock.today(),
        reason=reason,
        to_be_done_by=to_be_done_by,
        due_on=due_on,
        noted_by=by.user,
    )
    information.full_clean()
    information.save()
    audit.record("information.recorded", information, by=by, changes={"state": state})
    return information


@transaction.atomic
def record_adhesion(*, case: Case, state: str, by: Actor, reason: str = "") -> Adhesion:
    """Note whether the household wishes to be accompanied."""
    adhesion = Adhesion(case=case, state=state, noted_on=clock.today(), reason=reason, noted_by=by.user)
    adhesion.full_clean()
    adhesion.save()
    audit.record("adhesion.recorded", adhesion, by=by, changes={"state": state})
    return adhesion
