"""Where the household lived: past situations inserted, wrong dates corrected, dwellings found again at home only."""

from datetime import date

import pytest
from django.urls import reverse

from households import services
from households.banner import housing_sentence
from households.forms.parts import CodeField
from households.grants import GrantLevel
from households.models import CaseAccess, Dwelling, HousingCorrection, HousingPeriod
from households.versions import version_of
from tests import factories
from veille.core.models import AuditEvent


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


@pytest.fixture
def present(case, world):
    dwelling = Dwelling.objects.create(landlord=world.landlord, commune=world.commune, reference="L100")
    return factories.HousingPeriodFactory(case=case, dwelling=dwelling, starts_on=date(2016, 5, 1))


def address(name, *args):
    return reverse(f"households:{name}", args=args)


def past(**fields):
    return {"situation": "hosted_family", "starts_on": "2015-01-01", "ends_on": "2016-04-30", **fields}


def dates(period, **fields):
    return {"starts_on": "2016-05-01", "ends_on": "", "lease_signed_on": "", "version": version_of(period), **fields}


def test_a_past_situation_takes_its_place(case, present, cast, sign_in):
    assert sign_in(cast.worker).post(address("housing_insert", case.pk), past()).status_code == 302
    assert list(case.housing_periods.values_list("situation", "ends_on")) == [
        ("social_tenant", None),
        ("hosted_family", date(2016, 4, 30)),
    ]


def test_a_past_situation_opens_nothing_to_its_landlord(case, present, cast, world, sign_in):
    data = past(situation="social_tenant", landlord=world.other_landlord.pk, commune="Harnes")
    assert sign_in(cast.worker).post(address("housing_insert", case.pk), data).status_code == 302
    assert not CaseAccess.objects.filter(case=case, organisation=world.other_landlord).exists()


def test_two_situations_do_not_stand_at_once(case, present, cast, sign_in):
    answer = sign_in(cast.worker).post(address("housing_insert", case.pk), past(ends_on="2016-05-01"))
    assert answer.status_code == 422
    assert "du 1er\xa0mai 2016 à aujourd’hui" in answer.content.decode()


def test_a_confided_situation_neither_refuses_nor_ends_what_the_landlord_writes(case, present, cast, world, sign_in):
    hidden = factories.HousingPeriodFactory(case=case, situation="detention", starts_on=date(2018, 11, 1))
    data = {
        "situation": "social_tenant",
        "starts_on": "2018-10-01",
        "commune": "Harnes",
        "landlord": world.landlord.pk,
    }
    assert sign_in(cast.referent).post(address("housing_add", case.pk), data).status_code == 302
    hidden.refresh_from_db()
    assert hidden.ends_on is None
    overlapping = past(starts_on="2018-09-01", ends_on="2018-09-30")
    present.refresh_from_db()
    assert present.ends_on == date(2018, 9, 30)
    assert sign_in(cast.referent).post(address("housing_insert", case.pk), overlapping).status_code == 422


def test_a_wrong_date_is_corrected_and_the_former_stays_readable(case, present, cast, sign_in):
    client = sign_in(cast.worker)
    correct = address("housing_correct", case.pk, present.pk)
    assert client.post(correct, dates(present, starts_on="2016-03-01")).status_code == 302
    present.refresh_from_db()
    assert present.starts_on == date(2016, 3, 1)
    assert HousingCorrection.objects.get().starts_on == date(2016, 5, 1)
    assert "Noté d’abord du 1er\xa0mai 2016" in client.get(address("case_housing", case.pk)).content.decode()
    assert AuditEvent.objects.get(name="housing.corrected").changes == {}


def test_of_two_corrections_the_second_reads_again(case, present, cast, sign_in):
    data = dates(present, starts_on="2016-03-01")
    correct = address("housing_correct", case.pk, present.pk)
    assert sign_in(cast.worker).post(correct, data).status_code == 302
    assert sign_in(cast.referent).post(correct, data).status_code == 422


def test_a_situation_that_was_over_takes_the_landlords_access_with_it(case, present, cast, world, sign_in):
    correct = address("housing_correct", case.pk, present.pk)
    assert sign_in(cast.worker).post(correct, dates(present, ends_on="2018-11-30")).status_code == 302
    opening = CaseAccess.objects.current().filter(case=case, level=GrantLevel.LANDLORD_OF_DWELLING)
    assert not opening.exists()
    present.refresh_from_db()
    assert sign_in(cast.worker).post(correct, dates(present)).status_code == 302
    assert opening.get().organisation == world.landlord


