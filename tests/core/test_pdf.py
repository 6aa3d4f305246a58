"""Documents are made without network and without disk."""

import re
import zlib

import pytest
from django.template import engines

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


def _decoded(document: bytes) -> bytes:
    """The streams of a PDF, inflated."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", document, re.S)
    parts = [document]
    for stream in streams:
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts)


def pages(document: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", _decoded(document)))


def test_a_document_is_in_our_font_and_says_its_language(template):
    made = _decoded(pdf.make_pdf(template("<h1>Titre</h1><p>✓ → ≥ ☐ 1\u202f234\u00a0€</p>"), {}))
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
    dot = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    assert pdf.make_pdf(template(f'<img src="{dot}" alt="">'), {}).startswith(b"%PDF")


def test_the_text_shrinks_until_one_page_holds(template):
    words = template(
        "<style>html.big { font-size: 30pt } html.small { font-size: 6pt }</style><p>" + "mot " * 900 + "</p>"
    )
    assert pages(pdf.make_one_page_pdf(words, {}, sizes=["big"])) > 1
    assert pages(pdf.make_one_page_pdf(words, {}, sizes=["big", "small"])) == 1
