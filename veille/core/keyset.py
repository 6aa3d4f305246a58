"""Pages of a long list, each as quick as the first: a page is found from a row, not by counting from the start.

Addresses carry a row by its key (`depuis`), the page this row begins (`de`) and the page wanted (`page`): the
database walks an index from there. A key outside the list is as if it were not there: the page is then counted
from the start.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from veille.core.pages import PAGE_SIZE, whole_number

LAST = "fin"
# Leaps of so many pages, offered from the page where a list has shown that it is long.
LEAPS = {10: 3, 100: 20}


@dataclass(frozen=True)
class KeysetPage:
    """The rows of a page; `number` counts from the start, or is None when the page was found from the end."""

    rows: list
    number: int | None
    has_previous: bool
    has_next: bool

    @property
    def is_whole(self) -> bool:
        """The list has this page only: its rows are its count."""
        return not (self.has_previous or self.has_next)

    @property
    def anchor(self) -> UUID:
        return self.rows[0].pk

    @property
    def start(self) -> int:
        """The number its links count from; from the end, a number that no link shows."""
        return self.number or 0

    @property
    def numbers(self) -> list[int]:
        """The neighbours worth a link: the next one is known to exist, those further only once one is there."""
        if not self.number:
            return []
        ahead = [self.number + 1] if self.has_next else []
        return [number for number in (self.number - 2, self.number - 1, self.number, *ahead) if number > 0]

    @property
    def leaps(self) -> list[tuple[int, int]]:
        """(How many pages, page reached), for a list too long to be counted; past the end one reads the last page."""
        if not (self.number and self.has_next):
            return []
        return [(leap, self.number + leap) for leap, since in LEAPS.items() if self.number >= since]


Values = dict[str, Any]
AFTER, BEFORE, AT = "after", "before", "at"


@dataclass(frozen=True)
class Way:
    """Some rows of a list: from a row on, before it, or that row alone (`side`); counted from one of the ends."""

    side: str = ""
    is_backwards: bool = False
    offset: int = 0
    count: int = 1

    def of(self, rows: QuerySet, values: Values) -> QuerySet:
        """`values`: the key of the row, or the columns of the order as they are in it."""
        if self.side == AT:
            rows = rows.filter(**values)
        elif self.side:
            rows = rows.filter(_side(_order(rows), values, after=self.side == AFTER))
        if self.is_backwards:
            rows = rows.reverse()
        return rows[self.offset : self.offset + self.count]


@dataclass(frozen=True)
class Ordered:
    """A list as pages read it: the columns of its order, the last one unique, and how rows are brought."""

    names: Sequence[str]
    read: Callable[[Way, Values], list]


def keyset_page(rows: QuerySet | Ordered, request: HttpRequest, size: int = PAGE_SIZE) -> KeysetPage:
    """The page asked in the address; past the end, the last one. `rows` ends its order in a unique column."""
    reading = _Reading(rows if isinstance(rows, Ordered) else _as_ordered(rows), size)
    wanted = request.GET.get("page", "")
    if wanted == LAST:
        return reading.last()
    number = whole_number(wanted.removeprefix("-")) or 1
    number = -number if wanted.startswith("-") else number
    page = reading.from_row(_key(request), whole_number(request.GET.get("de", "")), number)
    page = page or reading.at(max(number, 1))
    return page if page.rows or number == 1 else reading.last()


def _as_ordered(rows: QuerySet) -> Ordered:
    names = [name for name, _ in _order(rows)]
    return Ordered(names, lambda way, values: list(way.of(rows, values)))


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("depuis", ""))
    except ValueError:
        return None


class _Reading:
    """The ways to a page of an ordered list."""

    def __init__(self, rows: Ordered, size: int):
        self.rows = rows
        self.size = size

    def at(self, number: int) -> KeysetPage:
        """Counted from the start: what a bare number in the address gives."""
        return self._ahead("", {}, (number - 1) * self.size, number)

    def last(self) -> KeysetPage:
        found = self._behind("", {}, 0)
        whole = len(found) <= self.size
        return KeysetPage(found[-self.size :], 1 if whole else None, not whole, False)

    def from_row(self, key: UUID | None, start: int | None, number: int) -> KeysetPage | None:
        """`number - start` pages from the row; None when the row is not in the list."""
        if key is None or start is None:
            return None
        row = next(iter(self.rows.read(Way(AT), {"pk": key})), None)
        if row is None:
            return None
        values = {name: _value(row, name) for name in self.rows.names}
        steps = number - start
        shown = number if start else None
        if steps >= 0:
            return self._ahead(AFTER, values, steps * self.size, shown)
        return self._before(values, -steps, shown)

    def _before(self, values: Values, steps: int, number: int | None) -> KeysetPage:
        found = self._behind(BEFORE, values, (steps - 1) * self.size)
        if len(found) <= self.size:  # the start of the list, whole
            return self.at(1)
        return KeysetPage(found[-self.size :], number, True, True)

    def _ahead(self, side: str, values: Values, offset: int, number: int | None) -> KeysetPage:
        found = self.rows.read(Way(side, False, offset, self.size + 1), values)
        return KeysetPage(found[: self.size], number, number != 1, len(found) > self.size)

    def _behind(self, side: str, values: Values, offset: int) -> list:
        """Read from the end, given in the order of the list, with one row more when there is one."""
        return self.rows.read(Way(side, True, offset, self.size + 1), values)[::-1]


def _order(rows: QuerySet) -> list[tuple[str, bool]]:
    """Each column of the order, and whether it descends."""
    return [(name.removeprefix("-"), name.startswith("-")) for name in map(str, rows.query.order_by)]


def _side(order: list[tuple[str, bool]], values: Values, *, after: bool) -> Q:
    """The rows from this one on (itself included), or those before it."""
    (first, descending), *_ = order
    bound = "lte" if descending == after else "gte"
    leading = Q(**{f"{first}__{bound}": values[first]})  # alone, it tells the index where to start
    return leading & _compared(order, values, after=after)


def _compared(order: list[tuple[str, bool]], values: Values, *, after: bool) -> Q:
    beyond, equal = Q(), Q()
    for name, descending in order:
        value = values[name]
        beyond |= equal & Q(**{f"{name}__{'lt' if descending == after else 'gt'}": value})
        equal &= Q(**{name: value})
    return beyond | equal if after else beyond


def _value(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row
