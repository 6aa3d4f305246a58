"""The end of an admitted file: what runs was ended by its own act, the rest goes with it, its spell says why."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment.choices import VisitState
from accompaniment.models import PlannedVisit
from accompaniment.services import cancel_visit
from accompaniment.services.meetings import cancel_meeting
from cellule.choices import ReferralState
from cellule.ending import meetings_along, obstacles
from cellule.models import Referral
from cellule.services.candidatures import standing_of, withdraw_candidature
from cellule.services.referrals import withdraw_referral
from households.models import Case
from households.services import close_case
from households.versions import hold_case
from veille.core.actor import Actor


@transaction.atomic
def end_file(*, case: Case, reason: str, by: Actor) -> Case:
    """Close the file and its spell; the household may come back under the same number (droit au recommencement).

    Raises ValidationError as long as something runs: it says what.
    """
    if hold_case(case.pk).closed_on:
        raise ValidationError("Ce dossier est déjà clos.")
    if standing := obstacles(case):
        raise ValidationError([obstacle.text for obstacle in standing])
    for candidature in standing_of(case).select_related("case", "landlord"):
        withdraw_candidature(candidature=candidature, by=by)
    for visit in PlannedVisit.objects.filter(case=case, state=VisitState.PLANNED).order_by("due_on", "pk"):
        cancel_visit(visit=visit, by=by)
    for meeting in meetings_along(case):
        cancel_meeting(meeting=meeting, by=by)
    for referral in Referral.objects.filter(case=case, state=ReferralState.ADMITTED).select_related("case"):
        withdraw_referral(referral=referral, reason="dossier clos sans que l’accompagnement ait commencé", by=by)
    return close_case(case=case, by=by, reason=reason)