def test_who_does_not_write_the_housing_corrects_nothing(case, present, cast, sign_in):
    assert sign_in(cast.manager).get(address("housing_correct", case.pk, present.pk)).status_code == 403


def test_rent_charges_surface_and_financing_are_shown(case, cast, world, sign_in):
    data = {
        "situation": "social_tenant",
        "starts_on": "2018-11-01",
        "commune": "Harnes",
        "landlord": world.landlord.pk,
        "financing": "plai",
        "surface": "62.5",
        "monthly_rent": "410",
        "monthly_charges": "55",
        "contract_number": "B-77",
    }
    client = sign_in(cast.worker)
    assert client.post(address("housing_add", case.pk), data).status_code == 302
    page = client.get(address("case_housing", case.pk)).content.decode()
    for words in ("62,5&nbsp;m²", "PLAI", "410,00\xa0€", "55,00\xa0€", "B-77"):
        assert words in page


def searched(client, case, text, **fields):
    return client.post(address("housing_add", case.pk), {"action": "search", "dwelling_search": text, **fields})


def test_a_landlords_people_find_their_own_dwelling_and_link_it(case, present, cast, sign_in):
    client = sign_in(cast.referent)
    found = searched(client, case, "L100", situation="social_tenant")
    assert found.status_code == 200
    assert str(present.dwelling_id) in found.content.decode()
    assert found.context["form"]["situation"].value() == "social_tenant"  # what was typed stays
    data = {
        "situation": "social_tenant",
        "starts_on": "2018-12-01",
        "dwelling_search": "L100",
        "known_dwelling": present.dwelling_id,
    }
    assert client.post(address("housing_add", case.pk), data).status_code == 302
    assert HousingPeriod.objects.filter(dwelling=present.dwelling).count() == 2


def test_nobody_finds_the_dwelling_of_another_landlord(case, present, cast, world, sign_in):
    Dwelling.objects.create(landlord=world.other_landlord, commune=world.commune, reference="Z900")
    assert "Aucun logement" in searched(sign_in(cast.referent), case, "Z900").content.decode()
    assert "dwelling_search" not in sign_in(cast.worker).get(address("housing_add", case.pk)).context["form"].fields
    forced = {"situation": "social_tenant", "starts_on": "2018-12-01", "dwelling_search": "Z900"}
    foreign = Dwelling.objects.get(reference="Z900").pk
    answer = sign_in(cast.referent).post(address("housing_add", case.pk), forced | {"known_dwelling": foreign})
    assert answer.status_code == 422


def test_a_secret_dwelling_is_not_found_even_at_home(case, present, cast, sign_in):
    Dwelling.objects.filter(pk=present.dwelling_id).update(is_secret=True)
    assert "Aucun logement" in searched(sign_in(cast.referent), case, "L100").content.decode()
    fields = {"landlord": present.dwelling.landlord, "commune": present.dwelling.commune, "reference": "L100"}
    made = services.housing.dwelling_for(by=cast.referent, fields=fields)
    assert made != present.dwelling


def test_a_reference_typed_by_somebody_else_links_nothing(case, present, cast, sign_in, world):
    data = {
        "situation": "social_tenant",
        "starts_on": "2018-12-01",
        "commune": "Harnes",
        "landlord": world.landlord.pk,
        "reference": "L100",
    }
    assert sign_in(cast.worker).post(address("housing_add", case.pk), data).status_code == 302
    assert Dwelling.objects.filter(reference="L100").count() == 2


def test_the_landlords_own_people_meet_theirs_by_its_reference(case, present, cast, sign_in, world):
    data = {
        "situation": "social_tenant",
        "starts_on": "2018-12-01",
        "commune": "Harnes",
        "landlord": world.landlord.pk,
        "reference": "L100",
    }
    assert sign_in(cast.referent).post(address("housing_add", case.pk), data).status_code == 302
    assert Dwelling.objects.filter(reference="L100").count() == 1


@pytest.mark.django_db
def test_the_type_nobody_knows_is_offered_once_and_taken_where_it_was_noted():
    field = CodeField("dwelling_type", required=False)
    assert [label for _, label in field.choices].count("Non renseigné") == 1
    assert field.clean("unknown") == "unknown"


def test_a_situation_nobody_noted_is_not_said_beside_the_commune(case, world):
    period = HousingPeriod(case=case, commune=world.commune, situation="unknown")
    assert housing_sentence(period) == world.commune.name
    period.situation = "hotel"
    assert housing_sentence(period) == f"Hôtel, {world.commune.name}"
    period.situation, period.commune = "unknown", None
    assert housing_sentence(period) == "Non renseigné"
