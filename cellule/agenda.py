"""What the agenda page shows: the three parts of a meeting, and who could still be put on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from cellule.choices import READY_STATES, AgendaKind, AgendaState, SheetState
from cellule.models import AgendaItem, Decision, PresentationSheet, Referral, Session
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


@dataclass(frozen=True)
class Candidate:
    """A situation decided on before, that may come back; known by its pseudonym."""

    decision: Decision
    pseudonym: str


def follow_up_candidates(session: Session, actor: Actor) -> list[Candidate]:
    """Situations of this instance whose review is due by the session and that are not on its agenda."""
    decisions = follow_up_decisions(session, actor)
    names = dict(
        PresentationSheet.objects.filter(
            case__in=[decision.case_id for decision in decisions],
            session__instance=session.instance_id,
            state=SheetState.FROZEN,
        )
        .order_by("frozen_at")
        .values_list("case", "pseudonym")
    )
    return [Candidate(decision, names[decision.case_id]) for decision in decisions if decision.case_id in names]


def follow_up_decisions(session: Session, actor: Actor):
    """The last standing decision of each of those cases."""
    latest = (
        Decision.objects.recordable_by(actor)
        .filter(agenda_item__session__instance=session.instance_id, corrected_by=None, case__closed_on=None)
        .order_by("case_id", "-decided_on", "-recorded_at")
        .distinct("case_id")
    )
    due = Decision.objects.filter(pk__in=latest.values("pk"), next_review_on__lte=session.held_on)
    on_agenda = AgendaItem.objects.filter(session=session, case__isnull=False).values("case")
    excluded = Decision.objects.filter(case__exclusions__user=actor.user_id).values("pk")
    return (
        due.exclude(case__in=on_agenda)
        .exclude(pk__in=excluded)
        .select_related("operator", "case__rules")
        .order_by("next_review_on", "id")
    )
