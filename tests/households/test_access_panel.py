"""Accès: opening and closing a file, at the next request."""

from datetime import date

import pytest
from django.urls import reverse

from households.grants import GrantLevel
from households.models import CaseAccess, CaseTeamMember, Exclusion, NamedPerson, SharingAgreement
from households.rights_choices import SHARING_OPEN
from partners.roles import Role
from tests import factories
from veille.core.models import AuditEvent


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


def address(name, *args):
    return reverse(f"households:{name}", args=args)


def sharing(world, **fields):
    return {
        "organisation": world.other_association.pk,
        "category": "file",
        "state": "agreed",
        "on": "2018-12-10",
        "agreed": "on",
        **fields,
    }


def test_a_partner_opens_the_file_once_the_household_agreed_and_no_longer_when_it_ends(case, cast, world, sign_in):
    partner = sign_in(cast.partner(Role.ASSOCIATION_MANAGER))
    lead = sign_in(cast.worker)
    assert partner.get(address("case_detail", case.pk)).status_code == 404
    assert lead.post(address("partner_add", case.pk), sharing(world)).status_code == 302
    assert partner.get(address("case_detail", case.pk)).status_code == 200
    access = CaseAccess.objects.get(level=GrantLevel.PARTNER_ASSOCIATION)
    assert lead.post(address("access_stop", case.pk, access.pk)).status_code == 302
    assert partner.get(address("case_detail", case.pk)).status_code == 404
    assert not SharingAgreement.objects.current().filter(state__in=SHARING_OPEN).exists()


def test_without_the_agreement_of_the_household_nothing_is_shared(case, cast, world, sign_in):
    data = sharing(world)
    del data["agreed"]
    answer = sign_in(cast.worker).post(address("partner_add", case.pk), data)
    assert answer.status_code == 422
    assert "Sans que le ménage le sache" in answer.content.decode()
    assert not SharingAgreement.objects.exists()


def test_an_agreement_is_not_promised(case, cast, world, sign_in):
    answer = sign_in(cast.worker).post(address("partner_add", case.pk), sharing(world, on="2018-12-20"))
    assert answer.status_code == 422


def test_an_access_that_rests_on_an_act_is_not_stopped_by_hand(case, cast, sign_in):
    access = CaseAccess.objects.get(case=case, level=GrantLevel.LANDLORD_OF_DWELLING)
    assert sign_in(cast.worker).post(address("access_stop", case.pk, access.pk)).status_code == 403


def test_the_manager_names_a_worker_who_then_opens_the_file(case, cast, sign_in):
    worker = sign_in(cast.other_worker)
    assert worker.get(address("case_detail", case.pk)).status_code == 404
    data = {"user": cast.other_worker.user_id, "part": "member"}
    assert sign_in(cast.manager).post(address("team_add", case.pk), data).status_code == 302
    assert worker.get(address("case_detail", case.pk)).status_code == 200


def test_the_manager_cannot_name_herself_nor_somebody_of_elsewhere(case, cast, sign_in):
    manager = sign_in(cast.manager)
    for user in (cast.manager.user_id, cast.partner(Role.ASSOCIATION_WORKER).user_id):
        answer = manager.post(address("team_add", case.pk), {"user": user, "part": "member"})
        assert answer.status_code == 422


def test_a_stand_in_has_an_end_and_opens_the_file_until_then(case, cast, sign_in, settings):
    manager, worker = sign_in(cast.manager), sign_in(cast.other_worker)
    data = {"user": cast.other_worker.user_id, "part": "stand_in"}
    assert manager.post(address("team_add", case.pk), data).status_code == 422
    assert manager.post(address("team_add", case.pk), {**data, "ends_on": "2018-12-20"}).status_code == 302
    assert worker.get(address("case_detail", case.pk)).status_code == 200
    settings.VEILLE_TODAY = date(2018, 12, 21)
    assert worker.get(address("case_detail", case.pk)).status_code == 404


def test_only_an_association_works_in_the_file_the_others_get_the_summary(case, cast, world, sign_in):
    lead = sign_in(cast.worker)
    landlord = sharing(world, organisation=world.other_landlord.pk)
    assert lead.post(address("partner_add", case.pk), landlord).status_code == 422
    landlord["category"] = "summary"
    assert lead.post(address("partner_add", case.pk), landlord).status_code == 302


def test_a_worker_does_not_run_the_team_and_may_leave_it(case, cast, sign_in):
    worker = sign_in(cast.worker)
    assert worker.get(address("team_add", case.pk)).status_code == 403
    member = CaseTeamMember.objects.get(case=case)
    assert worker.post(address("team_leave", case.pk, member.pk)).status_code == 302
    assert worker.get(address("case_detail", case.pk)).status_code == 404


def test_a_declared_conflict_closes_the_file_and_keeps_no_reason(case, cast, sign_in):
    worker = sign_in(cast.worker)
    assert worker.post(address("conflict_declare", case.pk)).status_code == 302
    assert worker.get(address("case_detail", case.pk)).status_code == 404
    assert Exclusion.objects.get(case=case).user == cast.worker.user
    assert set(AuditEvent.objects.get(name="conflict.declared").changes) == {"user"}


def test_a_named_person_opens_a_restricted_file_until_she_is_taken_off_the_list(case, cast, sign_in):
    factories.restrict(case, cast.worker)
    manager, worker = sign_in(cast.manager), sign_in(cast.worker)
    assert manager.get(address("case_detail", case.pk)).status_code == 404
    assert worker.post(address("named_add", case.pk), {"user": cast.manager.user_id}).status_code == 302
    assert manager.get(address("case_detail", case.pk)).status_code == 200
    named = NamedPerson.objects.get(user=cast.manager.user)
    assert worker.post(address("named_end", case.pk, named.pk)).status_code == 302
    assert manager.get(address("case_detail", case.pk)).status_code == 404


def test_the_last_named_person_stays(case, cast, sign_in):
    factories.restrict(case, cast.worker)
    named = NamedPerson.objects.get(case=case)
    page = sign_in(cast.worker).post(address("named_end", case.pk, named.pk), follow=True)
    assert "Une personne au moins reste nommée" in page.content.decode()
    assert NamedPerson.objects.current().filter(case=case).exists()


def test_the_panel_says_who_opens_the_file_and_why(case, cast, sign_in):
    page = sign_in(cast.manager).get(address("case_access", case.pk)).content.decode()
    for words in ("Habitat du Nord", "Bailleur du logement", "La Vie active", "pour le test", "Référent·e de parcours"):
        assert words in page
