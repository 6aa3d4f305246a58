"""Pages of a long list, each as quick as the first: a page is found from a row, not by counting from the start.

Addresses carry a row by its key (`depuis`), the page this row begins (`de`) and the page wanted (`page`): the
database walks an index from there. A key outside the list is as if it were not there: the page is then counted
from the start.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model, Q, QuerySet
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


def is_first(request: HttpRequest) -> bool:
    """Whether the address asks for the start of the list: the page that everybody opens, which may be prepared."""
    return not any(request.GET.get(name) for name in ("page", "depuis", "de"))


def first_page(found: list, size: int = PAGE_SIZE) -> KeysetPage:
    """The start of the list, read with one row more when there is one."""
    return KeysetPage(found[:size], 1, False, len(found) > size)


def keyset_page(rows: QuerySet, request: HttpRequest, size: int = PAGE_SIZE) -> KeysetPage:
    """The page asked in the address; past the end, the last one. `rows` ends its order in a unique column."""
    reading = _Reading(rows, size)
    wanted = request.GET.get("page", "")
    if wanted == LAST:
        return reading.last()
    number = whole_number(wanted.removeprefix("-")) or 1
    number = -number if wanted.startswith("-") else number
    page = reading.from_row(_key(request), whole_number(request.GET.get("de", "")), number)
    page = page or reading.at(max(number, 1))
    return page if page.rows or number == 1 else reading.last()


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("depuis", ""))
    except ValueError:
        return None


class _Reading:
    """The ways to a page of an ordered list."""

    def __init__(self, rows: QuerySet, size: int):
        self.rows = rows
        self.size = size
        self.order = [(name.removeprefix("-"), name.startswith("-")) for name in map(str, rows.query.order_by)]

    def at(self, number: int) -> KeysetPage:
        """Counted from the start: what a bare number in the address gives."""
        return self._ahead(self.rows, (number - 1) * self.size, number)

    def last(self) -> KeysetPage:
        found = self._behind(self.rows, 0)
        whole = len(found) <= self.size
        return KeysetPage(found[-self.size :], 1 if whole else None, not whole, False)

    def from_row(self, key: UUID | None, start: int | None, number: int) -> KeysetPage | None:
        """`number - start` pages from the row; None when the row is not in the list."""
        row = self.rows.filter(pk=key).first() if key else None
        if row is None or start is None:
            return None
        steps = number - start
        shown = number if start else None
        if steps >= 0:
            return self._ahead(self.rows.filter(self._side(row, after=True)), steps * self.size, shown)
        return self._before(row, -steps, shown)

    def _before(self, row: Model, steps: int, number: int | None) -> KeysetPage:
        found = self._behind(self.rows.filter(self._side(row, after=False)), (steps - 1) * self.size)
        if len(found) <= self.size:  # the start of the list, whole
            return self.at(1)
        return KeysetPage(found[-self.size :], number, True, True)

    def _ahead(self, rows: QuerySet, offset: int, number: int | None) -> KeysetPage:
        found = list(rows[offset : offset + self.size + 1])
        return KeysetPage(found[: self.size], number, number != 1, len(found) > self.size)

    def _behind(self, rows: QuerySet, offset: int) -> list:
        """Read from the end, given in the order of the list, with one row more when there is one."""
        return list(rows.reverse()[offset : offset + self.size + 1])[::-1]

    def _side(self, row: Model, *, after: bool) -> Q:
        """The rows from this one on (itself included), or those before it."""
        (first, descending), *_ = self.order
        bound = "lte" if descending == after else "gte"
        leading = Q(**{f"{first}__{bound}": _value(row, first)})  # alone, it tells the index where to start
        return leading & self._compared(row, after)

    def _compared(self, row: Model, after: bool) -> Q:
        beyond, equal = Q(), Q()
        for name, descending in self.order:
            value = _value(row, name)
            beyond |= equal & Q(**{f"{name}__{'lt' if descending == after else 'gt'}": value})
            equal &= Q(**{name: value})
        return beyond | equal if after else beyond


def _value(row: Model, name: str):
    for part in name.split("__"):
        row = getattr(row, part)
    return row
