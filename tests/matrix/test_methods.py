"""An act is not done by opening an address, a page is not sent to, a form made for one organisation serves no other."""

import pytest
from django.conf import settings
from django.test import Client

from tests.matrix.rows import OPENS, Row
from tests.matrix.urls import ROWS
from tests.matrix.visit import rolled_back
from veille.middleware import ACTING

# Pages of the account are allauth's: they answer both.
OURS = {row.name: row for row in reversed(ROWS) if not row.name.startswith(("account_", "mfa_", "usersessions_"))}
TRIED = {(row.name, row.method) for row in ROWS}
UNTRIED = [(row, method) for row in OURS.values() for method in ("GET", "POST") if (row.name, method) not in TRIED]
# Its page is open to nobody in particular: the form behind the link is the same address.
LINKS = {"partners:invitation_accept", "households:digest_stop"}


def who_opens(row: Row, scene):
    """Anybody where a link opens: the method is refused before the link is looked for."""
    people = (person for person in scene.people.values() if not person.is_nobody)
    return next(person for person in people if row.by_link or row.expected(person, scene) == OPENS)


@pytest.mark.parametrize(
    ("row", "method"),
    [pair for pair in UNTRIED if pair[0].name not in LINKS],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_a_method_that_is_not_listed_is_refused(row, method, visitor):
    answer = visitor.visit(row, who_opens(row, visitor.scene), method=method)
    assert answer.status == 405


WRITING = list({row.name: row for row in reversed(ROWS) if row.method == "POST" and not row.by_link}.values())
WRITING = [row for row in WRITING if row.name not in LINKS]


@pytest.mark.parametrize("row", WRITING, ids=lambda row: row.name)
def test_a_form_of_another_organisation_is_not_received(row, visitor):
    """409, whatever the address, and the text is kept on the page."""
    scene = visitor.scene
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = visitor.session_key(who_opens(row, scene).key)
    sent = {"text": "Elle a rappelé hier soir.", ACTING: str(scene.world.evaluator.pk)}
    with rolled_back():
        answer = client.post(visitor.address(row), sent)
    assert answer.status_code == 409
    assert "Elle a rappelé hier soir." in answer.content.decode()
