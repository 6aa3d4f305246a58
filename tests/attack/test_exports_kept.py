"""A file made this morning is read under the rights of this afternoon, section by section."""

import pytest
from django.urls import reverse

from households import services
from households.grants import GrantLevel
from households.models import ContactDetail
from partners.roles import Role
from tests import factories

ASKED = {"format": "csv", "reason": "Réunion d’équipe du lundi"}


def made(client, name, columns):
    answer = client.post(reverse("core:export_new", args=[name]), {**ASKED, "columns": columns})
    assert answer.status_code == 302, answer.content.decode()
    assert client.get(answer.url + "fichier/").status_code == 200
    return answer.url + "fichier/"


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


def test_names_taken_as_operator_stay_behind_for_who_only_follows_the_state(world, case, cast, sign_in):
    client = sign_in(cast.manager)
    file = made(client, "menages", ["number", "name"])
    factories.grant(case, world.association, GrantLevel.SUMMARY)
    services.end_access(case=case, level=GrantLevel.LEAD, by=cast.manager)
    assert client.get(reverse("households:case_detail", args=[case.pk])).status_code == 200
    assert client.get(file).status_code == 403


def test_a_role_that_reads_less_takes_less(case, cast, sign_in):
    client = sign_in(cast.referent)
    file = made(client, "menages", ["number", "name"])
    cast.referent.user.memberships.update(role=Role.LANDLORD_MANAGER)
    assert client.get(file).status_code == 403


def test_a_household_that_asks_for_care_since_is_not_taken_away_unasked(case, cast, sign_in):
    client = sign_in(cast.worker)
    file = made(client, "menages", ["number", "name"])
    ContactDetail.objects.create(case=case, kind="phone", value="06 39 98 00 01", no_message=True)
    assert client.get(file).status_code == 403


def test_the_same_rights_open_the_same_file_again(case, cast, sign_in):
    client = sign_in(cast.worker)
    file = made(client, "menages", ["number", "name"])
    assert client.get(file).status_code == 200
