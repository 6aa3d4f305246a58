"""If the journal cannot be written, nothing is shown, neither on the page of the error nor in the log."""

from unittest.mock import patch

import pytest
from django.db import DatabaseError

from accompaniment.models import Note
from tests.canaries.crawl import Crawler, ask
from tests.canaries.reading import shown_in
from tests.canaries.test_canaries import is_silent
from veille.core.reads import ReadLog

# Pages of a file, its documents, its lists: whatever shows a word.
ADDRESSES = (
    "/",
    "/menages/",
    "/mon-tableau-de-suivi/",
    "/dossiers/{main}/",
    "/dossiers/{main}/menage/",
    "/dossiers/{main}/logement/",
    "/dossiers/{main}/budget/",
    "/dossiers/{main}/frise/",
    "/dossiers/{main}/synthese/",
    "/dossiers/{main}/acces/",
    "/dossiers/{main}/accompagnement/",
    "/dossiers/{main}/accompagnement/plan/",
)


def _fails(log) -> None:
    """As a database does, quoting the row."""
    raise DatabaseError(f"the journal is full: {Note.objects.order_by('pk').first().text}")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_that_cannot_be_journalled_shows_nothing(address, visitor, tokens):
    scene = visitor.scene
    client = Crawler(visitor).client(scene.people["association_worker"])
    start = address.format(**scene.ids)
    assert shown_in(ask(client, start).text, tokens)
    with patch.object(ReadLog, "write", _fails):
        broken = ask(client, start)
    assert broken.status == 500
    assert shown_in(broken.text + broken.aside, tokens) == []


def test_a_reading_without_its_line_is_seen(visitor, tokens):
    """Planted: the journal keeps quiet."""
    scene = visitor.scene
    client = Crawler(visitor).client(scene.people["association_worker"])
    with patch.object(ReadLog, "write", lambda log: None):
        answer = ask(client, f"/dossiers/{scene.ids['main']}/menage/")
    assert any(is_silent(token, answer) for token in shown_in(answer.text, tokens))
