"""Who reads the roles of an organisation and the list of partners."""

import pytest
from django.urls import reverse

from partners.roles import Role


def test_the_data_protection_officer_reads_the_roles_and_changes_none(cast, sign_in):
    page = sign_in(cast[Role.DPO]).get(reverse("partners:membership_list"))
    assert page.status_code == 200
    assert cast[Role.DPO].user.last_name in page.content.decode()
    assert "Inviter une personne" not in page.content.decode()
    assert "Terminer" not in page.content.decode()


def test_a_manager_reads_them_with_her_acts(cast, sign_in):
    assert cast.worker
    page = sign_in(cast.manager).get(reverse("partners:membership_list")).content.decode()
    assert "Inviter une personne" in page
    assert "Terminer" in page


@pytest.mark.parametrize(("role", "status"), [(Role.EVALUATOR, 403), (Role.FUNDER, 200), (Role.PLATFORM_ADMIN, 200)])
def test_the_list_of_partners_opens_to_those_who_work_with_them(role, status, cast, sign_in):
    assert sign_in(cast[role]).get(reverse("partners:organisation_list")).status_code == status
