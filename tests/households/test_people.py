"""Who lives there, how much of the time, who vouches for them, and how to reach them safely."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from households.composition import type_reasons
from households.models import ContactDetail, Person
from households.versions import version_of
from partners.roles import Role
from tests import factories
from veille.core.models import AccessEvent


@pytest.fixture
def case(world, cast):
    case = factories.make_accompanied_case(world, cast)
    case.household.people.update(gender="woman")
    return case


def address(name, *args):
    return reverse(f"households:{name}", args=args)


def plain(answer) -> str:
    return answer.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ").replace("&#x27;", "'")


SOMEBODY = {"first_name": "Inaya", "tenancy_role": "none", "source": "confided"}


def add(client, case, **fields):
    return client.post(address("person_add", case.pk), SOMEBODY | {"submission_key": str(uuid4())} | fields)


def tab(client, case) -> str:
    return plain(client.get(address("case_household", case.pk)))


# Members.


def test_a_child_of_two_homes_says_which_weeks_and_its_share(case, cast, sign_in):
    client = sign_in(cast.worker)
    assert add(client, case, role="child_alternate", custody_rhythm="even_weeks").status_code == 302
    assert Person.objects.get(first_name="Inaya").custody_share == 50
    assert "les semaines paires (50 % du temps)" in tab(client, case)


def test_a_rhythm_of_one_s_own_says_its_share(case, cast, sign_in):
    client = sign_in(cast.worker)
    refused = add(client, case, role="child_alternate", custody_rhythm="other")
    assert refused.status_code == 422
    assert "Indiquez la part du temps" in plain(refused)
    assert add(client, case, role="child_alternate", custody_rhythm="other", custody_share="35").status_code == 302
    assert "un autre rythme (35 % du temps)" in tab(client, case)


@pytest.mark.parametrize("share", ["0", "100", "-3"])
def test_a_share_is_a_part_of_the_time(case, cast, sign_in, share):
    answer = add(sign_in(cast.worker), case, role="child_alternate", custody_rhythm="other", custody_share=share)
    assert answer.status_code == 422


def test_a_child_to_be_born_is_expected_in_a_month_and_needs_no_name(case, cast, sign_in):
    client = sign_in(cast.worker)
    assert add(client, case, first_name="", role="unborn_child", expected_month="2019-03").status_code == 302
    child = Person.objects.get(role="unborn_child")
    assert child.expected_month == date(2019, 3, 1)
    page = tab(client, case)
    assert "naissance attendue en mars 2019" in page
    assert "à naître" in page


def test_once_born_the_month_expected_goes(case, cast, sign_in):
    child = factories.PersonFactory(household=case.household, role="unborn_child", expected_month=date(2018, 12, 1))
    data = SOMEBODY | {
        "role": "child",
        "birth_date": "2018-12-10",
        "expected_month": "2018-12",
        "version": version_of(child),
    }
    assert sign_in(cast.worker).post(address("person_edit", case.pk, child.pk), data).status_code == 302
    child.refresh_from_db()
    assert (child.role, child.expected_month) == ("child", None)


def test_a_guarantor_who_lives_elsewhere_is_written_beside_and_not_counted(case, cast, sign_in):
    client = sign_in(cast.worker)
    add(client, case, role="ascendant", tenancy_role="guarantor", lives_elsewhere="on")
    page = tab(client, case)
    assert "Se portent garants, sans habiter ici" in page
    assert "1 adulte" in page
    assert "Femme seule" in page


def test_only_a_guarantor_is_written_without_living_there(case, cast, sign_in):
    add(sign_in(cast.worker), case, role="ascendant", tenancy_role="occupant", lives_elsewhere="on")
    assert not Person.objects.get(first_name="Inaya").lives_elsewhere
    neighbour = case.household.people.first()
    neighbour.lives_elsewhere = True
    with pytest.raises(ValidationError, match="Seul un garant"):
        neighbour.full_clean()


def test_an_alias_and_no_birth_date_are_enough(case, cast, sign_in):
    client = sign_in(cast.worker)
    assert add(client, case, first_name="", alias="Zaza", role="other_cohabitant").status_code == 302
    page = tab(client, case)
    assert "Zaza" in page
    assert "non renseigné" in page


def test_every_member_shows_where_it_is_known_from(case, cast, sign_in):
    client = sign_in(cast.worker)
    add(client, case, role="child")
    page = tab(client, case)
    assert "Connu du bailleur" in page
    assert "Confié à l’accompagnement" in page


# The type of the household.


def test_the_type_says_why_and_is_typed_nowhere(case, cast, sign_in):
    client = sign_in(cast.worker)
    add(client, case, role="child")
    page = tab(client, case)
    assert "Femme seule avec enfant(s)" in page
    assert "Pourquoi" in page
    assert "1 enfant de moins de 25 ans" in page
    assert "household_type" not in plain(client.get(address("person_add", case.pk)))


class Someone:
    def __init__(self, role, gender="", birth_year=1980):
        self.role, self.gender, self.birth_year, self.birth_date = role, gender, birth_year, None


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ([], "Aucun adulte"),
        ([Someone("reference_person")], "Le genre n’est pas renseigné"),
        ([Someone("reference_person", "man"), Someone("spouse_partner", "woman")], "Deux adultes en couple"),
        ([Someone("reference_person"), Someone("child", birth_year=1990)], "intergénérationnelle"),
        ([Someone("reference_person"), Someone("ascendant")], "élargie"),
        ([Someone("reference_person"), Someone("unknown")], "n’est pas renseignée"),
        ([Someone("reference_person"), Someone("caregiver_resident")], "ne change pas le type"),
    ],
)
def test_each_reason_of_the_type_has_its_sentence(people, words):
    assert any(words in line for line in type_reasons(people, date(2018, 12, 14)))


def test_the_type_rests_on_those_the_reader_may_see(case, cast, sign_in):
    add(sign_in(cast.worker), case, role="child")
    page = tab(sign_in(cast.referent), case)
    assert "Femme seule" in page
    assert "enfant(s)" not in page


# Ways to reach the household.


def contact(client, case, **fields):
    data = {"kind": "phone", "value": "06 39 98 00 01", "source": "landlord_known", "submission_key": str(uuid4())}
    return client.post(address("contact_add", case.pk), data | fields)


def test_what_to_know_begins_with_the_safe_way_and_its_hours(case, cast, sign_in):
    client = sign_in(cast.worker)
    contact(client, case, kind="address", value="3 rue des Lilas")
    contact(client, case, is_preferred="on", hours="entre 14 h et 17 h", no_message="on", preference="Par SMS")
    page = plain(client.get(address("case_detail", case.pk)))
    know = page.split('id="to-know"')[1].split("</section>")[0]
    assert know.index("Joindre d’abord") < know.index("3 rue des Lilas")
    assert "Par SMS, entre 14 h et 17 h ; ne pas laisser de message" in know


def test_a_way_not_to_be_used_is_struck_and_last(case, cast, sign_in):
    client = sign_in(cast.worker)
    contact(client, case, is_unsafe="on")
    contact(client, case, kind="email", value="elle@exemple.invalid")
    page = plain(client.get(address("case_detail", case.pk)))
    assert "<s>06 39 98 00 01</s>" in page
    assert page.index("elle@exemple.invalid") < page.index("<s>06 39")


def test_the_first_way_is_a_safe_one(case, cast, sign_in):
    answer = contact(sign_in(cast.worker), case, is_unsafe="on", is_preferred="on")
    assert answer.status_code == 422
    assert "ne peut pas être le premier" in plain(answer)


def test_a_new_first_way_takes_the_place_of_the_former(case, cast, sign_in):
    client = sign_in(cast.worker)
    contact(client, case, is_preferred="on")
    contact(client, case, value="06 39 98 00 02", is_preferred="on")
    assert ContactDetail.objects.get(is_preferred=True).value == "06 39 98 00 02"


# Somebody already known.


@pytest.fixture
def known(world, cast):
    """A household of the same worker where a person of that name is."""
    other = factories.make_accompanied_case(world, cast)
    factories.PersonFactory(
        household=other.household, first_name="Modibo", last_name="Secretan", birth_date=date(1985, 2, 3)
    )
    return other


HIM = {"first_name": "Modibo", "last_name": "Sécretan", "birth_year": "1985", "role": "other_relative"}


def test_somebody_of_her_own_files_is_shown_before_being_added_twice(case, known, cast, sign_in):
    client = sign_in(cast.worker)
    warned = add(client, case, **HIM)
    assert warned.status_code == 422
    assert known.number in plain(warned)
    assert not case.household.people.filter(first_name="Modibo").exists()
    assert add(client, case, **HIM, is_another="on").status_code == 302


def test_another_age_is_another_person(case, known, cast, sign_in):
    assert add(sign_in(cast.worker), case, **HIM | {"birth_year": "1950"}).status_code == 302


def test_the_household_itself_is_no_duplicate(case, cast, sign_in):
    woman = case.household.people.get()
    answer = add(sign_in(cast.worker), case, first_name=woman.first_name, last_name=woman.last_name, role="child")
    assert answer.status_code == 302


def test_outside_the_perimeter_the_answer_is_the_same_as_for_nobody(case, known, cast, sign_in):
    known.team.all().delete()
    assert add(sign_in(cast.worker), case, **HIM).status_code == 302
    assert not AccessEvent.objects.filter(cases__contains=[known.pk]).exists()


def test_no_sentence_says_that_somebody_exists_already(case, known, cast, sign_in):
    text = plain(add(sign_in(cast.worker), case, **HIM))
    assert "existe déjà" not in text
    assert "un de vos dossiers" in text.lower()


@pytest.mark.parametrize("role", [Role.LANDLORD_MANAGER, Role.LANDLORD_CLIENT_MANAGER])
def test_who_does_not_write_identities_sees_no_button(case, cast, sign_in, role):
    assert "Ajouter une personne" not in tab(sign_in(cast[role]), case)


def test_who_writes_only_what_is_not_confided_separates_nobody(case, cast, sign_in):
    factories.PersonFactory(household=case.household, role="spouse_partner")
    assert "Le ménage se sépare" in tab(sign_in(cast.worker), case)
    for person in (cast.referent, cast.manager):
        assert "Le ménage se sépare" not in tab(sign_in(person), case)
