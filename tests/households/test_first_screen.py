"""The first screen of a file: few queries, and the same number whatever the file holds."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accompaniment.models import Note
from households.models import HousingPeriod
from tests import factories
from veille.core import clock

MOST = 30
# What the first screen loads besides itself, each a request of its own.
FRAGMENTS = ("accompaniment:state_fragment", "cellule:case_fragment")


@pytest.fixture
def case(world, cast):
    made = factories.make_accompanied_case(world, cast)
    factories.make_measure(made, world.association)
    factories.HousingPeriodFactory(case=made, commune=world.commune)
    return made


def write_notes(case, cast, count):
    day = clock.today()
    common = {"case": case, "organisation": cast.worker.organisation, "author": cast.worker.user}
    Note.objects.bulk_create(
        factories.NoteFactory.build(**common, written_on=day - timedelta(days=rank)) for rank in range(count)
    )


def statements(client, case, name):
    address = reverse(name, args=[case.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured]


@pytest.mark.parametrize("reader", ["worker", "manager", "referent"])
def test_three_notes_or_three_hundred_cost_the_same_queries(reader, case, cast, sign_in):
    client = sign_in(getattr(cast, reader))
    write_notes(case, cast, 3)
    few = len(statements(client, case, "households:case_detail"))
    write_notes(case, cast, 297)
    assert Note.objects.filter(case=case).count() == 300
    assert len(statements(client, case, "households:case_detail")) == few <= MOST


@pytest.mark.parametrize("name", FRAGMENTS)
def test_what_the_first_screen_loads_costs_the_same_too(name, case, cast, sign_in):
    client = sign_in(cast.worker)
    write_notes(case, cast, 3)
    few = len(statements(client, case, name))
    write_notes(case, cast, 297)
    assert len(statements(client, case, name)) == few <= MOST


def test_where_the_household_lives_is_asked_once(case, cast, sign_in):
    """The banner and the summary both tell it."""
    table = f'FROM "{HousingPeriod._meta.db_table}"'
    asked = [sql for sql in statements(sign_in(cast.worker), case, "households:case_detail") if table in sql]
    assert len(asked) == 1
