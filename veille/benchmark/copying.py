"""Rows by the hundred thousand: COPY instead of INSERT, with the defaults the models state."""

import io
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection, models
from psycopg2 import sql

_BATCH = 20_000
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copy(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> int:
    """Write rows given as {attribute: value}; every row names the same attributes. Returns how many."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return 0
    rest = _rest_of_a_row(model, set(first))
    names = [*first, *rest]
    columns = [model._meta.get_field(name).column for name in names]
    tail = "".join(f"\t{_text(value)}" for value in rest.values())
    return _send(model._meta.db_table, columns, _lines(first, rows, tail))


def _lines(first: dict, rows: Iterator[dict], tail: str) -> Iterator[str]:
    yield "\t".join(map(_text, first.values())) + tail
    for row in rows:
        yield "\t".join(map(_text, row.values())) + tail


def _rest_of_a_row(model: type[models.Model], given: set[str]) -> dict[str, Any]:
    """What a new row holds where nothing is said: a column added tomorrow is filled like on any page."""
    blank = model()
    fields = [f for f in model._meta.concrete_fields if f.attname not in given and not f.has_db_default()]
    return {f.attname: f.get_db_prep_save(f.pre_save(blank, add=True), connection) for f in fields}


def _text(value: Any) -> str:
    if value is None:
        return "\\N"
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, dict | list):
        value = json.dumps(value)
    return str(value).translate(_ESCAPES)


def _send(table: str, columns: list[str], lines: Iterator[str]) -> int:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    sent = 0
    with connection.cursor() as cursor:
        while batch := list(islice(lines, _BATCH)):
            cursor.cursor.copy_expert(statement, io.StringIO("\n".join(batch) + "\n"))
            sent += len(batch)
    return sent


def settle() -> None:
    """Statistics and visibility maps as on a database that has lived; outside any transaction."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
