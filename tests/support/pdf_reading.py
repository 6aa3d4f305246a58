"""Look into a PDF without a library: its streams inflated, its pages counted."""

import re
import zlib


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
