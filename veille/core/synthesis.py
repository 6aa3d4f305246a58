"""A file on one page: each package says its part, as far as the reader may know.

A package declares `synthesis = "accompaniment.synthesis.parts"` in its AppConfig: a function of an actor
and a case that answers parts. It asks its own rights.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from veille.core.actor import Actor
from veille.core.offers import offered


@dataclass(frozen=True)
class Part:
    """A title and its lines (word, text). `section` is what it tells of the file, for the journal of reads."""

    title: str
    lines: tuple[tuple[str, str], ...]
    section: str
    also: tuple[str, ...] = ()  # the other sections it tells of, when it draws from several


def part(title: str, lines: Iterable[tuple[str, str]], section: str) -> list[Part]:
    """The part, without its empty lines; none at all when nothing is left."""
    told = tuple((word, text) for word, text in lines if text)
    return [Part(title, told, section)] if told else []


def parts_of(actor: Actor, case: Any) -> list[Part]:
    """What every package tells, in their order."""
    return [told for tell in offered("synthesis") for told in tell(actor, case)]
