"""Signatures are printed below what they sign, never alone on a page."""

import pytest

from accompaniment.agreed_texts import section
from tests.support.pdf_reading import pages_of
from veille.core import clock
from veille.core.pdf import make_pdf

PAPER = {
    "banner": {"name": "Lina Serra", "reference": "AU-2018-00001"},
    "keeper": "Association",
    "service": "Service d’accompagnement",
    "title": "Plan d’accompagnement, version 1",
    "dated": "Convenu le 14 décembre 2018",
    "note": "",
    "is_signable": True,
    "signatures": [],
    "demo": False,
}


@pytest.mark.parametrize("objectives", [4, 5, 12])
def test_the_last_question_goes_with_the_signatures(objectives):
    """Five and twelve leave room for the last question and none for the signatures."""
    parts = [
        section("Ce que le ménage veut en premier", ["Garder mon logement."]),
        *(section(f"{n}. Objectif", ["Budget"], [("Voir", "Madame", "1")]) for n in range(objectives)),
        section("Quand nous en reparlons", ["Le 14 mars 2019."]),
    ]
    paper = {**PAPER, "text": {"sections": parts}, "today": clock.today()}
    (signed,) = [page for page in pages_of(make_pdf("accompaniment/agreed_pdf.html", paper)) if "Signatures" in page]
    assert "reparlons" in signed
