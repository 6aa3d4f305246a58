"""Writing in a file: once, with a day and a source, nothing lost when somebody else was faster."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from households.grants import GrantLevel
from households.models import Adhesion, CaseAccess, ContactDetail, Finding, HousingPeriod, Information, Person
from households.versions import version_of
from partners.models import Commune
from partners.roles import Role
from tests import factories
from veille.core import clock
from veille.core.models import AuditEvent


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


def address(name, *args):
    return reverse(f"households:{name}", args=args)


PERSON = {"first_name": "Inaya", "role": "child", "tenancy_role": "none", "birth_year": "2014", "source": "confided"}


def test_a_double_click_adds_one_person(case, cast, sign_in):
    client, data = sign_in(cast.worker), {**PERSON, "submission_key": str(uuid4())}
    for _ in range(2):
        answer = client.post(address("person_add", case.pk), data)
        assert answer.status_code == 302
    assert Person.objects.filter(first_name="Inaya").count() == 1
    assert AuditEvent.objects.filter(name="person.added", case=case.pk).count() == 1


def test_a_wrong_answer_is_shown_beside_its_field_and_nothing_is_lost(case, cast, sign_in):
    answer = sign_in(cast.worker).post(address("person_add", case.pk), {**PERSON, "birth_year": "1700"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Inaya" in page
    assert "À corriger" in page


def test_the_second_of_two_edits_is_told_and_overwrites_nothing(case, cast, sign_in):
    person = case.household.people.get()
    client, version = sign_in(cast.worker), version_of(person)
    base = {**PERSON, "role": "reference_person", "version": version}
    assert client.post(address("person_edit", case.pk, person.pk), {**base, "first_name": "Anne"}).status_code == 302
    late = client.post(address("person_edit", case.pk, person.pk), {**base, "first_name": "Zoé"})
    assert late.status_code == 422
    assert "modifié cette fiche entre-temps" in late.content.decode()
    person.refresh_from_db()
    assert person.first_name == "Anne"


def test_the_journal_of_an_edit_names_fields_and_no_content(case, cast, sign_in):
    person = case.household.people.get()
    data = {**PERSON, "role": "reference_person", "first_name": "Confidence", "version": version_of(person)}
    sign_in(cast.worker).post(address("person_edit", case.pk, person.pk), data)
    event = AuditEvent.objects.get(name="person.changed")
    assert "first_name" in event.changes["fields"]
    assert "Confidence" not in str(event.changes)


def test_a_contact_is_added_corrected_and_removed(case, cast, sign_in):
    client = sign_in(cast.worker)
    client.post(
        address("contact_add", case.pk), {"kind": "phone", "value": "06 39 98 00 01", "source": "landlord_known"}
    )
    contact = ContactDetail.objects.get(case=case)
    data = {"kind": "phone", "value": "06 39 98 00 02", "source": "landlord_known", "version": version_of(contact)}
    client.post(address("contact_edit", case.pk, contact.pk), data)
    contact.refresh_from_db()
    assert contact.value == "06 39 98 00 02"
    client.post(address("contact_remove", case.pk, contact.pk))
    assert not ContactDetail.objects.exists()


def test_a_wrong_e_mail_is_refused(case, cast, sign_in):
    data = {"kind": "email", "value": "pas une adresse", "source": "confided"}
    assert sign_in(cast.worker).post(address("contact_add", case.pk), data).status_code == 422


def test_the_referent_notes_what_the_landlord_saw_and_the_worker_what_was_confided(case, cast, sign_in):
    data = {"difficulty": "isolation", "severity": "3", "source": "observed", "found_on": "2018-12-10"}
    for actor in (cast.referent, cast.worker):
        assert sign_in(actor).post(address("finding_add", case.pk), data).status_code == 302
    by_author = dict(Finding.objects.values_list("author", "is_confided"))
    assert by_author == {cast.referent.user_id: False, cast.worker.user_id: True}


def test_a_fact_is_not_noted_in_advance(case, cast, sign_in):
    data = {"difficulty": "isolation", "severity": "3", "source": "observed", "found_on": "2018-12-15"}
    answer = sign_in(cast.worker).post(address("finding_add", case.pk), data)
    assert answer.status_code == 422
    assert "date passée" in answer.content.decode()


def test_not_informing_says_why_and_before_when(case, cast, sign_in):
    client = sign_in(cast.worker)
    assert client.post(address("information_add", case.pk), {"state": "not_yet"}).status_code == 422
    data = {"state": "not_yet", "reason": "Absente deux fois", "due_on": "2018-12-20"}
    assert client.post(address("information_add", case.pk), data).status_code == 302
    assert Information.objects.get().noted_by == cast.worker.user


def test_the_latest_word_of_one_day_stands(case, cast, sign_in):
    client = sign_in(cast.worker)
    for state in ("to_seek", "agreed_oral"):
        client.post(address("adhesion_add", case.pk), {"state": state})
    assert Adhesion.objects.first().state == "agreed_oral"
    assert "Accord oral" in client.get(address("case_detail", case.pk)).content.decode()


def housing(**fields):
    return {"situation": "social_tenant", "starts_on": "2018-11-01", "commune": "Harnes", **fields}


def test_a_new_dwelling_ends_the_former_one_and_its_landlords_access(case, cast, world, sign_in):
    factories.HousingPeriodFactory(case=case, dwelling=None)
    client = sign_in(cast.worker)
    assert client.post(address("housing_add", case.pk), housing(landlord=world.landlord.pk)).status_code == 302
    former, present = HousingPeriod.objects.filter(case=case).order_by("starts_on")
    assert former.ends_on == date(2018, 10, 31)
    assert present.dwelling.landlord == world.landlord
    moved = housing(landlord=world.other_landlord.pk, starts_on="2018-12-01")
    assert client.post(address("housing_add", case.pk), moved).status_code == 302
    opening = CaseAccess.objects.current().filter(case=case, level=GrantLevel.LANDLORD_OF_DWELLING)
    assert [access.organisation for access in opening] == [world.other_landlord]


def test_in_acces_the_landlord_opens_the_file_from_the_signed_lease_only(world, cast, sign_in):
    case = factories.make_accompanied_case(world, cast, door="access")
    CaseAccess.objects.filter(level=GrantLevel.LANDLORD_OF_DWELLING).delete()
    client = sign_in(cast.worker)
    client.post(address("housing_add", case.pk), housing(landlord=world.landlord.pk, starts_on="2018-10-01"))
    opening = CaseAccess.objects.current().filter(case=case, level=GrantLevel.LANDLORD_OF_DWELLING)
    assert not opening.exists()
    signed = housing(landlord=world.landlord.pk, lease_signed_on="2018-11-01")
    client.post(address("housing_add", case.pk), signed)
    assert opening.get().organisation == world.landlord


def test_an_older_situation_than_the_present_one_is_refused_in_words(case, cast, sign_in):
    factories.HousingPeriodFactory(case=case, starts_on=date(2018, 12, 1))
    answer = sign_in(cast.worker).post(address("housing_add", case.pk), housing())
    assert answer.status_code == 422
    assert "plus récente" in answer.content.decode()


def test_a_commune_with_twins_asks_for_its_code(case, cast, sign_in):
    Commune.objects.create(code="99001", name="Harnes", sort_name="harnes", kind="COM", department_code="99")
    answer = sign_in(cast.worker).post(address("housing_add", case.pk), housing(commune="Harnes"))
    assert answer.status_code == 422
    assert "Donnez le code INSEE" in answer.context["form"].errors["commune"][0]


def test_a_step_of_procedure_opens_the_file_to_litigation_and_its_end_closes_it(case, cast, sign_in, settings):
    litigation = sign_in(cast[Role.LANDLORD_LITIGATION])
    assert litigation.get(address("case_detail", case.pk)).status_code == 404
    writer = sign_in(cast.play(Role.LANDLORD_MANAGER, cast.referent.organisation))
    data = {"step": "summons", "starts_on": "2018-12-01", "landlord": cast.referent.organisation_id}
    assert writer.post(address("step_add", case.pk), data).status_code == 302
    assert litigation.get(address("case_detail", case.pk)).status_code == 200
    step = case.procedure_steps.get()
    assert writer.post(address("step_end", case.pk, step.pk)).status_code == 302
    settings.VEILLE_TODAY = clock.today() + timedelta(days=1)
    assert litigation.get(address("case_detail", case.pk)).status_code == 404
