"""A landlord's own chargé·e de gestion sociale leads a file with all the tools of an association worker."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from households.grants import GrantLevel
from partners.roles import Role
from tests import factories
from tests.accompaniment.test_todo import titles
from tests.architecture.test_addresses import patterns
from veille.core import clock

# Pages of a file and of its accompaniment, each behind one key.
_OF_A_FILE = re.compile(r"^dossiers/<uuid:pk>/")
_OF_A_MEASURE = re.compile(r"^accompagnements/<uuid:pk>/")
FILES = sorted(name for name, path in patterns() if _OF_A_FILE.match(path) and path.count("<") == 1)
MEASURES = sorted(name for name, path in patterns() if _OF_A_MEASURE.match(path) and path.count("<") == 1)


@pytest.fixture
def led(world, cast):
    """The same household twice: led by the association, led by its landlord."""

    def lead(organisation, actor):
        case = factories.make_case(world, admitted_on=clock.today() - timedelta(days=30))
        factories.grant(case, world.landlord, GrantLevel.LANDLORD_OF_DWELLING)
        factories.grant(case, organisation, GrantLevel.LEAD)
        factories.put_in_team(case, actor, "lead")
        factories.HousingPeriodFactory(case=case, commune=world.commune)
        factories.make_measure(case, organisation)
        return case

    worker = cast[Role.LANDLORD_CASE_WORKER]
    return {cast.worker: lead(world.association, cast.worker), worker: lead(world.landlord, worker)}


@pytest.fixture
def opened(led, sign_in):
    """How a page answers each of the two, GET."""

    def statuses(name, of):
        found = []
        for actor, case in led.items():
            response = sign_in(actor).get(reverse(name, args=[of(case)]), HTTP_HX_REQUEST="true")
            found.append(response.status_code)
        return found

    return statuses


@pytest.mark.parametrize("name", FILES)
def test_every_page_of_a_file_that_opens_to_the_association_opens_to_her(opened, name):
    association, landlord = opened(name, lambda case: case.pk)
    assert landlord == association or (association == 403 and landlord == 200)


@pytest.mark.parametrize("name", MEASURES)
def test_every_act_on_a_measure_is_hers_too(opened, name):
    association, landlord = opened(name, lambda case: case.measures.get().pk)
    assert landlord == association


def test_an_accompaniment_that_no_case_worker_leads_awaits_the_manager_of_the_landlord(world, cast):
    case = factories.make_case(world, admitted_on=clock.today())
    for level in (GrantLevel.LANDLORD_OF_DWELLING, GrantLevel.LEAD):
        factories.grant(case, world.landlord, level)
    factories.make_measure(case, world.landlord, state="not_started")
    manager, worker = cast[Role.LANDLORD_MANAGER], cast[Role.LANDLORD_CASE_WORKER]
    assert titles(manager) == ["Accompagnement sans référent·e de parcours"]
    factories.put_in_team(case, worker, "lead")
    assert titles(manager) == []
    assert "Accompagnement à démarrer" in titles(worker)


def test_a_landlord_beside_an_association_names_nobody_for_it(world, cast):
    case = factories.make_case(world, admitted_on=clock.today())
    factories.grant(case, world.landlord, GrantLevel.LANDLORD_OF_DWELLING)
    factories.grant(case, world.association, GrantLevel.LEAD)
    factories.make_measure(case, world.association, state="not_started")
    assert titles(cast[Role.LANDLORD_MANAGER]) == []
