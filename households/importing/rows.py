"""The rows of a file as values of fields, each with what could not be understood."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from households.importing.fields import Problem, is_empty
from households.importing.importer import Importer, Values
from households.importing.mapping import Columns
from veille.core.spreadsheets import Table, Unreadable

_MISSING = "Cette case est vide, et nécessaire."


@dataclass(frozen=True)
class ReadRow:
    """A line of the file, by its number there."""

    number: int
    values: Values
    problems: list[Problem] = field(default_factory=list)


def rows_of(importer: Importer, table: Table, columns: Columns) -> Iterator[ReadRow]:
    """Every line, understood as far as it can be."""
    known = {one.name: one for one in importer.fields}
    readers = {name: known[name].reader(is_1904=table.is_1904) for name in columns}
    places = {name: table.column(title) for name, title in columns.items()}
    for row in table.rows:
        values: Values = {}
        problems = []
        for name, read in readers.items():
            try:
                values[name] = read(row.values[places[name]])
            except Unreadable as error:
                values[name] = None
                problems.append(Problem(name, str(error)))
            else:
                if known[name].is_required and is_empty(values[name]):
                    problems.append(Problem(name, _MISSING))
        yield ReadRow(row.number, values, problems)
