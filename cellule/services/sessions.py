"""The session before decisions: planned, convened, its agenda, who is there, opened."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from cellule.choices import (
    AGENDA_MOVES,
    REFERRAL_MOVES,
    SESSION_MOVES,
    AgendaKind,
    AgendaState,
    ReferralState,
    SessionState,
)
from cellule.invitations import people_announced
from cellule.models import AgendaItem, Attendance, Session
from cellule.services import session_notices
from households.models import Case
from partners.models import Instance, Organisation
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.transitions import move

UNDER_WAY = (SessionState.PLANNED, SessionState.CONVENED, SessionState.OPEN)


@transaction.atomic
def plan_session(
    *, instance: Instance, held_on: date, starts_at: time, by: Actor, place: str = "", planned_minutes: int = 120
) -> Session:
    """Put a session of an instance in the calendar."""
    session = Session(
        instance=instance, held_on=held_on, starts_at=starts_at, place=place, planned_minutes=planned_minutes
    )
    session.full_clean()
    session.save()
    audit.record("session.planned", session, by=by)
    return session


def touch(session: Session) -> None:
    """Something of the session moved: pages that wait on it ask for what is new."""
    Session.objects.filter(pk=session.pk).update(revision=F("revision") + 1)


def touch_sessions_of(case: Case) -> None:
    """The same for the sessions that are to examine a case: somebody has left it, from its file or from elsewhere."""
    Session.objects.filter(items__case=case, state__in=UNDER_WAY).update(revision=F("revision") + 1)


class NotReady(ValidationError):
    """Situations of the agenda still have no frozen sheet; convening asks to confirm."""

    def __init__(self, items: list[AgendaItem]):
        super().__init__("Des fiches ne sont pas figées : les membres ne les liront pas.", code="not_ready")
        self.items = items


def without_sheet(session: Session) -> list[AgendaItem]:
    """The situations to examine that members could not read today."""
    items = agenda(session).filter(state=AgendaState.LISTED, case__isnull=False, sheet=None)
    return list(items.select_related("case", "referral__presenter", "owner"))


@transaction.atomic
def convene_session(*, session: Session, by: Actor, confirmed: bool = False) -> Session:
    """Tell the seats that a convocation waits for them; from then on they see the session.

    Raises NotReady while a sheet is not frozen and nobody has confirmed.
    """
    missing = [] if confirmed else without_sheet(session)
    if missing:
        raise NotReady(missing)
    move(session, SessionState.CONVENED, allowed=SESSION_MOVES, convened_at=clock.now())
    audit.record("session.convened", session, by=by)
    session_notices.tell(session, session_notices.CONVENED)
    return session


@transaction.atomic
def open_session(*, session: Session, by: Actor) -> Session:
    """Begin: the first situation goes to the screen, sheets no longer change."""
    first = agenda(session).filter(state=AgendaState.LISTED).first()
    move(session, SessionState.OPEN, allowed=SESSION_MOVES, current_item=first, shown_at=timezone.now())
    _expect_those_who_come(session)
    touch(session)
    audit.record("session.opened", session, by=by)
    return session


def _expect_those_who_come(session: Session) -> None:
    """Whoever said that she comes is noted present, until the secretary says who is there."""
    if Attendance.objects.filter(session=session).exists():
        return
    for organisation, people in people_announced(session).items():
        Attendance.objects.create(session=session, organisation_id=organisation, people=people)


def postpone_undecided(*, session: Session) -> list[AgendaItem]:
    """Items left without decision are postponed, their orientations deferred; returns those items."""
    left = list(AgendaItem.objects.filter(session=session).exclude(state=AgendaState.DECIDED).order_by("pk"))
    for item in left:
        if item.state == AgendaState.LISTED:
            move(item, AgendaState.POSTPONED, allowed=AGENDA_MOVES)
        if item.referral_id and item.referral.state == ReferralState.SCHEDULED:
            move(item.referral, ReferralState.DEFERRED, allowed=REFERRAL_MOVES)
    return left


def agenda(session: Session):
    """The items in the order of the meeting: entries, follow-ups, then practice."""
    return AgendaItem.objects.filter(session=session).in_meeting_order()


@transaction.atomic
def add_subject(
    *, session: Session, subject: str, minutes: int, by: Actor, owner: Organisation | None = None
) -> AgendaItem:
    """Add a subject of practice, without any case; an organisation may bring it."""
    return add_item(session, by, kind=AgendaKind.PRACTICE, subject=subject, minutes=minutes, owner=owner)


def add_item(session: Session, by: Actor, **fields) -> AgendaItem:
    """At the end of the agenda; the acts of each kind of item call it."""
    hold_session(session, UNDER_WAY)
    highest = AgendaItem.objects.filter(session=session).aggregate(highest=Max("position"))["highest"]
    item = AgendaItem(session=session, position=(highest or 0) + 1, **fields)
    item.full_clean(exclude=["sheet"])
    item.save()
    audit.record("agenda.item_added", item, by=by, changes={"kind": item.kind})
    return item


@transaction.atomic
def move_item(*, item: AgendaItem, upwards: bool, by: Actor) -> bool:
    """Change places with the neighbour of the same part; at the edge nothing moves."""
    hold_session(item.session, UNDER_WAY)
    part = list(agenda(item.session).filter(kind=item.kind))
    at = next(index for index, other in enumerate(part) if other.pk == item.pk)
    to = at - 1 if upwards else at + 1
    if not 0 <= to < len(part):
        return False
    part[at], part[to] = part[to], part[at]
    for position, other in enumerate(part, start=1):
        other.position = position
    AgendaItem.objects.bulk_update(part, ["position"])
    audit.record("agenda.item_moved", item, by=by, changes={"position": to + 1})
    return True


@transaction.atomic
def plan_minutes(*, item: AgendaItem, minutes: int, by: Actor) -> AgendaItem:
    """Say how long an item should take."""
    hold_session(item.session, UNDER_WAY)
    item.minutes = minutes
    item.full_clean(exclude=["sheet", "case", "referral"])
    item.save(update_fields=["minutes"])
    audit.record("agenda.item_timed", item, by=by, changes={"minutes": minutes})
    return item


@transaction.atomic
def take_off_agenda(*, item: AgendaItem, by: Actor) -> AgendaItem:
    """Hide an item of the agenda; its orientation will be deferred when the session closes."""
    hold_session(item.session, UNDER_WAY)
    move(item, AgendaState.HIDDEN, allowed=AGENDA_MOVES)
    audit.record("agenda.item_hidden", item, by=by)
    return item


@transaction.atomic
def put_back_on_agenda(*, item: AgendaItem, by: Actor) -> AgendaItem:
    """Show a hidden item again, unless its orientation has gone elsewhere meanwhile."""
    hold_session(item.session, UNDER_WAY)
    if item.referral_id and item.referral.state != ReferralState.SCHEDULED:
        raise ValidationError("L’orientation n’attend plus de décision : le point reste masqué.")
    move(item, AgendaState.LISTED, allowed=AGENDA_MOVES)
    audit.record("agenda.item_listed", item, by=by)
    return item


@transaction.atomic
def show_item(*, session: Session, item: AgendaItem, by: Actor) -> Session:
    """Send an item to the projector of a session under way."""
    hold_session(session, (SessionState.OPEN,))
    if session.current_item_id != item.pk:
        session.current_item, session.shown_at = item, timezone.now()
        session.save(update_fields=["current_item", "shown_at"])
    audit.record("session.item_shown", session, by=by, case=item.case, changes={"item": str(item.pk)})
    return session


def next_item(items: Sequence[AgendaItem], after: AgendaItem) -> AgendaItem | None:
    """The next of these items that waits for a decision, coming back to the top once the end is reached."""
    at = next((index for index, item in enumerate(items) if item.pk == after.pk), -1)
    rest = [*items[at + 1 :], *items[: max(at, 0)]]
    return next((item for item in rest if item.state == AgendaState.LISTED), None)


@transaction.atomic
def record_attendance(*, session: Session, present: Mapping[UUID, int], by: Actor) -> None:
    """Who is there, by organisation: `present` maps an organisation to how many people came."""
    hold_session(session, (SessionState.CONVENED, SessionState.OPEN))
    Attendance.objects.filter(session=session).exclude(organisation__in=present).update(is_present=False)
    for organisation, people in present.items():
        Attendance.objects.update_or_create(
            session=session, organisation_id=organisation, defaults={"people": people, "is_present": True}
        )
    audit.record("session.attendance_recorded", session, by=by, changes={"organisations": len(present)})


def hold_session(session: Session, states: tuple[str, ...]) -> None:
    """Hold the session while it changes and tell the pages that wait; refuses outside these states."""
    state = Session.objects.select_for_update(of=("self",)).values_list("state", flat=True).get(pk=session.pk)
    if state not in states:
        word = SessionState(state).label.lower()
        raise ValidationError(f"La séance est {word} : cette action n’est plus possible.", code="session_state")
    touch(session)
