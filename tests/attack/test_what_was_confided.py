"""What was confided, or kept secret, does not reach a landlord by a commission, a lease or a file of its own."""

import pytest
from django.urls import reverse

from households.models import ContactDetail, Dwelling, Tenancy
from households.services import receive_accounts
from tests import factories
from tests.households.test_tenants import row


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


@pytest.mark.parametrize("kind", ["note-ccapex", "note-fsl", "note-pour-l-audience"])
def test_who_was_confided_is_in_no_note_to_an_institution(case, cast, sign_in, kind):
    hidden = {"first_name": "Cachée", "source": "confided", "gender": "woman"}
    factories.PersonFactory(household=case.household, role="spouse_partner", **hidden)
    page = sign_in(cast.worker).get(reverse("households:letter_write", args=[case.pk, kind])).content.decode()
    offered = page.split("Ce que la note dira")[1].replace("\u202f", " ").replace("\u00a0", " ")
    assert "1 adulte" in offered
    assert "2 adultes" not in offered
    assert "Cachée" not in offered


def test_a_secret_dwelling_without_a_number_is_told_by_its_lease_to_nobody(case, world, cast):
    dwelling = Dwelling.objects.create(landlord=world.landlord, commune=world.commune, is_secret=True)
    factories.HousingPeriodFactory(case=case, dwelling=dwelling, contract_number="C100")
    rows = [row("C100", residence="Les Lilas"), row("C200", "DIALLO Awa")]
    receive_accounts(landlord=world.landlord, rows=rows, by=cast.referent)
    assert list(Tenancy.objects.visible_to(cast.referent).values_list("contract_number", flat=True)) == ["C200"]


@pytest.mark.parametrize("page", ["case_detail", "case_household"])
def test_the_telephone_of_who_was_confided_does_not_name_her_to_the_landlord(case, cast, sign_in, page):
    """A worker ticked « connu du bailleur » for the number, not for the person; or her source changed since."""
    hidden = {"first_name": "Cachée", "source": "confided", "gender": "woman"}
    her = factories.PersonFactory(household=case.household, role="spouse_partner", **hidden)
    ContactDetail.objects.create(case=case, kind="phone", value="06 39 98 55 44", person=her)
    ContactDetail.objects.create(case=case, kind="phone", value="06 39 98 00 01")
    address = reverse(f"households:{page}", args=[case.pk])
    landlord = sign_in(cast.referent).get(address).content.decode()
    assert "00 01" in landlord.replace("\u00a0", " ")
    assert "Cachée" not in landlord
    assert "55 44" not in landlord.replace("\u00a0", " ")
    assert "Cachée" in sign_in(cast.worker).get(address).content.decode()
