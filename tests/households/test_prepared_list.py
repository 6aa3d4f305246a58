"""The pages of the list are prepared: they show line for line what the list itself holds, to everybody."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import RequestFactory

from households import listing
from households.models import Exclusion
from partners.roles import Role
from tests import factories
from veille.core import clock
from veille.core.keyset import keyset_page

FILTERS = (
    {},
    {"door": "access"},
    {"stage": "closed"},
    {"stage": "admitted", "door": "retention"},
    *({"sort": sort} for sort in listing.SORTS),
)
TEXTS = ("nordine", "nordin zelie", "  ", "'%_", "Habitat du Nord")


def first_page(actor, filters, text=""):
    return listing.page_of(actor, filters, text, RequestFactory().get("/"))


def compare(actor):
    for filters, text in [*((filters, "") for filters in FILTERS), *(({}, text) for text in TEXTS)]:
        page = first_page(actor, filters, text)
        expected = list(listing.listed(actor, filters, text))
        assert [row.pk for row in page.rows] == [case.pk for case in expected], (filters, text)
        lines, whole = listing.rows_of(actor, page.rows), listing.rows_of(actor, expected)
        assert [replace(line, case=None) for line in lines] == [replace(line, case=None) for line in whole]


@pytest.fixture
def files(world, cast):
    """Running, closed, restricted, named; one whose first name and last name are searched."""
    cases = [factories.make_accompanied_case(world, cast, door=door) for door in ("access", "retention", "access")]
    person = cases[0].household.people.first()
    person.first_name, person.last_name = "Zélie", "Nordine"
    person.save()
    cases[1].closed_on = clock.today()
    cases[1].save()
    factories.restrict(cases[2], cast.worker)
    return cases


@pytest.mark.parametrize("role", Role.values)
def test_each_role_reads_the_same_lines(role, world, cast, files):
    for actor in (cast[role], cast.partner(role), cast.busy_elsewhere(role), cast.former(role, files[0])):
        compare(actor)


def test_the_worker_sees_something_to_compare(cast, files):
    assert {row.pk for row in first_page(cast.worker, {}).rows} == {case.pk for case in files}
    assert [row.pk for row in first_page(cast.worker, {}, "nordin").rows] == [files[0].pk]
    assert [row.pk for row in first_page(cast.worker, {"stage": "closed"}).rows] == [files[1].pk]


def test_what_ends_a_right_ends_the_line(cast, files):
    assert first_page(cast.worker, {}).rows
    Exclusion.objects.create(case=files[0], user=cast.worker.user, declared_on=clock.today())
    assert files[0].pk not in {row.pk for row in first_page(cast.worker, {}).rows}
    compare(cast.worker)


def test_a_shift_and_an_emergency_are_known(cast, files):
    until = clock.now() + timedelta(hours=1)
    for case in files:
        case.team.all().delete()
    assert not first_page(cast.worker, {}).rows
    compare(replace(cast.worker, on_duty_until=until))
    opened = replace(cast.worker, emergency_cases=frozenset({files[0].pk}))
    assert [row.pk for row in first_page(opened, {}).rows] == [files[0].pk]
    compare(opened)


@pytest.mark.parametrize("sort", listing.SORTS)
def test_pages_follow_one_another_both_ways(sort, world, cast, files, monkeypatch):
    monkeypatch.setattr(listing, "keyset_page", lambda rows, request: keyset_page(rows, request, 1))
    expected = [case.pk for case in listing.listed(cast.worker, {"sort": sort})]

    def page(**query):
        return listing.page_of(cast.worker, {"sort": sort}, "", RequestFactory().get("/", query))

    first, last = page(), page(page="fin")
    second = page(page=2, depuis=first.anchor, de=1)
    back = page(page=1, depuis=second.anchor, de=2)
    assert [one.rows[0].pk for one in (first, second, last, back)] == [*expected, expected[0]]
    assert page(page=2, depuis=factories.make_case(world).pk, de=1).rows[0].pk == expected[1]


def test_the_territories_are_those_of_the_cases_she_sees(world, cast, files):
    assert listing.territories_of(cast.worker) == [(world.territory.pk, world.territory.name)]
    assert listing.territories_of(cast.partner(Role.ASSOCIATION_WORKER)) == []
