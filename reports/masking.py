"""Small groups are hidden outside the team, and so is what would let one find them by subtraction.

A number n of N is masked when 0 < n < 5 or 0 < N − n < 5. In a distribution, when one line only is
masked, the next smallest is masked with it (secondary suppression): the total is printed.
"""

from collections.abc import Sequence
from dataclasses import replace

from reports.indicators.activity import Step
from reports.indicators.figures import Figure, Kind, Part
from veille.core.masking import SMALL, is_small

__all__ = ["SMALL", "is_small", "masked", "masked_parts", "masked_steps"]


def masked(figure: Figure) -> Figure:
    """The figure as who may only read masked numbers sees it."""
    hidden = _hides(figure)
    parts = masked_parts(figure.parts, exclusive=figure.kind != Kind.RATE)
    if hidden:
        return replace(
            figure, n=None, total=None, value=None, late_value=None, parts=(), aside=(), is_masked=True, cases=None
        )
    return replace(figure, parts=parts, aside=(), missing=0, expected=None, cases=None)


def _hides(figure: Figure) -> bool:
    if figure.kind == Kind.MIX:
        return is_small(figure.total)
    if figure.kind == Kind.DURATION:
        return is_small(figure.n) or is_small(figure.total)
    return is_small(figure.n, figure.total) or is_small(figure.total)


def masked_parts(parts: Sequence[Part], *, exclusive: bool = True) -> tuple[Part, ...]:
    """Lines of a distribution: small ones hidden, and a second one when a single one is."""
    hidden = {i for i, part in enumerate(parts) if is_small(part.n, part.total)}
    shown = [i for i, part in enumerate(parts) if i not in hidden and part.n]
    if exclusive and len(hidden) == 1 and shown:
        hidden.add(min(shown, key=lambda i: parts[i].n or 0))
    return tuple(replace(part, n=None) if i in hidden else part for i, part in enumerate(parts))


def masked_steps(steps: Sequence[Step]) -> list[Step]:
    """Steps of a funnel: a step is hidden when it, or what was lost before it, is a small group."""
    shown: list[Step] = []
    before: int | None = None
    for step in steps:
        n = step.n or 0
        hidden = is_small(n) or (before is not None and is_small(before - n))
        shown.append(Step(step.label, None) if hidden else step._replace(doors=masked_parts(step.doors)))
        before = before if hidden else n
    return shown
