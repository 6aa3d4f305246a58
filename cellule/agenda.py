"""What the agenda page shows: the three parts of a meeting, and who could still be put on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from cellule.choices import READY_STATES, AgendaKind, AgendaState
from cellule.models import AgendaItem, Decision, Referral, Session
from cellule.services.decisions import decision_label
from veille.core.actor import Actor


@dataclass(frozen=True)
class Line:
    """An item, its rank in the meeting, and the decision that stands on it."""

    rank: int
    item: AgendaItem
    decision: Decision | None
    outcome: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class Part:
    """A part of the meeting with its lines."""

    kind: str
    label: str
    lines: tuple[Line, ...]


_TITLES = {
    AgendaKind.ENTRY: "Entrées",
    AgendaKind.FOLLOW_UP: "Suivi des situations en cours",
    AgendaKind.RATIFICATION: "Décisions prises hors séance",
    AgendaKind.PRACTICE: "Échange de pratiques",
}


def agenda_parts(items: Iterable[AgendaItem], decisions: Mapping[UUID, Decision]) -> list[Part]:
    """The items in three parts, numbered through the whole meeting."""
    items, parts, rank = list(items), [], 0
    for kind, title in _TITLES.items():
        lines, own = [], [item for item in items if item.kind == kind]
        for index, item in enumerate(own):
            rank += 1
            decision = decisions.get(item.pk)
            outcome = decision_label(decision) if decision else ""
            lines.append(Line(rank, item, decision, outcome, index == 0, index == len(own) - 1))
        parts.append(Part(kind, title, tuple(lines)))
    return parts


def situations_of(sessions: Iterable[Session], actor: Actor) -> dict[UUID, int]:
    """How many situations of each session she may see: a hidden one is not counted."""
    items = AgendaItem.objects.visible_to(actor).filter(session__in=[s.pk for s in sessions], case__isnull=False)
    items = items.exclude(state=AgendaState.HIDDEN)
    return dict(items.order_by("session").values_list("session").annotate(Count("pk")))


def ready_referrals(session: Session, actor: Actor):
    """Orientations of the instance that wait for a session, the longest wait first."""
    waiting = Referral.objects.visible_to(actor).filter(instance=session.instance_id, state__in=READY_STATES)
    return waiting.select_related("case__territory", "presenter").order_by("submitted_on", "id")
