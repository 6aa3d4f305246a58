"""What is confided to the accompaniment does not exist for the landlord: neither row, nor count, nor hint."""

from datetime import date

import pytest
from django.urls import reverse

from households import picking, services
from households.models import ContactDetail, Finding, HousingPeriod, Person
from tests import factories
from veille.core import reads
from veille.core.reads import ReadLog


@pytest.fixture
def case(world, cast):
    made = factories.make_accompanied_case(world, cast)
    household = made.household
    services.add_person(
        household=household,
        by=cast.worker,
        first_name="Modibo",
        last_name="Secretan",
        role="other_cohabitant",
        source="confided",
    )
    services.record_contact(case=made, by=cast.worker, kind="phone", value="06 39 98 77 77", source="confided")
    services.record_finding(
        case=made, difficulty="psychic_distress", severity=4, source="stated", by=cast.worker, is_confided=True
    )
    services.record_housing(case=made, situation="care_facility", starts_on=date(2018, 6, 1), by=cast.worker)
    return made


@pytest.fixture
def journal(cast):
    """A page being made, for functions that journal what they show."""
    token = reads._log.set(ReadLog(cast.referent, "test"))
    yield
    reads._log.reset(token)


HIDDEN = ("Secretan", "Modibo", "06 39 98 77 77", "Souffrance psychique", "Établissement de soins", "2\u00a0adultes")


@pytest.mark.parametrize("name", ["case_detail", "case_household", "case_housing"])
def test_the_referent_reads_no_trace_of_it(name, case, cast, sign_in):
    page = sign_in(cast.referent).get(reverse(f"households:{name}", args=[case.pk])).content.decode()
    for words in HIDDEN:
        assert words not in page


def test_the_worker_reads_all_of_it(case, cast, sign_in):
    client = sign_in(cast.worker)
    pages = "".join(
        client.get(reverse(f"households:{name}", args=[case.pk])).content.decode()
        for name in ("case_detail", "case_household", "case_housing")
    )
    for words in HIDDEN:
        assert words in pages


def test_the_rows_themselves_are_closed(case, cast):
    for model in (Person, ContactDetail, Finding, HousingPeriod):
        mine, hers = model.objects.visible_to(cast.worker), model.objects.visible_to(cast.referent)
        assert set(hers) < set(mine)


def test_a_confided_person_is_not_found_by_the_landlord(case, cast, journal):
    assert [found.case for found in picking.pick_households(cast.worker, "secretan")] == [case]
    assert picking.pick_households(cast.referent, "secretan") == []
    assert picking.possible_duplicates(cast.referent, "Modibo", "Secretan") == []


def test_a_confided_person_cannot_be_opened_by_the_landlord(case, cast, sign_in):
    person = Person.objects.get(last_name="Secretan")
    address = reverse("households:person_edit", args=[case.pk, person.pk])
    assert sign_in(cast.referent).get(address).status_code == 404
    assert sign_in(cast.worker).get(address).status_code == 200


def test_what_the_landlord_adds_is_known_to_the_landlord(case, cast, sign_in):
    data = {"first_name": "Luce", "last_name": "Ouvert", "role": "child", "tenancy_role": "none", "source": "confided"}
    sign_in(cast.referent).post(reverse("households:person_add", args=[case.pk]), data)
    assert Person.objects.get(last_name="Ouvert").source == "landlord_known"
