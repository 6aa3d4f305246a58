"""What reading a spreadsheet gives: titles, and rows that remember their line in the file."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from veille.core.normalise import sort_text

Value = str | int | float | Decimal | bool | date | datetime | time | timedelta | None
ERROR = "#ERREUR"  # what a formula that failed leaves in its cell


@dataclass(frozen=True)
class Row:
    """One line: its number in the file, as the tableur shows it, and its values in the order of the titles."""

    number: int
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Table:
    """A table read from a file. An empty cell is None; dates, numbers and booleans are what the file says."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    header_row: int
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    is_1904: bool = False
    totals: tuple[int, ...] = ()  # numbers of the lines left out because they only add up the others

    @property
    def fingerprint(self) -> str:
        """The same titles in the same order, however they are typed: what a kept mapping is found by."""
        titles = "\n".join(sort_text(title) for title in self.headers)
        return hashlib.sha256(titles.encode()).hexdigest()

    def column(self, header: str) -> int:
        """Where a title stands. Raises ValueError."""
        return self.headers.index(header)
