"""CSV as French tableurs open it: UTF-8 with its mark, semicolons, decimal commas.

A text that a tableur would take for a formula is written behind an apostrophe, which our own reader
takes away again.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import TextIOWrapper
from typing import BinaryIO

from veille.core.exports.columns import Cell, Column
from veille.core.spreadsheets.guards import guarded


def write(target: BinaryIO, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    """The titles, then the rows."""
    text = TextIOWrapper(target, "utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([guarded(column.label) for column in columns])
    writer.writerows(map(_line, rows))
    text.flush()
    text.detach()  # the file stays open for who gave it


def _line(row: Sequence[Cell]) -> list[str]:
    return [_written(value) for value in row]


def _written(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | Decimal):
        return str(value).replace(".", ",")
    return guarded(value)
