"""What the household was told and what it wished: a new line each time, none rewritten."""

from datetime import date

from django.db import transaction

from households.models import Adhesion, Case, Information
from households.models.agreements import STOPPING
from households.services.sharing import withdraw_all_sharing
from veille.core import audit, clock
from veille.core.actor import Actor


@transaction.atomic
def record_information(
    *,
    case: Case,
    state: str,
    by: Actor,
    reason: str = "",
    to_be_done_by: str = "",
    due_on: date | None = None,
    language: str = "",
    notice_version: str = "",
) -> Information:
    """Note that the household was informed, or why not yet, who will do it and by when."""
    information = Information(
        case=case,
        state=state,
        noted_on=clock.today(),
        reason=reason,
        to_be_done_by=to_be_done_by,
        due_on=due_on,
        language=language,
        notice_version=notice_version,
        noted_by=by.user,
    )
    information.full_clean()
    information.save()
    audit.record("information.recorded", information, by=by, changes={"state": state})
    return information


@transaction.atomic
def record_adhesion(*, case: Case, state: str, by: Actor, reason: str = "") -> Adhesion:
    """Note whether the household wishes to be accompanied; when it does not, what it had let be shared is closed."""
    adhesion = Adhesion(case=case, state=state, noted_on=clock.today(), reason=reason, noted_by=by.user)
    adhesion.full_clean()
    adhesion.save()
    audit.record("adhesion.recorded", adhesion, by=by, changes={"state": state})
    if state in STOPPING:
        withdraw_all_sharing(case=case, by=by)
    return adhesion
