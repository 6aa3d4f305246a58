"""Queries of the pages that everybody opens, put into words once a process.

Django builds and words a query each time it is asked, which for fifty rows costs more than reading them. A
prepared query is kept with blanks, filled at each reading. All that its words depend on is given to the function
that builds it, and is what it is kept under, with the day: it can know nothing else of who asks.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, wraps
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BooleanField, Expression, F, Field, Func, Model, QuerySet, TextField, UUIDField

from veille.core import clock

Row = TypeVar("Row", bound=Model)

_KEPT = 256  # of each query: one a set of roles and filters


class Blank(Expression):
    """The place of a value, named when the query is built and given when it is read."""

    def __init__(self, name: str, output_field: Field | None = None):
        super().__init__(output_field=output_field or UUIDField())
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


class BlankText(Blank):
    """The same for a text."""

    def __init__(self, name: str):
        super().__init__(name, TextField())


class Among(Func):
    """The condition that a column is one of a list of keys, which fills the blank."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("

    def __init__(self, column: str, name: str):
        super().__init__(F(column), Blank(name), output_field=BooleanField())


class Unreadable(Exception):
    """A column that Django would translate after reading it cannot be read by a prepared query."""


class TiedToAMoment(Exception):
    """A query that holds the time of day would be kept past it: a shift, an emergency come with the actor instead."""


@dataclass(frozen=True)
class Prepared:
    """Words and values, some of them blanks; no words at all when nothing can be found."""

    sql: str = ""
    values: tuple[Any, ...] = ()

    def rows(self, **blanks: Any) -> list[tuple]:
        if not self.sql:
            return []
        values = [blanks[value.name] if isinstance(value, Blank) else value for value in self.values]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            return cursor.fetchall()


def prepared(build: Callable[..., QuerySet]) -> Callable[..., Prepared]:
    """Keep the words of the query that `build` makes of its arguments: hashable ones, by place. It gives columns."""

    @lru_cache(maxsize=_KEPT)
    def kept(day: date, *args: Hashable) -> Prepared:
        return _in_words(build(*args))

    @wraps(build)
    def of(*args: Hashable) -> Prepared:
        return kept(clock.today(), *args)

    return of


def columns_of(model: type[Model], path: str = "") -> tuple[str, ...]:
    """The columns of a model, or of the one that the field `path` points to, but those Django would translate."""
    names = [field.attname for field in model._meta.concrete_fields if not hasattr(field, "from_db_value")]
    return tuple(f"{path}__{name}" if path else name for name in names)


def made_of(model: type[Row], values: Sequence[Any]) -> Row:
    """The object of these columns; it fetches the others when they are asked."""
    return model.from_db(DEFAULT_DB_ALIAS, columns_of(model), values)


def _in_words(rows: QuerySet) -> Prepared:
    compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, values = compiler.as_sql()
    except EmptyResultSet:
        return Prepared()
    if compiler.get_converters(expression for expression, *_ in compiler.select):
        raise Unreadable(sql)
    if any(isinstance(value, datetime) for value in values):
        raise TiedToAMoment(sql)
    return Prepared(sql, tuple(values))
