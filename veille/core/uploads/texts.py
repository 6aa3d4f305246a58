"""Plain texts and tables: readable words, no page, no programme."""

import re

from veille.core.uploads import refusal
from veille.core.uploads.refusal import Refused

_ENCODINGS = ("utf-8-sig", "cp1252")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKUP = re.compile(
    r"<\s*(script|svg|html|body|iframe|object|embed|meta|link)\b|<!doctype|<\?(xml|php)|<!\[cdata\[", re.IGNORECASE
)
_PROGRAMMES = ("#!", "%!ps", "mime-version:", "@echo", "content-type:")


def clean(content: bytes) -> bytes:
    """The text in UTF-8."""
    text = _read(content)
    if _CONTROLS.search(text):
        raise Refused(refusal.NOT_A_TEXT)
    if _MARKUP.search(text) or text.lstrip().lower().startswith(_PROGRAMMES):
        raise Refused(refusal.WEB_PAGE)
    if not text.strip():
        raise Refused(refusal.EMPTY)
    return text.encode()


def _read(content: bytes) -> str:
    encodings = ("utf-16",) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else _ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(refusal.NOT_A_TEXT)
