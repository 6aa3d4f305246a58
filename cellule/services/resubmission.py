"""An orientation that is over is sent again: a new one on the same file, beginning with what the former one said."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from cellule.choices import REFERRAL_ENDS, ReferralState
from cellule.models import Referral
from cellule.services import referral_drafts
from households.models import HousingPeriod
from partners.configuration import Door
from veille.core import audit
from veille.core.actor import Actor

_AGAIN = frozenset({ReferralState.REFUSED, ReferralState.REDIRECTED, ReferralState.WITHDRAWN})


def can_be_taken_up(referral: Referral) -> bool:
    """It ended without an accompaniment, and nothing else is under way on its file."""
    under_way = referral.case.referrals.exclude(state__in=REFERRAL_ENDS)
    return referral.state in _AGAIN and referral.case.anonymised_on is None and not under_way.exists()


@transaction.atomic
def take_up(*, referral: Referral, by: Actor) -> UUID:
    """Begin a draft with what the former one said; the first question is asked again, the rest may be corrected."""
    if not can_be_taken_up(referral):
        raise ValidationError("Cette orientation ne peut pas être reprise : une autre est en cours.")
    danger = "yes" if referral.case.is_restricted else "unknown"
    draft = referral_drafts.begin_with(by=by, danger=danger, steps=_said(referral, by), former=str(referral.pk))
    audit.record("referral.taken_up_again", referral, by=by)
    return draft


def _said(referral: Referral, by: Actor) -> dict[str, dict[str, list[str]]]:
    case = referral.case
    return {
        "door": {"door": [case.door], "dispositif": [str(referral.instance.dispositif_id)]},
        "household": {"picked": [str(case.household_id)]},
        "housing": _housing(referral, by),
        "situation": {
            "main_reason": [case.main_reason],
            "situation": [referral.situation],
            "already_tried": list(referral.already_tried),
            "tried_text": [referral.tried_text],
            "expectation": [referral.expectation],
            "urgency": [referral.urgency],
            "spotted": list(referral.spotted),
        },
    }


def _housing(referral: Referral, by: Actor) -> dict[str, list[str]]:
    """What she still reads of the dwelling: the rest is asked again."""
    periods = HousingPeriod.objects.visible_to(by).filter(case=referral.case)
    last = periods.select_related("commune", "dwelling__commune", "dwelling__landlord").first()
    if last is None:
        return {}
    place = last.place
    said = {"situation": last.situation, "modality": last.modality}
    if place.commune:
        said["commune"] = place.commune.code
    if place.landlord and _is_kept(referral):
        said |= {"landlord": str(place.landlord.pk), "residence": place.residence}
    return {name: [value] for name, value in said.items() if value}


def _is_kept(referral: Referral) -> bool:
    return referral.case.door == Door.RETENTION
