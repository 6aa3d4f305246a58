"""The synthesis: a file on one page, by the rights of who prints it."""

import pytest

from households import services
from households.models import ProtectedDetail
from partners.roles import Role
from tests import factories
from tests.support.pdf_reading import count_pages, text_of
from veille.core.models import AccessEvent, AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world, cast):
    case = factories.make_accompanied_case(world, cast)
    factories.make_measure(case, world.association)
    factories.HousingPeriodFactory(case=case, commune=world.commune)
    author = {"case": case, "author": cast.worker.user, "organisation": world.association}
    factories.FindingFactory(**author, difficulty="isolation", is_confided=True)
    factories.FindingFactory(**author, difficulty="rent_arrears")
    return case


def _print(client, case, **data):
    send = client.post if data else client.get
    return send(f"/dossiers/{case.pk}/synthese/", data)


def test_it_holds_on_one_page_and_tells_who_where_and_what(sign_in, cast, case):
    answer = _print(sign_in(cast.worker), case)
    text = text_of(answer.content)
    assert count_pages(answer.content) == 1
    assert case.household.people.get().last_name in text
    assert "Isolement" in text
    assert "Accompagnement actif" in text


def test_the_landlord_prints_nothing_that_was_confided(sign_in, cast, case):
    text = text_of(_print(sign_in(cast.referent), case).content)
    assert "Impayés" in text
    assert "Isolement" not in text


def test_its_name_and_its_title_tell_nobody(sign_in, cast, case):
    answer = _print(sign_in(cast.worker), case)
    assert answer["Content-Disposition"] == 'attachment; filename="synthese.pdf"'
    assert case.household.people.get().last_name.encode() not in answer.content[:2000]


def test_each_part_printed_is_in_the_journal_as_an_export(sign_in, cast, case):
    _print(sign_in(cast.worker), case)
    sections = set(AccessEvent.objects.filter(kind="export", cases=[case.pk]).values_list("section", flat=True))
    assert {"identity", "housing", "findings_support", "measure"} <= sections


def test_about_a_household_in_danger_nothing_is_printed_until_somebody_says_why(sign_in, cast, case):
    factories.restrict(case, cast.worker)
    services.protect_detail(case=case, kind="address", value="12 rue des Lilas", by=cast.worker)
    client = sign_in(cast.worker)
    assert _print(client, case)["Content-Type"].startswith("text/html")
    assert _print(client, case, release_reason="because").status_code == 422
    answer = _print(client, case, release_reason="by_hand")
    assert "Lilas" not in text_of(answer.content)
    assert AuditEvent.objects.filter(name="release.confirmed", case=case.pk).count() == 1
    assert ProtectedDetail.objects.count() == 1


def test_litigation_does_not_print_it(sign_in, cast, case):
    assert _print(sign_in(cast[Role.LANDLORD_LITIGATION]), case).status_code in {403, 404}


def test_a_very_full_file_still_holds_on_one_page(sign_in, cast, world, case):
    for index in range(30):
        factories.PersonFactory(household=case.household, last_name=f"Vanderstraeten-Delacroix-{index}", role="child")
    assert count_pages(_print(sign_in(cast.worker), case).content) == 1
