"""With or without an archived file, the pages of those who followed it are the same: lists, counts, searches."""

import re

import pytest
from django.urls import reverse

from households import services
from partners.roles import Role
from tests import factories

_PAGES = (
    "home",
    "households:case_list",
    "households:tracking_list",
    "cellule:referral_mine",
    "cellule:referral_list",
    "cellule:sheet_list",
)
_ROLES = (
    Role.LANDLORD_REFERENT,
    Role.LANDLORD_MANAGER,
    Role.LANDLORD_CLIENT_MANAGER,
    Role.ASSOCIATION_WORKER,
    Role.ASSOCIATION_MANAGER,
    Role.INSTANCE_SECRETARY,
)


def plain(answer) -> str:
    """A page without the tokens and the nonce drawn at each answer."""
    return re.sub(r"[A-Za-z0-9+/=_-]{16,}|\b[0-9A-F]{8}\b", "", answer.content.decode())


@pytest.fixture
def neighbour(world, cast):
    return factories.make_accompanied_case(world, cast, number="VS-2018-00501")


@pytest.mark.parametrize("role", _ROLES)
def test_an_archived_file_changes_nothing_of_any_page(world, cast, sign_in, neighbour, role):
    client = sign_in(cast[role])
    before = {name: plain(client.get(reverse(name))) for name in _PAGES}
    found = plain(client.post(reverse("households:case_search"), {"q": "Vande"}, follow=True))
    client.post(reverse("households:case_search"), {"q": ""})
    archived = factories.make_referred_case(world, cast, state="complete", number="VS-2018-00502").case
    factories.put_in_team(archived, cast.worker)
    services.archive_case(case=archived)
    after = {name: plain(client.get(reverse(name))) for name in _PAGES}
    assert [name for name in _PAGES if before[name] != after[name]] == []
    assert found == plain(client.post(reverse("households:case_search"), {"q": "Vande"}, follow=True))
    assert client.get(reverse("households:case_detail", args=[archived.pk])).status_code == 404


def test_without_the_archive_the_pages_change(world, cast, sign_in, neighbour):
    """The comparison sees a file that is not hidden."""
    client = sign_in(cast.referent)
    before = plain(client.get(reverse("households:case_list")))
    factories.make_referred_case(world, cast, state="complete", number="VS-2018-00502")
    assert before != plain(client.get(reverse("households:case_list")))
