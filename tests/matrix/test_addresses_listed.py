"""Every address is in the table, and every row speaks of one."""

from django.urls import resolve

from tests.matrix.rows import Row
from tests.matrix.urls import ROWS, addresses, unknown, unlisted


def test_every_address_is_in_the_table():
    assert unlisted(addresses(), ROWS) == set()


def test_every_row_speaks_of_an_address():
    assert unknown(addresses(), ROWS) == set()


def test_every_row_is_tried_once():
    labels = [row.label for row in ROWS]
    assert sorted(label for label in set(labels) if labels.count(label) > 1) == []


def test_every_address_leads_to_its_own_page(visitor):
    """A slug in front of a word would take its page."""
    astray = {row.label: found for row in ROWS if (found := resolve(visitor.address(row)).view_name) != row.name}
    assert astray == {}


def test_a_page_that_nobody_listed_is_seen():
    assert unlisted({"home", "households:case_burn"}, [Row("home")]) == {"households:case_burn"}
    assert unknown({"home"}, [Row("home"), Row("households:case_gone")]) == {"households:case_gone"}
