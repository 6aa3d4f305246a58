"""Dwellings proposed: several in a row, until a lease is signed."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cellule import candidature_choices
from cellule.candidature_choices import CandidatureState, OfferState
from cellule.models import Candidature, HousingOffer
from cellule.services.candidatures import answer_candidature, ask_landlords, withdraw_candidature
from cellule.services.housing_offers import accept_offer, end_offer, propose_dwelling, sign_lease
from households.grants import GrantLevel
from households.models import CaseAccess, HousingPeriod
from tests.cellule import searching
from veille.core import clock
from veille.core.transitions import ForbiddenMove, move


def _act(name, offer) -> str:
    return reverse(f"cellule:{name}", args=[offer.pk])


def _create(offer) -> str:
    return reverse("cellule:offer_create", args=[offer.candidature_id])


def test_one_dwelling_at_a_time_and_the_next_after_a_no(world, cast, sign_in):
    offer, landlord = searching.offered(world, cast), searching.allocation(world, cast)
    with pytest.raises(ValidationError, match="notez d’abord"):
        propose_dwelling(candidature=offer.candidature, by=landlord, commune=world.commune, dwelling_type="t4")
    page, create = reverse("cellule:candidature_detail", args=[offer.candidature_id]), _create(offer)
    assert create not in sign_in(landlord).get(page).content.decode()
    fields = {"ended_by": "household", "reason": "place"}
    assert sign_in(landlord).post(_act("offer_end", offer), fields).status_code == 422  # not in its name
    assert sign_in(cast.worker).post(_act("offer_end", offer), fields).status_code == 302
    offer.refresh_from_db()
    assert (offer.state, offer.ended_by, offer.answered_on) == (OfferState.ENDED, "household", clock.today())
    assert create in sign_in(landlord).get(page).content.decode()
    dwelling = {"commune": world.commune.pk, "dwelling_type": "t4", "monthly_rent": "380"}
    assert sign_in(landlord).post(create, dwelling).status_code == 302
    assert HousingOffer.objects.count() == 2


def test_the_word_of_the_household_is_told_by_who_accompanies(world, cast, sign_in):
    offer, landlord = searching.offered(world, cast), searching.allocation(world, cast)
    assert sign_in(landlord).post(_act("offer_accept", offer)).status_code == 403
    assert sign_in(cast.worker).post(_act("offer_accept", offer)).status_code == 302
    offer.refresh_from_db()
    assert offer.state == OfferState.ACCEPTED
    assert sign_in(landlord).get(_act("offer_lease", offer)).status_code == 403


def test_a_lease_houses_the_household_and_ends_the_other_searches(world, cast, sign_in):
    offer = searching.offered(world, cast)
    case, other = offer.case, searching.asking(world, world.landlord)
    elsewhere = ask_landlords(case=case, asking=other, by=cast.worker)[0]
    accept_offer(offer=offer, by=cast.worker)
    fields = {"signed_on": "2018-12-10", "starts_on": "2018-12-14", "modality": "direct_lease"}
    assert sign_in(cast.worker).post(_act("offer_lease", offer), fields).status_code == 302
    period = HousingPeriod.objects.get(case=case, ends_on=None)
    assert (period.dwelling.landlord, str(period.lease_signed_on)) == (world.other_landlord, "2018-12-10")
    grants = CaseAccess.objects.current().filter(case=case, organisation=world.other_landlord)
    assert [grant.level for grant in grants] == [GrantLevel.LANDLORD_OF_DWELLING]
    states = dict(Candidature.objects.order_by("pk").values_list("pk", "state"))
    assert states == {offer.candidature_id: CandidatureState.HOUSED, elsewhere.pk: CandidatureState.WITHDRAWN}


def test_a_lease_is_signed_after_the_household_accepted(world, cast):
    offer = searching.offered(world, cast)
    fields = {"signed_on": clock.today(), "starts_on": clock.today(), "modality": "direct_lease"}
    with pytest.raises(ForbiddenMove):
        sign_lease(offer=offer, by=cast.worker, **fields)
    assert not HousingPeriod.objects.filter(dwelling__landlord=world.other_landlord).exists()


def test_nothing_ends_under_a_dwelling_that_is_proposed(world, cast):
    offer = searching.offered(world, cast)
    with pytest.raises(ValidationError, match="ce qu’il devient"):
        withdraw_candidature(candidature=offer.candidature, by=cast.worker)
    end_offer(offer=offer, ended_by="landlord", reason="not_available", by=cast.worker)
    withdraw_candidature(candidature=offer.candidature, by=cast.worker)


def test_a_landlord_may_take_its_yes_back(world, cast):
    found = searching.accepted(world, cast)
    by = searching.allocation(world, cast)
    answer_candidature(candidature=found, accepted=False, reason="reserved", by=by)
    assert found.state == CandidatureState.REFUSED


@pytest.mark.parametrize("state", OfferState.values)
@pytest.mark.parametrize("target", OfferState.values)
def test_every_state_and_target_of_an_offer(world, cast, state, target):
    said = {"ended_by": "household", "end_reason": "rent", "ended_on": clock.today(), "lease_signed_on": clock.today()}
    offer = searching.offered(world, cast)
    HousingOffer.objects.update(state=state, **said)
    if target in candidature_choices.OFFER_MOVES[state]:
        move(offer, target, allowed=candidature_choices.OFFER_MOVES)
        assert HousingOffer.objects.get().state == target
    else:
        with pytest.raises(ForbiddenMove):
            move(offer, target, allowed=candidature_choices.OFFER_MOVES)
