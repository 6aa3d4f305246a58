"""Search: by name, telephone or number, in one's own perimeter; what one may not read finds and counts nothing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from households import listing
from households.grants import GrantLevel
from households.models import CaseMerge, ContactDetail, Exclusion, ExternalReference, HousingPeriod
from households.phones import phone_digits
from partners.roles import Role
from tests import factories
from tests.matrix.visit import rolled_back

LIST = reverse("households:case_list")
SEARCH = reverse("households:case_search")
COUNT = reverse("households:case_count")


@pytest.fixture
def case(world, cast):
    """Aïcha Nord-Lefèvre, called « Mimi », led by the association in a dwelling of the landlord."""
    made = factories.make_accompanied_case(world, cast, number="VS-2018-48213")
    person = made.household.people.get()
    person.first_name, person.last_name, person.alias = "Aïcha", "Nord-Lefèvre", "Mimi Cœur"
    person.save()
    return made


@pytest.fixture
def neighbour(world, cast):
    """Another file of the same readers, that no search below is after."""
    made = factories.make_accompanied_case(world, cast, number="VS-2017-90057")
    person = made.household.people.get()
    person.first_name, person.last_name = "Karim", "Boulanger"
    person.save()
    return made


def found(actor, text):
    return list(listing.listed(actor, {}, text))


def phone(case, value, source="landlord_known"):
    return ContactDetail.objects.create(case=case, kind="phone", value=value, source=source)


@pytest.mark.parametrize(
    "text",
    [
        "Lefèvre",
        "lefevre",
        "LEFEVRE",
        "aicha nord lefevre",
        "nord",
        "lefévre aïcha",
        "Lefvre",
        "Lefebvre",
        "mimi coeur",
    ],
)
def test_a_name_is_found_without_accents_with_a_slip_or_by_the_alias(text, case, neighbour, cast):
    assert found(cast.worker, text) == [case]


@pytest.mark.parametrize("text", ["VS-2018-48213", "48213", "vs-2018-482"])
def test_a_case_is_found_by_its_number(text, case, neighbour, cast):
    assert found(cast.worker, text) == [case]


@pytest.mark.parametrize(
    "typed", ["06 39 98 77 77", "0639987777", "06.39.98.77.77", "+33 6 39 98 77 77", "0033639987777"]
)
@pytest.mark.parametrize(
    "kept", ["06 39 98 77 77", "0639987777", "06-39-98-77-77", "+33639987777", "+33 (0)6 39 98 77 77"]
)
def test_a_telephone_is_found_whatever_stands_between_its_digits(typed, kept, case, neighbour, cast):
    phone(case, kept)
    phone(neighbour, "06 39 98 00 00")
    assert found(cast.worker, typed) == [case]


def test_a_part_of_a_telephone_is_enough_from_six_digits_on(case, neighbour, cast):
    phone(case, "06 39 98 77 77")
    assert found(cast.worker, "98 77 77") == [case]
    assert found(cast.worker, "77 77") == []


@pytest.mark.parametrize(
    ("text", "digits"),
    [("06 12 34 56 78", "0612345678"), ("+33 (0)6 12 34 56 78", "0612345678"), ("12345", ""), ("VS-2018-48213", "")],
)
def test_what_looks_like_a_telephone(text, digits):
    assert phone_digits(text) == digits


def test_a_merged_file_is_found_by_its_former_number(case, neighbour, cast):
    CaseMerge.objects.create(
        case=case, former_number="VS-2016-11111", former_case=case.pk, merged_at=timezone.now(), merged_by=case.pk
    )
    assert found(cast.worker, "vs-2016-11111") == [case]


def test_a_case_is_found_by_its_number_elsewhere(case, neighbour, cast, world):
    ExternalReference.objects.create(
        case=case, organisation=world.association, kind="siao", value="SI 59-0042", noted_on=case.opened_on
    )
    assert found(cast.worker, "si590042") == [case]
    assert found(cast.referent, "si590042") == []  # confided: not the landlord's to search


def test_a_case_is_found_by_the_number_of_its_lease(case, neighbour, cast):
    HousingPeriod.objects.create(
        case=case, situation="social_tenant", contract_number="L-4471-B", starts_on=case.opened_on
    )
    assert found(cast.worker, "l-4471-b") == [case]
    assert found(cast.referent, "L-4471-B") == [case]


def test_nothing_is_found_outside_ones_perimeter(case, cast, world):
    phone(case, "06 39 98 77 77")
    strangers = (cast.other_worker, cast.play(Role.ASSOCIATION_MANAGER, world.other_association))
    for stranger in strangers:
        for text in ("Lefèvre", "48213", "06 39 98 77 77", "mimi"):
            assert found(stranger, text) == []


def test_a_landlord_finds_nobody_by_what_was_confided(case, cast):
    phone(case, "06 39 98 77 77", source="confided")
    factories.PersonFactory(household=case.household, first_name="Modibo", last_name="Secretan", source="confided")
    for text in ("06 39 98 77 77", "Secretan", "Secrétan"):
        assert found(cast.referent, text) == []
        assert found(cast.worker, text) == [case]


def test_a_name_closed_to_her_grant_finds_nothing(case, cast, world):
    """The referrer follows the state of the case: number, never a name."""
    factories.grant(case, world.shelter, GrantLevel.STATUS)
    referrer = cast[Role.REFERRER]
    assert found(referrer, "48213") == [case]
    assert found(referrer, "Lefèvre") == []


def test_litigation_finds_no_number_whose_prefix_tells_the_dispositif(case, cast, world):
    case.procedure_steps.create(landlord=world.landlord, step="summons")
    assert found(cast[Role.LANDLORD_LITIGATION], "48213") == []
    assert found(cast[Role.LANDLORD_LITIGATION], "Lefèvre") == [case]


def test_who_withdrew_for_a_conflict_of_interest_finds_the_case_no_more(case, cast):
    Exclusion.objects.create(case=case, user=cast.worker.user, declared_on=case.opened_on)
    assert found(cast.worker, "Lefèvre") == []


SEARCHES = ("Lefèvre", "48213", "06 39 98 77 77", "SI 59-0042", "L-4471-B")


def test_a_protected_case_is_found_by_who_is_named_and_nobody_else(case, cast, world):
    _fill(case, world)
    factories.restrict(case, cast.worker)
    for text in SEARCHES:
        assert found(cast.worker, text) == [case]
        assert found(cast.manager, text) == []
        assert found(cast.referent, text) == []


def _fill(case, world):
    phone(case, "06 39 98 77 77")
    HousingPeriod.objects.create(
        case=case, situation="social_tenant", contract_number="L-4471-B", starts_on=case.opened_on
    )
    ExternalReference.objects.create(
        case=case,
        organisation=world.association,
        kind="siao",
        value="SI 59-0042",
        source="landlord_known",
        noted_on=case.opened_on,
    )


@pytest.mark.parametrize("text", ["", *SEARCHES])
def test_with_or_without_a_protected_case_the_pages_are_the_same(text, case, neighbour, cast, world, sign_in):
    """Two worlds: lists, counts and searches of who is not named do not tell that the case exists."""
    _fill(case, world)
    factories.restrict(case, cast.worker)
    for actor in (cast.manager, cast.referent, cast.other_worker):
        client = sign_in(actor)
        client.post(SEARCH, {"q": text})
        with_it = _shown(client)
        with rolled_back():
            _take_away(case)
            assert _shown(client) == with_it


def _take_away(case):
    """The other world: what made it findable is gone, and its place in every order."""
    type(case).objects.filter(pk=case.pk).update(number="XX-0000-00000", opened_on="2016-03-01")
    case.household.people.update(search_name="autre", last_name="Autre")
    for rows in (case.contact_details, case.housing_periods, case.external_references, case.accesses):
        rows.all().delete()


def _shown(client) -> list:
    """What the list says: its rows in their order, its size, its count when asked apart."""
    context = client.get(LIST).context
    rows = [(row.reference, row.name) for row in context["rows"]]
    return [rows, context["total"], context["page"].has_next, client.get(COUNT).content]


def test_the_count_is_of_the_search_and_of_the_filters(case, neighbour, cast, sign_in):
    client = sign_in(cast.worker)

    def told(**filters):
        return client.get(COUNT, filters).context["total"].replace("\N{NO-BREAK SPACE}", " ")

    assert (told(), told(door="access")) == ("2 dossiers", "0 dossier")
    client.post(SEARCH, {"q": "Lefèvre"})
    assert told() == "1 dossier"


def test_what_is_searched_enters_no_address_of_the_page(case, cast, sign_in):
    client = sign_in(cast.worker)
    client.post(SEARCH, {"q": "Lefèvre"})
    page = client.get(LIST, {"sort": "name"}).content.decode()
    assert 'value="Lefèvre"' in page
    addresses = [part.split('"')[0] for part in page.split('href="')[1:]]
    assert not [address for address in addresses if "ef%C3%A8vre" in address or "Lef" in address]
