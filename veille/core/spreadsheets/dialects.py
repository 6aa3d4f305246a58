"""A CSV file: how its text is encoded and what separates its columns."""

import codecs
import csv
from collections import Counter
from io import StringIO

from veille.core.spreadsheets import bounds, refusal
from veille.core.spreadsheets.refusal import Refused

_SEPARATORS = ";\t,"
_LOOKED_AT = 30
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Characters that no tableur writes: a binary file read as text is full of them.
_CONTROLS = frozenset(map(chr, {*range(32), 127} - {9, 10, 13, 12, 11}))


def text_of(content: bytes) -> str:
    """The text: UTF-8 with or without its mark, UTF-16, else the French Windows of old."""
    try:
        text = _decoded(content)
    except UnicodeDecodeError as error:
        raise Refused(refusal.NOT_A_TEXT) from error
    if not _CONTROLS.isdisjoint(text):
        raise Refused(refusal.NOT_A_TEXT)
    return text


def _decoded(content: bytes) -> str:
    if content.startswith(_UTF16):
        return content.decode("utf-16")
    if silent := _silent_utf16(content):
        return content.decode(silent)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _silent_utf16(content: bytes) -> str:
    """UTF-16 without its mark: in a Western text, one byte in two is zero."""
    start = content[:400]
    if len(start) < 4 or len(content) % 2:
        return ""
    half = len(start) // 2
    if start[1::2].count(0) > half * 0.7 and 0 not in start[0::2]:
        return "utf-16-le"
    return "utf-16-be" if start[0::2].count(0) > half * 0.7 and 0 not in start[1::2] else ""


def grid_of(content: bytes) -> list[list[str]]:
    """The lines of the file cut in columns; refused past the bounds."""
    text = text_of(content)
    separator, text = _announced(text)
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=separator or _separator(text), strict=True):
            cells += len(row)
            _check(len(rows) + 1, len(row), cells)
            rows.append(row)
    except csv.Error as error:
        raise Refused(refusal.BROKEN) from error
    return rows


def _check(rows: int, columns: int, cells: int) -> None:
    if rows > bounds.ROWS + bounds.HEADER_WITHIN:
        raise Refused(refusal.TOO_MANY_ROWS)
    if columns > bounds.COLUMNS:
        raise Refused(refusal.TOO_MANY_COLUMNS)
    if cells > bounds.CELLS:
        raise Refused(refusal.TOO_MANY_CELLS)


def _announced(text: str) -> tuple[str, str]:
    """Excel's own first line « sep=; », which keeps its place so that line numbers stay true."""
    first, _, rest = text.partition("\n")
    first = first.strip()
    if first[:4].lower() == "sep=" and len(first) <= 5:
        return first[4:] or "\t", "\n" + rest
    return "", text


def _separator(text: str) -> str:
    """The sign that cuts the first lines in the same number of columns most often, and in the most columns."""
    scores = {sign: _score(text, sign) for sign in _SEPARATORS}
    return max(scores, key=lambda sign: scores[sign])


def _score(text: str, sign: str) -> tuple[int, int]:
    widths: Counter[int] = Counter()
    try:
        for _, row in zip(range(_LOOKED_AT), csv.reader(StringIO(text, newline=""), delimiter=sign), strict=False):
            widths[len(row)] += any(row)
    except csv.Error:
        return (0, 0)
    width, lines = max(((w, n) for w, n in widths.items() if w > 1), key=lambda found: found[1], default=(0, 0))
    return (lines, width)
