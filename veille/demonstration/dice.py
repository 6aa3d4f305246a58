"""Chance that always falls the same way: the demonstration is the same on every machine."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

STORY_DAY = date(2018, 12, 14)
_SEED = 20181214
_DATA = Path(__file__).parent / "data"


@cache
def data(name: str) -> Any:
    """A data file of the demonstration."""
    text = (_DATA / name).read_text()
    return json.loads(text) if name.endswith(".json") else text.split()


class Dice:
    """A random source of its own, so that no library call changes what is drawn."""

    def __init__(self, seed: int = _SEED):
        self._random = Random(seed)  # noqa: S311  nothing here is a secret
        self._decks: dict[tuple, list] = {}

    def key(self) -> UUID:
        return UUID(int=self._random.getrandbits(128), version=4)

    def pick(self, values: Sequence) -> Any:
        return values[self._random.randrange(len(values))]

    def some(self, values: Sequence, count: int) -> list:
        return self._random.sample(list(values), min(count, len(values)))

    def shuffled(self, values: Sequence) -> list:
        return self.some(values, len(values))

    def chance(self, share: float) -> bool:
        return self._random.random() < share

    def between(self, low: int, high: int) -> int:
        return self._random.randint(low, high)

    def after(self, day: date, low: int, high: int) -> date:
        """A day from `low` to `high` days after, moved off the week-end."""
        return working_day(day + timedelta(days=self.between(low, high)))

    def weighted(self, weights: dict[str, int]) -> str:
        return self._random.choices(list(weights), weights=list(weights.values()))[0]

    def deal(self, weights: dict[str, int]) -> str:
        """Like `weighted`, from a deck dealt whole before it is shuffled again: shares hold on small numbers."""
        deck = self._decks.setdefault(tuple(weights.items()), [])
        if not deck:
            deck.extend(self.spread(weights))
        return deck.pop()

    def spread(self, counts: dict[Any, int]) -> list:
        """Each value as many times as told, in a drawn order."""
        return self.shuffled([value for value, count in counts.items() for _ in range(count)])


def working_day(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
