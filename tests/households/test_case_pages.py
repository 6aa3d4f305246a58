"""The pages of a file: who opens them, and what they leave out."""

import pytest
from django.urls import reverse

from households.grants import GrantLevel
from households.models import ProcedureStep
from partners.roles import Role
from tests import factories
from veille.core import clock
from veille.core.models import AccessEvent

TABS = ("case_detail", "case_household", "case_housing", "case_followup", "case_plan", "case_sessions", "case_access")


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


def address(name, *args):
    return reverse(f"households:{name}", args=args)


@pytest.mark.parametrize("tab", TABS)
def test_worker_of_the_team_opens_every_tab(tab, case, cast, sign_in):
    page = sign_in(cast.worker).get(address(tab, case.pk))
    assert page.status_code == 200
    assert case.number in page.content.decode()


@pytest.mark.parametrize("tab", TABS)
def test_a_partner_without_a_grant_meets_a_file_that_does_not_exist(tab, case, cast, sign_in):
    assert sign_in(cast.partner(Role.ASSOCIATION_WORKER)).get(address(tab, case.pk)).status_code == 404


def test_each_page_shown_is_written_in_the_journal(case, cast, sign_in):
    sign_in(cast.worker).get(address("case_household", case.pk))
    events = AccessEvent.objects.filter(url_name="households:case_household", user=cast.worker.user_id)
    assert {event.section for event in events} == {"identity", "contact", "confided"}
    assert all(event.cases == [case.pk] for event in events)


def test_the_list_shows_the_file_to_its_worker_and_to_her_manager(case, cast, sign_in):
    for actor in (cast.worker, cast.manager, cast.referent):
        page = sign_in(actor).get(address("case_list")).content.decode()
        assert case.number in page
        assert case.household.people.get().last_name in page


def test_the_list_of_a_colleague_outside_the_team_is_empty_and_says_what_to_expect(case, cast, sign_in):
    page = sign_in(cast.other_worker).get(address("case_list")).content.decode()
    assert case.number not in page
    assert "Aucun dossier ne vous est ouvert" in page


def test_litigation_sees_the_tenant_and_neither_door_nor_number(case, cast, world, sign_in):
    ProcedureStep.objects.create(case=case, landlord=world.landlord, step="summons", starts_on=clock.today())
    client = sign_in(cast[Role.LANDLORD_LITIGATION])
    for name, args in (("case_list", ()), ("case_detail", (case.pk,)), ("case_housing", (case.pk,))):
        page = client.get(address(name, *args)).content.decode()
        assert case.household.people.get().last_name in page
        assert case.number not in page
        assert "Maintien" not in page
        assert "La Vie active" not in page


def test_who_only_follows_the_state_sees_neither_name_nor_tab(world, cast, sign_in):
    case = factories.make_case(world)
    factories.grant(case, world.shelter, GrantLevel.STATUS)
    client = sign_in(cast[Role.REFERRER])
    page = client.get(address("case_detail", case.pk)).content.decode()
    assert case.number in page
    assert "Vandecasteele" not in page
    assert client.get(address("case_household", case.pk)).status_code == 403
    assert "—" in client.get(address("case_list")).content.decode()


def test_a_restricted_file_exists_only_for_the_people_it_names(case, cast, sign_in):
    factories.restrict(case, cast.worker)
    assert "Accès restreint" in sign_in(cast.worker).get(address("case_detail", case.pk)).content.decode()
    assert sign_in(cast.manager).get(address("case_detail", case.pk)).status_code == 404
