"""The directory answers « who does this, here »: by commune, by need, and the line says where each works."""

import pytest
from django.urls import reverse

from partners.models import Commune, DirectoryEntry, Partnership
from partners.network import listed_partners
from tests import factories
from veille.core import clock


@pytest.fixture
def service(world):
    found = factories.OrganisationFactory(name="Maison du budget", kind="association", competences=["budget_debt"])
    Partnership.objects.create(dispositif=world.dispositif, organisation=found, part="relay", starts_on=clock.today())
    return found


@pytest.fixture
def entry(service):
    return DirectoryEntry.objects.create(organisation=service, mission="Écoute", updated_on=clock.today())


def found(cast, text):
    return list(listed_partners(cast.referent, q=text))


def test_it_is_found_by_the_commune_it_names(world, cast, service, entry):
    entry.communes.add(world.commune)
    assert found(cast, world.commune.name) == [service]
    assert found(cast, "Douai") == []


def test_who_names_no_commune_is_found_by_those_of_its_territory(world, cast, service, entry):
    entry.territories.add(world.territory)
    assert found(cast, "harnes") == [service]
    entry.communes.add(Commune.objects.get(code="59540"))
    assert found(cast, "harnes") == []


def test_it_is_found_by_the_need_it_answers(cast, service):
    assert found(cast, "SURENDETTEMENT") == [service]


def test_the_list_says_where_it_works(world, cast, service, entry, sign_in):
    entry.communes.add(world.commune)
    page = sign_in(cast.referent).get(reverse("partners:directory_list"), {"q": "budget"})
    assert world.commune.name in page.content.decode()
