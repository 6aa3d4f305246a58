"""Every answer of the matrix: strict policy, nothing inline, nobody else's host, one heading, French, a title."""

import pytest

from tests.matrix import html
from tests.matrix.test_who_opens import chosen
from tests.matrix.urls import ROWS

_POLICY = "default-src 'none'; script-src 'self' 'nonce-abc'"
_PAGE = '<!doctype html><html lang="fr"><head><title>Ménages – Veille sociale</title></head><body>{}</body></html>'


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.label)
def test_its_pages_are_whole_and_closed_to_others(row, visitor):
    found = {}
    for person in chosen(row, visitor.scene):
        answer = visitor.visit(row, person)
        is_fragment = row.fragment and answer.status == 200
        if answer.html and (faults := html.faults(answer.html, answer.policy, whole=not is_fragment)):
            found[f"{person.key} {answer.status}"] = faults
    assert found == {}


def test_a_page_that_says_everything_has_no_fault():
    assert html.faults(_PAGE.format("<h1>Ménages</h1>"), _POLICY, whole=True) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<h1 style="color: red">Ménages</h1>', "attribut style sur <h1>"),
        ('<h1>Ménages</h1><p onclick="x()">', "attribut onclick sur <p>"),
        ("<h1>Ménages</h1><script>x()</script>", "<script> sans nonce"),
        ('<h1>Ménages</h1><style nonce="autre"></style>', "<style> sans nonce"),
        ('<h1>Ménages</h1><img src="https://exemple.invalid/a.png">', "hors de l’application"),
        ('<h1>Ménages</h1><p id="a"></p><p id="a"></p>', "id répété : a"),
        ("<h2>Ménages</h2>", "0 titres de premier rang"),
    ],
)
def test_a_planted_fault_is_seen(body, fault):
    assert any(fault in said for said in html.faults(_PAGE.format(body), _POLICY, whole=True))


def test_a_missing_frame_is_seen():
    assert html.faults("<html><title>Ménages</title><h1>a</h1></html>", "", whole=True) == [
        "politique de sécurité absente ou large",
        "langue absente",
        "titre « Ménages »",
    ]
