"""« À faire » is the first page of everybody: it asks nothing that her role could not have, nor anybody to wait."""

import subprocess
import sys

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from households.models import Case
from partners.roles import Role, Section
from tests import factories

_OF_FILES = ("households_housingperiod", "households_procedurestep", "accompaniment_measure", "cellule_candidature")
_WITHOUT_FILES = (
    Role.LANDLORD_CARETAKER, Role.LANDLORD_DIRECTOR, Role.FUNDER, Role.EVALUATOR, Role.TRAINER, Role.DPO,
    Role.PLATFORM_ADMIN, Role.GROUP_COORDINATOR,
)  # fmt: skip


def _queries(client) -> list[str]:
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/").status_code == 200
        return [query["sql"] for query in asked.captured_queries]


@pytest.mark.parametrize("role", _WITHOUT_FILES)
def test_who_opens_no_file_is_asked_nothing_of_files(world, cast, sign_in, role):
    factories.make_accompanied_case(world, cast)
    asked = _queries(sign_in(cast[role]))
    assert [sql for sql in asked if any(table in sql for table in _OF_FILES)] == []
    assert len(asked) <= 20


def test_a_section_that_no_grant_opens_to_a_role_costs_no_query(world, cast, django_assert_num_queries):
    factories.make_accompanied_case(world, cast)
    litigation = cast[Role.LANDLORD_LITIGATION]
    with django_assert_num_queries(0):
        assert list(Case.objects.visible_to(litigation, Section.PLAN)) == []
    assert Case.objects.visible_to(cast.worker, Section.PLAN).exists()


def test_the_server_has_loaded_every_page_before_the_first_one_is_asked():
    loaded = "import sys, veille.wsgi; sys.exit('cellule.views.sessions' not in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0
