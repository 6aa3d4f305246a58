"""The pages of the data protection officer: what is due and why, what is held, who opens an archive, what is proved."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from households import services
from households.grants import GrantLevel
from households.models import ArchiveAccess, Case, LegalHold, ProcessingPurpose
from partners.roles import Role
from tests import factories
from tests.support.pdf_reading import text_of
from veille.core.models import AuditEvent, Run

TODAY = date(2018, 12, 14)


@pytest.fixture
def officer(cast):
    return cast[Role.DPO]


def a_file(world, organisation, number, last_contact_on=date(2016, 12, 1)):
    case = factories.make_case(
        world,
        number=number,
        opened_on=date(2015, 3, 2),
        admitted_on=date(2015, 4, 2),
        closed_on=date(2016, 12, 5),
        last_contact_on=last_contact_on,
    )
    factories.grant(case, organisation, GrantLevel.LEAD)
    return case


def test_the_preview_says_each_file_and_why(world, officer, sign_in):
    a_file(world, world.landlord, "VS-2015-00001")
    page = sign_in(officer).get(reverse("households:retention_list")).content.decode()
    assert "VS-2015-00001" in page
    assert "À archiver" in page
    assert "Dernier contact le 1" in page


def test_the_files_of_others_are_not_in_it(world, officer, sign_in):
    a_file(world, world.association, "VS-2015-00002")
    page = sign_in(officer).get(reverse("households:retention_list")).content.decode()
    assert "VS-2015-00002" not in page


def test_no_name_is_in_the_preview(world, officer, sign_in):
    case = a_file(world, world.landlord, "VS-2015-00001")
    page = sign_in(officer).get(reverse("households:retention_list")).content.decode()
    assert case.household.people.get().last_name not in page


def test_on_a_fixed_day_nothing_runs_and_the_page_says_why(world, officer, sign_in):
    case = a_file(world, world.landlord, "VS-2015-00001")
    answer = sign_in(officer).post(reverse("households:retention_run"), follow=True)
    assert "VEILLE_TODAY" in answer.content.decode()
    assert not Run.objects.exists()
    case.refresh_from_db()
    assert case.archived_on is None


def test_a_file_is_held_and_let_go(world, officer, sign_in):
    case = a_file(world, world.landlord, "VS-2015-00001")
    client = sign_in(officer)
    address = reverse("households:hold_add", args=[case.pk])
    assert client.post(address, {"reason": "", "until": "2019-06-01"}).status_code == 422
    assert client.post(address, {"reason": "Recours", "until": "2018-01-01"}).status_code == 422
    assert client.post(address, {"reason": "Recours", "until": "2019-06-01"}).status_code == 302
    assert "Conservation imposée" in client.get(reverse("households:retention_list")).content.decode()
    hold = LegalHold.objects.get()
    assert client.post(reverse("households:hold_lift", args=[hold.pk])).status_code == 302
    assert not LegalHold.objects.current().exists()


def test_a_file_far_from_its_term_is_none_of_hers(world, officer, sign_in):
    case = a_file(world, world.landlord, "VS-2015-00001", last_contact_on=date(2018, 12, 1))
    assert sign_in(officer).get(reverse("households:hold_add", args=[case.pk])).status_code == 404


def test_an_archive_is_opened_to_one_manager(world, officer, cast, sign_in):
    case = a_file(world, world.landlord, "VS-2015-00001")
    services.archive_case(case=case)
    manager = cast[Role.LANDLORD_MANAGER]
    client, address = sign_in(officer), reverse("households:archive_open", args=[case.pk])
    data = {"user": manager.user_id, "reason": "Recours", "until": str(TODAY + timedelta(days=4))}
    assert not Case.objects.visible_to(manager).filter(pk=case.pk).exists()
    assert client.post(address, data | {"user": cast.referent.user_id}).status_code == 422
    assert client.post(address, data | {"until": "2019-06-01"}).status_code == 422
    assert client.post(address, data).status_code == 302
    assert Case.objects.visible_to(manager).filter(pk=case.pk).exists()
    assert AuditEvent.objects.filter(name="archive.opened", object_id=ArchiveAccess.objects.get().pk).exists()


def test_a_certificate_is_a_document_that_names_nobody(world, officer, sign_in):
    case = a_file(world, world.landlord, "VS-2015-00001")
    name = case.household.people.get().last_name
    certificate = services.erase_case(case=case)
    answer = sign_in(officer).get(reverse("households:certificate_document", args=[certificate.pk]))
    words = text_of(answer.content)
    assert answer["Content-Disposition"] == 'attachment; filename="attestation.pdf"'
    assert certificate.digest[:20] in words.replace("\n", "")
    assert name not in words
    assert "VS-2015-00001" not in words


def test_the_register_says_each_purpose_once(world, officer, sign_in):
    client, address = sign_in(officer), reverse("households:register_add")
    data = {"purpose": "evaluation", "basis": "public_interest", "sensitive_exception": "", "recipients": "L’équipe"}
    assert client.post(address, data).status_code == 302
    assert client.post(address, data | {"basis": "consent"}).status_code == 302
    assert ProcessingPurpose.objects.get().basis == "consent"
    assert "Évaluer par une cohorte" in client.get(reverse("households:register")).content.decode()


@pytest.mark.parametrize("role", [Role.LANDLORD_MANAGER, Role.ASSOCIATION_MANAGER, Role.PLATFORM_ADMIN])
def test_nobody_else_keeps_the_end_of_files(cast, sign_in, role):
    for name in ("retention_list", "certificate_list", "register", "register_add"):
        assert sign_in(cast[role]).get(reverse(f"households:{name}")).status_code == 403


def test_the_lead_is_told_before_the_archive(world, cast, sign_in):
    case = a_file(world, world.association, "VS-2015-00001", last_contact_on=date(2017, 1, 10))
    factories.put_in_team(case, cast.worker)
    for actor in (cast.worker, cast.manager):
        page = sign_in(actor).get(reverse("home")).content.decode()
        assert "Archivage le 10" in page
    assert "Archivage" not in sign_in(cast.other_worker).get(reverse("home")).content.decode()
