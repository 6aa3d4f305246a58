"""How long things take, side by side: each round measures every way once, so that a slow moment slows them all."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection

_WARM_UP = 3


@dataclass(frozen=True)
class Times:
    """Milliseconds of every round."""

    values: tuple[float, ...]

    @property
    def p50(self) -> float:
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        return sorted(self.values)[int(len(self.values) * 0.95)]


def side_by_side(ways: dict[str, Callable[[], object]], rounds: int) -> dict[str, Times]:
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + _WARM_UP):
        for name, way in ways.items():
            started = time.perf_counter()
            way()
            if number >= _WARM_UP:
                taken[name].append((time.perf_counter() - started) * 1000)
    return {name: Times(tuple(values)) for name, values in taken.items()}


Statement = tuple[str, object]


def statements_of(act: Callable[[], object]) -> list[Statement]:
    """The queries an act makes, with their values."""
    seen: list[Statement] = []

    def note(execute, sql, params, many, context):
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        act()
    return seen


def read_raw(statements: Iterable[Statement]) -> None:
    """The same rows through the cursor of psycopg2: no query is built, no object is made."""
    connection.ensure_connection()  # Django closes it when its age is reached
    with connection.connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            cursor.fetchall()
