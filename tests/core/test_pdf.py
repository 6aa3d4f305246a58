"""Documents are made without network and without disk."""

import re

import pytest
from django.template import engines

from tests.support.pdf_reading import count_pages, inflated
from veille.core import pdf


@pytest.fixture
def template(monkeypatch):
    """`template(body)` gives a document made of this body."""

    def render(_name, context):
        source = (
            '{% extends "pdf/document.html" %}{% block title %}Neutre{% endblock %}{% block body %}'
            + body
            + "{% endblock %}"
        )
        return engines["django"].from_string(source).render(context)

    body = ""

    def use(text: str) -> str:
        nonlocal body
        body = text
        return "any.html"

    monkeypatch.setattr(pdf, "render_to_string", render)
    return use


def test_a_document_is_in_our_font_and_says_its_language(template):
    made = inflated(pdf.make_pdf(template("<h1>Titre</h1><p>✓ → ≥ ☐ 1\u202f234\u00a0€</p>"), {}))
    assert b"Source" in made
    assert re.search(rb"/Lang\s*\(fr\)", made)
    assert b"/Author" not in made


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:1/a.png", "https://exemple.invalid/a.png", "file:///etc/hostname", "ftp://exemple.invalid/a"],
)
@pytest.mark.parametrize(
    "tag", ['<img src="{}" alt="">', '<link rel="stylesheet" href="{}">', '<p style="background: url({})">x</p>']
)
def test_nothing_outside_is_ever_opened(template, tag, address):
    with pytest.raises(pdf.ForbiddenAddressError):
        pdf.make_pdf(template(tag.format(address)), {})


def test_an_image_carried_by_the_document_is_drawn(template):
    dot = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E%3C/svg%3E"
    assert pdf.make_pdf(template(f'<img src="{dot}" alt="">'), {}).startswith(b"%PDF")


def test_the_text_shrinks_until_one_page_holds(template):
    words = template(
        "<style>html.big { font-size: 30pt } html.small { font-size: 6pt }</style><p>" + "mot " * 900 + "</p>"
    )
    assert count_pages(pdf.make_one_page_pdf(words, {}, sizes=["big"])) > 1
    assert count_pages(pdf.make_one_page_pdf(words, {}, sizes=["big", "small"])) == 1
