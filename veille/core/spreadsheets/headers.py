"""From a grid to a table: the line of titles, the lines that hold something, the totals set apart."""

from collections.abc import Iterable, Sequence
from itertools import count

from veille.core.normalise import sort_text
from veille.core.spreadsheets import bounds, refusal
from veille.core.spreadsheets.refusal import Refused
from veille.core.spreadsheets.table import Row, Value

Merged = frozenset[tuple[int, int, int]]
_ENOUGH = 0.6  # share of the widest line that a line of titles fills
_TOTALS = ("total", "totaux", "sous total", "somme", "moyenne")
_LONGEST = 120
_NUMBERS = (int, float)


def filled(values: Iterable[Value]) -> list[Value]:
    return [value for value in values if value is not None]


def find_titles(grid: Sequence[Row], merged: Merged) -> tuple[list[str], int, list[Row]]:
    """The titles, the number of their line, and the rows under it."""
    top = grid[: bounds.HEADER_WITHIN]
    widest = max((len(filled(row.values)) for row in top), default=0)
    if not widest:
        raise Refused(refusal.EMPTY)
    for rank, row in enumerate(top):
        if _looks_like_titles(row, widest):
            titles, below = _with_second_line(row, grid[rank + 1 :], merged)
            return titles, row.number, below
    raise Refused(refusal.NO_HEADERS)


def _looks_like_titles(row: Row, widest: int) -> bool:
    words = filled(row.values)
    with_letters = sum(isinstance(word, str) and any(map(str.isalpha, word)) for word in words)
    return len(words) >= widest * _ENOUGH and with_letters == len(words)


def _with_second_line(row: Row, below: Sequence[Row], merged: Merged) -> tuple[list[str], list[Row]]:
    """« Dette » written over « montant » and « depuis » gives « Dette montant » and « Dette depuis »."""
    groups = [(first, last) for line, first, last in merged if line == row.number and last > first]
    titles = [str(value or "") for value in row.values]
    if not groups or not below or not all(isinstance(word, str) for word in filled(below[0].values)):
        return titles, list(below)
    second = [str(value or "") for value in below[0].values]
    for first, last in groups:
        for index in range(first - 1, min(last, len(titles))):
            titles[index] = titles[first - 1]
    return [f"{a} {b}".strip() for a, b in zip(titles, second, strict=True)], list(below[1:])


def named_once(titles: Iterable[str]) -> list[str]:
    """Titles on one line, none empty, none twice: « Date », « Date (2) », « Colonne D »."""
    given: set[str] = set()
    names = []
    for index, title in enumerate(titles):
        name = " ".join(title.split())[:_LONGEST] or f"Colonne {letter(index)}"
        if name in given:
            name = next(f"{name} ({n})" for n in count(2) if f"{name} ({n})" not in given)
        given.add(name)
        names.append(name)
    return names


def letter(index: int) -> str:
    """0 → « A », 26 → « AA »."""
    head, tail = divmod(index, 26)
    return (letter(head - 1) if head else "") + chr(65 + tail)


def set_totals_apart(rows: list[Row]) -> tuple[list[Row], tuple[int, ...]]:
    """Lines that only add up the others: their first word says so and numbers follow."""
    totals = [row for row in rows if _is_total(row)]
    numbers = {row.number for row in totals}
    return [row for row in rows if row.number not in numbers], tuple(sorted(numbers))


def _is_total(row: Row) -> bool:
    values = filled(row.values)
    if not isinstance(values[0], str) or not sort_text(values[0]).startswith(_TOTALS):
        return False
    rest = values[1:]
    return bool(rest) and all(isinstance(v, _NUMBERS) or any(sign.isdigit() for sign in str(v)) for v in rest)


def used_columns(titles: Sequence[str], rows: Sequence[Row]) -> list[int]:
    """Columns that have a title or hold something: the others are left out."""
    held = {index for row in rows for index, value in enumerate(row.values) if value is not None}
    return [index for index, title in enumerate(titles) if title.strip() or index in held]
