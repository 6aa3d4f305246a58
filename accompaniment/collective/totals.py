"""Numbers of collective actions by theme: the pilot's whole dispositif, without a row, or those of one organisation.

Ready for a report: each says what it counts (`numbers.DEFINITIONS`), and `countable_by` says for whom.
"""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from accompaniment.collective.choices import CollectiveSessionState
from accompaniment.collective.numbers import Figures, figures_of, total_of, whole_of
from accompaniment.collective.querysets import counting_roles
from accompaniment.collective.rights import sees_actions
from accompaniment.groups import dispositifs_of
from accompaniment.models import CollectiveAction, CollectiveSession
from partners.models import Dispositif
from partners.partnerships import dispositifs_reached
from veille.core import reference
from veille.core.actor import Actor

_THEMES = "collective_theme"


@dataclass(frozen=True)
class Asked:
    year: int
    dispositif: Dispositif | None = None


@dataclass(frozen=True)
class Row:
    label: str
    actions: int
    figures: Figures


@dataclass(frozen=True)
class Table:
    """Lines by theme, then their total; `is_own` when its rows may be opened."""

    title: str
    rows: tuple[Row, ...]
    total: Row
    is_own: bool


def dispositifs_counted(actor: Actor) -> QuerySet[Dispositif]:
    if sees_actions(actor):
        return dispositifs_of(actor)
    return dispositifs_reached(actor, *counting_roles(), named_only=True).order_by("name", "pk")


def tables(actor: Actor, asked: Asked) -> list[Table]:
    found = []
    if actor.has_role(*counting_roles()):
        counted = _of_year(CollectiveAction.objects.countable_by(actor), asked)
        found.append(_table("Tout le dispositif", [(row, whole_of(row)) for row in counted], is_own=False))
    if sees_actions(actor):
        seen = _of_year(CollectiveAction.objects.visible_to(actor), asked)
        found.append(_table("Nos actions", [(row, figures_of(actor, row)) for row in seen], is_own=True))
    return found


def _of_year(rows: QuerySet[CollectiveAction], asked: Asked) -> list[CollectiveAction]:
    """Those that had a session in the year, with the sessions of that year alone."""
    held = CollectiveSession.objects.filter(held_on__year=asked.year, state=CollectiveSessionState.HELD)
    if asked.dispositif:
        rows = rows.filter(dispositif=asked.dispositif)
    rows = rows.filter(pk__in=held.values("action")).prefetch_related(Prefetch("sessions", queryset=held))
    return list(rows.order_by("theme", "pk"))


def _table(title: str, told: list[tuple[CollectiveAction, Figures]], *, is_own: bool) -> Table:
    by_theme: dict[str, list[Figures]] = {}
    for action, figures in told:
        by_theme.setdefault(action.theme, []).append(figures)
    rows = tuple(Row(reference.label(_THEMES, theme), len(found), total_of(found)) for theme, found in by_theme.items())
    whole = total_of([figures for _, figures in told])
    return Table(title, rows, Row("Total", len(told), whole), is_own)
