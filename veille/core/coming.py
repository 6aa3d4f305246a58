"""What comes next for a household: each package tells the days it knows of, as far as the reader may.

A package declares `coming = "accompaniment.coming.steps"` in its AppConfig: a function of an actor and a
case that answers steps. It asks its own rights.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from veille.core.actor import Actor
from veille.core.offers import offered


@dataclass(frozen=True)
class Step:
    """« bilan », on a day; `section` is what it tells of the file, for the journal of reads."""

    day: date
    title: str
    section: str


def next_step_of(actor: Actor, case: Any) -> Step | None:
    """The nearest of all, a late one first."""
    steps = [step for tell in offered("coming") for step in tell(actor, case)]
    return min(steps, key=lambda step: (step.day, step.title), default=None)
