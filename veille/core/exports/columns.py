"""A column of a list, and what its values become in a file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from django.utils import timezone

Cell = str | int | Decimal | date | None
_LONGEST = 32_000  # what a cell of Excel holds, with a margin
_UNWRITABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])


class ColumnKind(Enum):
    """How a tableur should take the values."""

    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    AMOUNT = "amount"
    YES_NO = "yes_no"


@dataclass(frozen=True)
class Column:
    """One column: what it is called, how to read it from a row, whether it tells who somebody is."""

    key: str
    label: str
    value: Callable[[Any], Any]
    kind: ColumnKind = ColumnKind.TEXT
    is_named: bool = False
    is_ticked: bool = True
    width: int = 20

    def cell(self, row: Any) -> Cell:
        """The value as a file keeps it."""
        value = self.value(row)
        if value is None or value == "":
            return None
        return _AS[self.kind](value)


def plain(text: Any) -> str:
    """A text that every format can hold."""
    return str(text).translate(_UNWRITABLE)[:_LONGEST]


def _day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _yes_no(value: Any) -> str:
    return "oui" if value else "non"


_AS: dict[ColumnKind, Callable[[Any], Cell]] = {
    ColumnKind.TEXT: plain,
    ColumnKind.DAY: _day,
    ColumnKind.NUMBER: int,
    ColumnKind.AMOUNT: lambda value: Decimal(str(value)),
    ColumnKind.YES_NO: _yes_no,
}
