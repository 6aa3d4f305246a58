"""Dwellings proposed to a household: noted, accepted or not, until a lease is signed; several in a row."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from cellule.candidature_choices import CANDIDATURE_MOVES, OFFER_MOVES, CandidatureState, EndedBy, OfferState
from cellule.models import Candidature, HousingOffer
from cellule.services.candidature_notices import notify_answered
from cellule.services.candidatures import end_other_searches
from households.services import record_housing
from partners.models import Organisation
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.transitions import move


@transaction.atomic
def propose_dwelling(*, candidature: Candidature, by: Actor, **dwelling) -> HousingOffer:
    """Note a dwelling that the landlord proposes; one at a time, after it said yes."""
    stored = Candidature.objects.select_for_update(of=("self",)).get(pk=candidature.pk)
    if stored.state != CandidatureState.ACCEPTED:
        raise ValidationError("Un logement se propose après l’accord du bailleur sur la candidature.")
    offer = HousingOffer(case=stored.case, candidature=stored, offered_on=clock.today(), offered_by=by.user, **dwelling)
    offer.full_clean()
    offer.save()
    audit.record("offer.proposed", offer, by=by, changes={"landlord": str(stored.landlord_id)})
    notify_answered(stored)
    return offer


@transaction.atomic
def accept_offer(*, offer: HousingOffer, by: Actor) -> HousingOffer:
    """The household says yes; the lease, or the landlord's commission, comes next."""
    move(offer, OfferState.ACCEPTED, allowed=OFFER_MOVES, answered_on=clock.today())
    audit.record("offer.accepted", offer, by=by)
    return offer


@transaction.atomic
def end_offer(*, offer: HousingOffer, ended_by: str, reason: str, by: Actor | None, text: str = "") -> HousingOffer:
    """It goes no further: because of whom, and why. The landlord may propose another dwelling."""
    changes = {"ended_on": clock.today(), "ended_by": ended_by, "end_reason": reason, "end_text": text}
    if ended_by == EndedBy.HOUSEHOLD and offer.answered_on is None:
        changes["answered_on"] = clock.today()
    before = move(offer, OfferState.ENDED, allowed=OFFER_MOVES, **changes)
    audit.record("offer.ended", offer, by=by, changes={"state": [before, offer.state], "by": ended_by})
    return offer


@transaction.atomic
def sign_lease(
    *, offer: HousingOffer, signed_on: date, starts_on: date, modality: str, by: Actor, contract_number: str = ""
) -> HousingOffer:
    """The lease is signed: the household lives there from a day on, its landlord reads the housing part.

    The other landlords are no longer asked.
    """
    if signed_on > clock.today():
        raise ValidationError({"signed_on": "Indiquez une date de signature passée ou d’aujourd’hui."})
    candidature = offer.candidature
    period = record_housing(
        case=offer.case,
        starts_on=starts_on,
        by=by,
        situation="social_tenant",
        modality=modality,
        commune=offer.commune,
        monthly_rent=offer.monthly_rent,
        monthly_charges=offer.monthly_charges,
        lease_signed_on=signed_on,
        contract_number=contract_number,
        dwelling_fields=_dwelling(offer, candidature.landlord),
    )
    move(offer, OfferState.LEASED, allowed=OFFER_MOVES, lease_signed_on=signed_on, period=period)
    move(candidature, CandidatureState.HOUSED, allowed=CANDIDATURE_MOVES)
    audit.record("offer.leased", offer, by=by, changes={"period": str(period.pk)})
    end_other_searches(candidature, by=by)
    return offer


def _dwelling(offer: HousingOffer, landlord: Organisation) -> dict:
    return {
        "landlord": landlord,
        "commune": offer.commune,
        "dwelling_type": offer.dwelling_type,
        "reference": offer.reference,
    }
