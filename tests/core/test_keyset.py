"""Pages found by key: each row once, in order, from both ends, whatever the page one starts from."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import RequestFactory
from django.urls import reverse

from households import listing
from households.models import Case
from tests import factories
from veille.core import clock
from veille.core.keyset import KeysetPage, keyset_page

LIST = reverse("households:case_list")
SIZE = 3


@pytest.fixture
def cases(world, cast):
    """Ten files, some opened the same day."""
    made = []
    for rank in range(10):
        opened = clock.today() - timedelta(days=60 + rank // 3)
        made.append(factories.make_accompanied_case(world, cast, opened_on=opened, number=f"VS-2018-{50_000 + rank}"))
        person = made[-1].household.people.get()
        person.last_name = f"Nom{(rank * 7) % 10}"
        person.save()
    return made


def page(cast, sort="-opened", **query):
    rows = listing.listed(cast.worker, {"sort": sort})
    return keyset_page(rows, RequestFactory().get("/", query), SIZE)


def numbers(shown):
    return [case.number for case in shown.rows]


def onwards(cast, sort, shown):
    return page(cast, sort, page=shown.start + 1, depuis=shown.anchor, de=shown.start)


def backwards(cast, sort, shown):
    return page(cast, sort, page=shown.start - 1, depuis=shown.anchor, de=shown.start)


@pytest.mark.parametrize("sort", listing.SORTS)
def test_going_on_shows_every_row_once_in_order(sort, cases, cast):
    expected = [case.number for case in listing.listed(cast.worker, {"sort": sort})]
    shown = page(cast, sort)
    seen = numbers(shown)
    while shown.has_next:
        shown = onwards(cast, sort, shown)
        seen += numbers(shown)
    assert seen == expected
    assert shown.number == 4


@pytest.mark.parametrize("sort", listing.SORTS)
def test_coming_back_from_the_end_shows_the_same(sort, cases, cast):
    expected = [case.number for case in listing.listed(cast.worker, {"sort": sort})]
    shown = page(cast, sort, page="fin")
    seen = numbers(shown)
    assert seen == expected[-SIZE:]
    assert (shown.number, shown.has_next) == (None, False)
    while shown.has_previous:
        shown = backwards(cast, sort, shown)
        seen = numbers(shown) + seen
    assert list(dict.fromkeys(seen)) == expected  # the first page is whole: it shows again what the second began with
    assert shown.number == 1


def test_every_order_is_total():
    """Two rows that tie would be shown twice, or never."""
    assert all(order[-1].removeprefix("-") == "number" for order in listing.SORTS.values())


def test_leaps_and_steps_lead_to_the_same_page_as_counting(cases, cast):
    first = page(cast)
    leap = page(cast, page=3, depuis=first.anchor, de=1)
    counted = page(cast, page=3)
    assert numbers(leap) == numbers(counted)
    assert numbers(page(cast, page=2, depuis=leap.anchor, de=3)) == numbers(page(cast, page=2))


def test_leaps_are_offered_once_the_list_has_shown_that_it_is_long(cases, cast):
    first, last = page(cast), page(cast, page="fin")
    assert first.leaps == last.leaps == []
    assert page(cast, page=3).leaps == [(10, 13)]
    assert KeysetPage([cases[0]], 20, True, True).leaps == [(10, 30), (100, 120)]
    assert KeysetPage([cases[0]], 20, True, False).leaps == []


def test_past_the_end_one_reads_the_last_page(cases, cast):
    last = numbers(page(cast, page="fin"))
    assert numbers(page(cast, page=999)) == last
    first = page(cast)
    assert numbers(page(cast, page=101, depuis=first.anchor, de=1)) in (last, numbers(page(cast)), [])


@pytest.mark.parametrize(
    "query", [{"page": "x"}, {"page": "0"}, {"page": "²"}, {"depuis": "x", "de": "y"}, {"page": "-7"}]
)
def test_an_address_typed_by_hand_breaks_nothing(query, cases, cast):
    assert numbers(page(cast, **query)) == numbers(page(cast))


def test_a_row_outside_the_perimeter_places_nothing(cases, cast, world):
    """The place of a case she does not see would be told by what follows it."""
    hidden = factories.make_case(world, opened_on=cases[4].opened_on, number="VS-2018-50004-X")
    missing = factories.make_case(world)
    key = missing.pk
    Case.objects.filter(pk=key).delete()
    answers = [numbers(page(cast, page=2, depuis=one, de=1)) for one in (hidden.pk, key)]
    assert answers[0] == answers[1] == numbers(page(cast, page=2))


def test_the_page_says_where_one_is_and_keeps_the_filters(cases, cast, world, sign_in):
    for _ in range(45):
        factories.make_accompanied_case(world, cast)
    client = sign_in(cast.worker)
    first = client.get(LIST, {"door": "retention"}).content.decode()
    assert "plus de 50" in first
    following = _link(first, "Suivante")
    assert "door=retention" in following
    second = client.get(LIST + following).content.decode()
    assert ("page 2" in second, "Suivante" in second) == (True, False)
    assert client.get(LIST + _link(second, "Précédente")).context["page"].number == 1
    assert "depuis" not in _link(second, "Première")


def test_sorting_goes_back_to_the_first_page(cases, cast, sign_in):
    text = sign_in(cast.worker).get(LIST, {"page": 1, "depuis": cases[0].pk, "de": 1}).content.decode()
    sorting = [unescape(address) for address in re.findall(r'href="(\?[^"]*sort=name[^"]*)"', text)]
    assert sorting
    assert not [address for address in sorting if "depuis" in address]


def _link(text: str, label: str) -> str:
    return unescape(re.search(rf'href="([^"]*)"[^>]*>{label}</a>', text)[1])
