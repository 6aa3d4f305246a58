"""Invented names: some thousands of them, as unevenly spread as real ones."""

import json
from functools import cache
from pathlib import Path
from random import Random

_PARTS = json.loads((Path(__file__).parent / "names.json").read_text())
_DISTINCT = 6_000
_WITH_MIDDLE = 0.7


@cache
def _last_names() -> tuple[str, ...]:
    dice = Random(0)  # noqa: S311  nothing here is a secret
    found: dict[str, None] = {}
    while len(found) < _DISTINCT:
        middle = dice.choice(_PARTS["middles"]) if dice.random() < _WITH_MIDDLE else ""
        found[dice.choice(_PARTS["beginnings"]) + middle + dice.choice(_PARTS["endings"])] = None
    return tuple(found)


def first_name(dice: Random) -> str:
    return dice.choice(_PARTS["first"])


def last_name(dice: Random) -> str:
    """The first ones of the list are borne by many, the last ones by few."""
    return _last_names()[int(_DISTINCT * dice.random() ** 2)]
