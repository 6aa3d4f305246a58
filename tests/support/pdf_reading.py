"""Look into a PDF: its text, its streams inflated, its pages counted."""

import io
import re
import zlib

from pypdf import PdfReader


def inflated(document: bytes) -> bytes:
    """The document followed by each of its streams, decompressed."""
    parts = [document]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", document, re.S):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts)


def count_pages(document: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", inflated(document)))


def text_of(document: bytes) -> str:
    """What a reader of the document reads, one page after the other, with plain spaces."""
    return "\n".join(pages_of(document))


def pages_of(document: bytes) -> list[str]:
    """The same, page by page."""
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]
    return [text.replace("\u00a0", " ").replace("\u202f", " ") for text in texts]
