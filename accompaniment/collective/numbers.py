"""How many sessions, how many people: whole for who counted them, masked for a landlord that did not.

To a landlord, numbers of an association are told once, when the action has ended and takes no session any more:
told along the way, the difference between two readings would be the headcount of one session. One session of
less than five people hides the whole series, whose mean would tell it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accompaniment.collective.choices import ENDED_STATES, CollectiveSessionState
from accompaniment.collective.rights import counts_whole
from accompaniment.models import CollectiveAction, CollectiveSession
from veille.core.actor import Actor
from veille.core.formats import number
from veille.core.masking import SMALL, is_small

DEFINITIONS = {
    "sessions": "Séances qui ont eu lieu ; les séances annulées ne comptent pas.",
    "attendances": "Adultes et enfants comptés à chaque séance. Une personne venue trois fois compte trois.",
    "not_accompanied": "Parmi les présences, celles d’habitants que personne n’accompagne, quand cela a été compté.",
    "people": "Personnes différentes, d’après la liste de l’association au jour où l’action s’est terminée.",
    "regulars": "Parmi elles, celles qui sont venues à trois séances ou plus.",
    "rate": "Présences aux séances dont on attendait un nombre de personnes, sur ce nombre.",
}
_LATER = "à la fin de l’action"
_SMALL = f"masqué (moins de {SMALL} personnes)"
_UNSAID = "non compté"


@dataclass(frozen=True)
class Cell:
    """A number as its reader may know it; `value` is None when she may not, or when nobody counted."""

    value: int | None
    why_not: str = _UNSAID

    @property
    def words(self) -> str:
        return self.why_not if self.value is None else number(self.value)


@dataclass(frozen=True)
class Figures:
    """What one action, or several, reached."""

    sessions: int
    attendances: Cell
    adults: Cell
    children: Cell
    not_accompanied: Cell
    people: Cell
    regulars: Cell
    rate: tuple[int, int] | None = None

    @property
    def rate_words(self) -> str:
        return "" if self.rate is None else f"{number(self.rate[0])} / {number(self.rate[1])}"


def held_sessions(action: CollectiveAction) -> list[CollectiveSession]:
    """From what the list has prefetched."""
    return [session for session in action.sessions.all() if session.state == CollectiveSessionState.HELD]


def figures_of(actor: Actor, action: CollectiveAction) -> Figures:
    if counts_whole(actor, action):
        return whole_of(action)
    held = held_sessions(action)
    if action.state not in ENDED_STATES:
        return _hidden(len(held), _LATER)
    return _masked(whole_of(action), held)


def whole_of(action: CollectiveAction) -> Figures:
    """What was counted: for who counted it, and for the pilot, who reads numbers."""
    held = held_sessions(action)
    counted = [session.not_accompanied for session in held]
    unsaid = not counted or None in counted
    return Figures(
        sessions=len(held),
        attendances=Cell(sum(session.reached for session in held)),
        adults=Cell(sum(session.adults or 0 for session in held)),
        children=Cell(sum(session.children or 0 for session in held)),
        not_accompanied=Cell(None if unsaid else sum(n or 0 for n in counted)),
        people=Cell(action.people),
        regulars=Cell(action.regulars),
        rate=_rate(held),
    )


def _rate(held: Iterable[CollectiveSession]) -> tuple[int, int] | None:
    awaited = [session for session in held if session.expected]
    if not awaited:
        return None
    return sum(session.reached for session in awaited), sum(session.expected or 0 for session in awaited)


def _hidden(sessions: int, why: str) -> Figures:
    cell = Cell(None, why)
    return Figures(sessions, cell, cell, cell, cell, cell, cell)


def _masked(whole: Figures, held: Sequence[CollectiveSession]) -> Figures:
    """What a part leaves out is a number too: adults hide with children, who came back with who did not."""
    if any(is_small(session.reached) for session in held) or is_small(whole.people.value):
        return _hidden(whole.sessions, _SMALL)
    by_age = any(is_small(session.adults, session.reached) for session in held)
    by_support = any(is_small(session.not_accompanied, session.reached) for session in held)
    back = is_small(whole.regulars.value, whole.people.value)
    hide = Cell(None, _SMALL)
    # A rate over some of the sessions would tell those left out of it.
    partial = whole.rate is not None and whole.rate[0] != whole.attendances.value
    return Figures(
        sessions=whole.sessions,
        attendances=whole.attendances,
        adults=hide if by_age else whole.adults,
        children=hide if by_age else whole.children,
        not_accompanied=hide if by_support else whole.not_accompanied,
        people=whole.people,
        regulars=hide if back else whole.regulars,
        rate=None if partial else whole.rate,
    )


def total_of(rows: Sequence[Figures]) -> Figures:
    """Several actions together. One number that is hidden hides the sum: their difference would tell it."""
    return Figures(
        sessions=sum(row.sessions for row in rows),
        attendances=_sum(row.attendances for row in rows),
        adults=_sum(row.adults for row in rows),
        children=_sum(row.children for row in rows),
        not_accompanied=_sum(row.not_accompanied for row in rows),
        people=_sum(row.people for row in rows),
        regulars=_sum(row.regulars for row in rows),
    )


def _sum(cells: Iterable[Cell]) -> Cell:
    cells = list(cells)
    hidden = next((cell for cell in cells if cell.value is None and cell.why_not != _UNSAID), None)
    known = [cell.value for cell in cells if cell.value is not None]
    return hidden or Cell(sum(known) if known else None)


def in_band(n: int) -> str:
    """About how many: people come and go, and two exact numbers a month apart would tell who."""
    if n == 0:
        return "aucun"
    if is_small(n):
        return f"moins de {SMALL}"
    low = n - n % SMALL
    return f"de {low} à {low + SMALL - 1}"
