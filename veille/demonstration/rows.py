"""Rows gathered in memory, then written table by table."""

from collections import defaultdict
from typing import TypeVar

from django.db import models

from veille.demonstration.dice import Dice

_BATCH = 1000
Row = TypeVar("Row", bound=models.Model)


class Rows:
    """Everything the loader makes passes here: keys are drawn, so that two loads are equal."""

    def __init__(self, dice: Dice):
        self.dice = dice
        self._made: dict[type[models.Model], list] = defaultdict(list)

    def add(self, model: type[Row], **fields) -> Row:
        row = model(id=self.dice.key(), **fields)
        self._made[model].append(row)
        return row

    def of(self, model: type[Row]) -> list[Row]:
        return self._made[model]

    def write(self) -> None:
        """Foreign keys are checked at commit: the order of tables does not matter."""
        for model, rows in self._made.items():
            model._base_manager.bulk_create(rows, batch_size=_BATCH)
        self._made.clear()
