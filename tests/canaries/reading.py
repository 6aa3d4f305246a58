"""Every word of an answer, whatever its form: page, PDF with its properties, spreadsheet, calendar, headers."""

import io
import re
import zipfile
from collections.abc import Sequence

from django.http import HttpResponse
from pypdf import PdfReader
from pypdf.errors import PdfReadError

from tests.canaries.tokens import Token

# The shape of a token (tokens.py), wherever it begins.
TOKEN = re.compile(r"(?=(zq[a-z]{9}|\d{5}[.,]\d{2}))")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_ZIPPED = ("spreadsheetml", "opendocument", "zip")


def words_of(response: HttpResponse) -> str:
    """What the reader receives, headers included."""
    return f"{_headers(response)}\n{_body(_bytes(response), response.get('Content-Type', ''))}"


def about(response: HttpResponse) -> str:
    """What goes round the words: headers, the names inside an archive, the properties of a document."""
    kind, told = response.get("Content-Type", ""), [_headers(response)]
    if "pdf" in kind:
        told.append(_properties(_bytes(response)))
    if any(word in kind for word in _ZIPPED):
        with zipfile.ZipFile(io.BytesIO(_bytes(response))) as archive:
            properties = [name for name in archive.namelist() if name.startswith(("docProps/", "meta"))]
            told += [*archive.namelist(), *(archive.read(name).decode() for name in properties)]
    return "\n".join(told)


def _headers(response: HttpResponse) -> str:
    return " ".join(f"{name}: {value}" for name, value in response.items() if name != "Content-Security-Policy")


def _bytes(response: HttpResponse) -> bytes:
    """A stream is read once and kept."""
    if response.streaming:
        response.streaming_content = [b"".join(response.streaming_content)]
        kept = b"".join(response.streaming_content)
        response.streaming_content = [kept]
        return kept
    return response.content


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


def _properties(body: bytes) -> str:
    try:
        document = PdfReader(io.BytesIO(body))
    except PdfReadError:
        return ""
    return f"{document.metadata} {document.xmp_metadata and document.xmp_metadata.dc_title}"


def _zip(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        members = [archive.read(name).decode("utf-8", errors="replace") for name in archive.namelist()]
    return "\n".join([*archive.namelist(), *members])


def plain(text: str) -> str:
    """Without any space, so that « 1 234,56 » is found whatever holds its thousands."""
    return _SPACES.sub("", text)


def shown_in(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens that an answer shows, in capitals or not; a spreadsheet and data write an amount with a point."""
    words = {found.replace(".", ",") for found in TOKEN.findall(plain(text).lower())}
    return [token for token in tokens if token.text.lower() in words]
