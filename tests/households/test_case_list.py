"""Ménages: found, narrowed, sorted, in a constant number of queries; nothing outside one's perimeter."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from households import listing, picking
from households.models import Person
from partners.roles import Role
from tests import factories
from veille.core.models import AccessEvent

LIST = reverse("households:case_list")
SEARCH = reverse("households:case_search")


def rename(case, first_name, last_name, **fields):
    person = case.household.people.get()
    person.first_name, person.last_name = first_name, last_name
    for name, value in fields.items():
        setattr(person, name, value)
    person.save()
    return person


def test_two_rows_and_twelve_cost_the_same(world, cast, sign_in):
    def queries(client):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(LIST)
        return len(captured)

    for _ in range(2):
        factories.make_accompanied_case(world, cast)
    client = sign_in(cast.worker)
    client.get(LIST)
    two = queries(client)
    for _ in range(10):
        factories.make_accompanied_case(world, cast)
    assert queries(client) == two


def test_a_name_is_found_without_its_accents_and_with_a_slip(world, cast, sign_in):
    rename(factories.make_accompanied_case(world, cast), "Zélie", "Lefèvre-Cœur")
    rename(factories.make_accompanied_case(world, cast), "Karim", "Boulanger")
    client = sign_in(cast.worker)
    for text in ("lefevre coeur", "ZÉLIE", "boulangé", "lefevr"):
        page = client.post(SEARCH, {"q": text}, follow=True).content.decode()
        expected, other = ("Boulanger", "Lefèvre") if text.startswith("b") else ("Lefèvre", "Boulanger")
        assert expected in page
        assert other not in page


def test_what_is_searched_never_enters_the_address(world, cast, sign_in):
    client = sign_in(cast.worker)
    answer = client.post(SEARCH, {"q": "Boulanger"})
    assert answer.url == LIST
    assert "Boulanger" not in str(client.session._session)
    assert "Boulanger" in client.get(LIST).content.decode()
    client.post(SEARCH, {"q": ""})
    assert "Boulanger" not in client.get(LIST).content.decode()


def test_a_search_is_journalled_as_one_event(world, cast, sign_in):
    case = factories.make_accompanied_case(world, cast)
    sign_in(cast.worker).post(SEARCH, {"q": case.number}, follow=True)
    event = AccessEvent.objects.get(url_name="households:case_list")
    assert (event.kind, event.cases) == ("search", [case.pk])


def test_filters_stay_in_the_address_and_narrow_the_list(world, cast, sign_in):
    kept = factories.make_accompanied_case(world, cast, door="access")
    other = factories.make_accompanied_case(world, cast, door="retention")
    page = sign_in(cast.worker).get(LIST, {"door": "access", "stage": "admitted"}).content.decode()
    assert kept.number in page
    assert other.number not in page


def test_an_unknown_filter_breaks_nothing(world, cast, sign_in):
    case = factories.make_accompanied_case(world, cast)
    query = {"door": "fenêtre", "territory": "x", "sort": "secret", "page": "999"}
    assert case.number in sign_in(cast.worker).get(LIST, query).content.decode()


def test_litigation_cannot_guess_a_door_by_filtering(world, cast):
    case = factories.make_accompanied_case(world, cast, door="access")
    case.procedure_steps.create(landlord=world.landlord, step="summons")
    litigation = cast[Role.LANDLORD_LITIGATION]
    assert list(listing.listed(litigation, {})) == [case]
    assert list(listing.listed(litigation, {"door": "access"})) == []
    assert list(listing.listed(litigation, {}, case.number)) == []


def test_names_sort_without_accents(world, cast):
    for last_name in ("Étienne", "Dubois", "Fabre"):
        rename(factories.make_accompanied_case(world, cast), "", last_name)
    rows = listing.rows_of(cast.worker, listing.listed(cast.worker, {"sort": "name"}))
    assert [row.name for row in rows] == ["Dubois", "Étienne", "Fabre"]


def test_households_are_picked_inside_the_perimeter_only(world, cast, journal):
    hers = factories.make_accompanied_case(world, cast)
    rename(hers, "Aïcha", "Nordine")
    rename(factories.make_case(world), "Aïcha", "Nordine")
    (found,) = picking.pick_households(cast.worker, "nordin")
    assert found.case == hers
    assert "Aïcha Nordine" in found.label
    assert picking.pick_households(cast.other_worker, "nordin") == []
    assert picking.pick_households(cast.worker, "  ") == []


def test_a_duplicate_is_told_by_name_and_about_the_year_of_birth(world, cast, journal):
    person = rename(factories.make_accompanied_case(world, cast), "Aïcha", "Nordine")
    born = person.birth_date
    assert picking.possible_duplicates(cast.worker, "Aicha", "NORDINE", born.year)
    assert picking.possible_duplicates(cast.worker, "Aicha", "Nordine")
    assert not picking.possible_duplicates(cast.worker, "Aicha", "Nordine", 1940)
    Person.objects.update(birth_year=None, birth_date=None)
    assert picking.possible_duplicates(cast.worker, "Aicha", "Nordine", 1940)
