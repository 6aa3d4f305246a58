"""What the pages of a session under way say besides sheet and opinions: time, who has left, what was answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from accompaniment.models import Measure
from cellule.choices import AgendaState, SessionState
from cellule.models import AgendaItem, Decision, Session, Withdrawal
from cellule.seats import seats_of
from cellule.services.decisions import decision_label
from households.models import Exclusion


@dataclass(frozen=True)
class Timer:
    """How long the item has been on the screen, for how long it was planned."""

    seconds: int
    planned: int

    @property
    def minutes(self) -> int:
        return self.seconds // 60


def timer_of(session: Session, item: AgendaItem | None) -> Timer | None:
    """Of the item on the screen; real time, whatever day the clock tells."""
    if item is None or session.shown_at is None or session.current_item_id != item.pk:
        return None
    return Timer(max(0, int((timezone.now() - session.shown_at).total_seconds())), item.minutes)


def is_examining(session: Session) -> bool:
    """Whether something is on the screen: an item taken off the agenda leaves it empty."""
    return AgendaItem.objects.filter(pk=session.current_item_id).exclude(state=AgendaState.HIDDEN).exists()


def withdrawn_from(item: AgendaItem) -> int:
    """How many people must be out of the room; the conflict declared elsewhere by a seat counts alike."""
    if item.case_id is None:
        return 0
    seated = seats_of(item.session.instance).values("user")
    users = set(Withdrawal.objects.standing().filter(item=item).values_list("user", flat=True))
    away = Exclusion.objects.filter(case=item.case_id, user__in=seated)
    return len(users | set(away.values_list("user", flat=True)))


def earlier_answers(item: AgendaItem | None) -> list[tuple[str, object]]:
    """What this instance answered before on the case of an item, as a room may read it: the word and the day."""
    if item is None or item.case_id is None:
        return []
    decisions = Decision.objects.filter(
        case=item.case_id, corrected_by=None, agenda_item__session__instance=item.session.instance_id
    ).exclude(agenda_item=item)
    decisions = decisions.filter(agenda_item__session__state=SessionState.CLOSED).select_related("case__rules")
    return [(decision_label(found), found.decided_on) for found in decisions.order_by("-decided_on", "id")[:3]]


def operators_at_work(items: Iterable[AgendaItem]) -> dict[UUID, str]:
    """Case → who accompanies it, for the situations that come back: an agenda line may say it."""
    cases = [item.case_id for item in items if item.case_id]
    measures = Measure.objects.filter(case__in=cases, ended_on=None).select_related("operator")
    return {measure.case_id: measure.operator.short_name for measure in measures.order_by("decided_on", "id")}
