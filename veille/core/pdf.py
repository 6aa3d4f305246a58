"""Documents as PDF: the only module that knows WeasyPrint.

A document is made without network and without disk: besides `data:` addresses, only the fonts and
style sheets listed here exist, under the scheme `veille:`. Titles are neutral, there is no author.
"""

import logging
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from veille.core.downloads import attachment

_FOLDER = Path(settings.BASE_DIR) / "static" / "pdf"
_FONTS = ("Regular", "It", "Semibold", "Bold")
_FILES: Mapping[str, tuple[Path, str]] = (
    {f"veille:{face}": (_FOLDER / "fonts" / f"SourceSans3-{face}.ttf", "font/ttf") for face in _FONTS}
    | {
        # Source Sans has no Arabic: the notices read from right to left need a face of their own.
        f"veille:Arabic{face}": (_FOLDER / "fonts" / f"NotoNaskhArabic-{face}.woff2", "font/woff2")
        for face in ("Regular", "Bold")
    }
    | {f"veille:{path.name}": (path, "text/css") for path in sorted(_FOLDER.glob("*.css"))}
)

# Layout warnings may quote the text of a sheet: they must not reach a log.
logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
logging.getLogger("fontTools").setLevel(logging.CRITICAL)


class ForbiddenAddressError(ValueError):
    """A document asked for something outside itself: it is not made."""


class _Stop(FatalURLFetchingError):
    """The only exception that WeasyPrint does not swallow; a BaseException, so it must not go further than here."""


class _ClosedFetcher(URLFetcher):
    """`data:` and our own files; anything else stops the document."""

    def __init__(self):
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    def fetch(self, url, headers=None):
        if url in _FILES:
            path, content_type = _FILES[url]
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": content_type})
        if not url.startswith("data:"):
            raise _Stop
        return super().fetch(url, headers)


def make_pdf(template: str, context: Mapping) -> bytes:
    """The PDF of a template that extends `pdf/document.html`."""
    return _write(_lay_out(template, context))


def make_one_page_pdf(template: str, context: Mapping, *, sizes: Iterable[str]) -> bytes:
    """The same on one page: the first text size (a class of the template's root) with which it holds."""
    document = None
    for size in sizes:
        document = _lay_out(template, {**context, "size": size})
        if len(document.pages) == 1:
            break
    if document is None:
        raise ValueError("Aucune taille de texte proposée.")
    return _write(document)


def _lay_out(template: str, context: Mapping) -> Document:
    html = render_to_string(template, dict(context))
    source = HTML(string=html, base_url="veille:", url_fetcher=_ClosedFetcher())
    try:
        return source.render(font_config=FontConfiguration(), pdf_variant="pdf/ua-1", pdf_tags=True)
    except _Stop:
        raise ForbiddenAddressError("Le document demande une ressource extérieure.") from None


def _write(document: Document) -> bytes:
    return document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)


def pdf_response(content: bytes, name: str) -> HttpResponse:
    return attachment(content, name, media_type="application/pdf")
