"""A lease is signed while the secretary asks another landlord: in any order, nobody is asked beside the lease."""

import pytest

from cellule.candidature_choices import STANDING, CandidatureState
from cellule.models import Candidature
from cellule.services.asking_instead import ask_instead
from cellule.services.candidatures import answer_candidature, ask_landlords
from cellule.services.closing import close_session
from cellule.services.housing_offers import accept_offer, propose_dwelling, sign_lease
from partners.models import Partnership, PartnershipPart
from partners.roles import Role
from tests import factories
from tests.attack.test_races import at_once, two  # noqa: F401  # a fixture
from tests.cellule import searching
from veille.core import clock


def landlord_of(world):
    partner = factories.OrganisationFactory(kind="landlord")
    Partnership.objects.create(
        dispositif=world.dispositif, organisation=partner, part=PartnershipPart.LANDLORD, starts_on="2015-01-01"
    )
    return partner


def refused_in_session(world, cast) -> Candidature:
    item = searching.admitted_in_session(world, cast)
    close_session(session=item.session, by=cast.secretary)
    found = Candidature.objects.get()
    return answer_candidature(candidature=found, accepted=False, reason="other", by=searching.allocation(world, cast))


@pytest.mark.parametrize("turn", range(3))
def test_nobody_is_asked_beside_a_lease(two, turn):  # noqa: F811
    world, cast = two
    found, housing, third = refused_in_session(world, cast), landlord_of(world), landlord_of(world)
    asked = ask_landlords(case=found.case, asking=searching.asking(world, housing), by=cast.worker)[0]
    accepts = cast.play(Role.LANDLORD_ALLOCATION, housing)
    answer_candidature(candidature=asked, accepted=True, by=accepts)
    offer = propose_dwelling(candidature=asked, by=accepts, commune=world.commune, dwelling_type="t3", monthly_rent=420)
    accept_offer(offer=offer, by=cast.worker)
    today = clock.today()
    lease = {"signed_on": today, "starts_on": today, "modality": "direct_lease"}
    instead = {"candidature": found, "landlords": (third,), "answer_expected_on": today}
    at_once(lambda: sign_lease(offer=offer, by=cast.worker, **lease), lambda: ask_instead(by=cast.secretary, **instead))
    assert not Candidature.objects.filter(case=found.case, state__in=STANDING).exists()
    assert Candidature.objects.filter(case=found.case, state=CandidatureState.HOUSED).count() == 1
