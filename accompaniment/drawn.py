"""A signature drawn on the screen: a few bounded strokes, sealed in the database, never a picture from outside."""

import json
from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import ValidationError

from veille.core import crypto

# The frame in which one draws, and how much of it is kept: a long name with a flourish holds in a tenth of it.
WIDTH, HEIGHT = 600, 200
_MOST_STROKES, _MOST_POINTS, _MOST_CHARACTERS = 120, 4000, 60_000
Strokes = Iterable[Iterable[int]]
_MISSING = "Le tracé manque : signez dans le cadre, ou choisissez une autre façon de signer."
_TOO_LONG = "Ce tracé est trop long : effacez-le et recommencez."


def read_strokes(text: str) -> list[list[int]]:
    """Strokes as the page sends them: lists of x, y, x, y… inside the frame. Raises ValidationError."""
    if len(text) > _MOST_CHARACTERS:
        raise ValidationError(_TOO_LONG)
    try:
        strokes = json.loads(text or "[]")
    except (ValueError, RecursionError):
        raise ValidationError(_MISSING) from None
    if not isinstance(strokes, list) or not strokes or not all(_is_stroke(stroke) for stroke in strokes):
        raise ValidationError(_MISSING)
    if len(strokes) > _MOST_STROKES or sum(map(len, strokes)) > 2 * _MOST_POINTS:
        raise ValidationError(_TOO_LONG)
    return strokes


def _is_stroke(stroke: object) -> bool:
    if not isinstance(stroke, list) or len(stroke) < 4 or len(stroke) % 2:
        return False
    whole = all(type(value) is int for value in stroke)
    return whole and all(0 <= x <= WIDTH for x in stroke[::2]) and all(0 <= y <= HEIGHT for y in stroke[1::2])


def sealed(strokes: Strokes, key: UUID) -> bytes:
    """The strokes under the key of protected data, readable in this one signature."""
    return crypto.seal(json.dumps(strokes).encode(), purpose=crypto.PROTECTED, place=_place(key))


def path_of(drawing: bytes | memoryview, key: UUID) -> str:
    """What a page draws: the `d` of an SVG path."""
    strokes = json.loads(crypto.unseal(bytes(drawing), purpose=crypto.PROTECTED, place=_place(key)))
    return " ".join(_line(stroke) for stroke in strokes)


def _line(stroke: list[int]) -> str:
    points = [f"{x} {y}" for x, y in zip(stroke[::2], stroke[1::2], strict=True)]
    return "M" + " L".join(points)


def _place(key: UUID) -> str:
    return f"signature:{key}"
