"""Every word of an answer, whatever its form: page, PDF with its properties, spreadsheet, calendar, headers."""

import io
import re
import zipfile
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from pypdf import PdfReader
from pypdf.errors import PdfReadError

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_ZIPPED = ("spreadsheetml", "opendocument", "zip")


def words_of(response: HttpResponse) -> str:
    """What the reader receives, headers included."""
    headers = " ".join(f"{name}: {value}" for name, value in response.items() if name != "Content-Security-Policy")
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{headers}\n{_body(body, response.get('Content-Type', ''))}"


def _body(body: bytes, kind: str) -> str:
    if "pdf" in kind:
        return _pdf(body)
    if any(word in kind for word in _ZIPPED):
        return _zip(body)
    if kind.startswith("image/"):
        return ""
    return body.decode("utf-8", errors="replace")


def _pdf(body: bytes) -> str:
    try:
        document = PdfReader(io.BytesIO(body))
    except PdfReadError:
        return body.decode("latin-1")  # a stand-in of the scene
    return "\n".join([*(page.extract_text() for page in document.pages), str(document.metadata)])


def _zip(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        members = [archive.read(name).decode("utf-8", errors="replace") for name in archive.namelist()]
    return "\n".join([*archive.namelist(), *members])


def plain(text: str) -> str:
    """Without any space, so that « 1 234,56 » is found whatever holds its thousands."""
    return _SPACES.sub("", text)


def shown_in(text: str, tokens: Iterable[Any]) -> list[Any]:
    """The tokens that an answer shows."""
    words = plain(text)
    return [token for token in tokens if token.text in words]
