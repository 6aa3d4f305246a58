"""Who is expected at a session and what each answered; how many organisations will be there."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from cellule.choices import SessionState
from cellule.invitation_choices import COMING, InvitationAnswer
from cellule.models import Session, SessionInvitation
from cellule.seats import SEATED_ROLES, seats_of
from partners.models import Membership
from veille.core.actor import Actor

# An answer may change until the session opens.
ANSWERED_IN = (SessionState.CONVENED,)
_TONES = {"": "warning", InvitationAnswer.ABSENT: "neutral"}


@dataclass(frozen=True)
class Expected:
    """Somebody expected: a seat, an organisation invited for the day, or a person without an account."""

    who: str
    body: str
    invitation: SessionInvitation | None
    is_seat: bool

    @property
    def answer(self) -> str:
        return self.invitation.answer if self.invitation else ""

    @property
    def words(self) -> str:
        return InvitationAnswer(self.answer).label if self.answer else "Pas encore répondu"

    @property
    def tone(self) -> str:
        return _TONES.get(self.answer, "success")


def invited_for(session: Session) -> list[SessionInvitation]:
    """Organisations and people invited for this session only, whatever the seats."""
    rows = SessionInvitation.objects.filter(session=session, user=None).select_related("organisation")
    return list(rows.order_by("organisation__sort_name", "body", "id"))


def seat_answers(session: Session) -> dict:
    rows = SessionInvitation.objects.filter(session=session, user__isnull=False)
    return {row.user_id: row for row in rows.order_by("pk")}


def awaited_seats(session: Session) -> list[Membership]:
    """Seats that have not answered."""
    answers = seat_answers(session)
    return [seat for seat in seats_of(session.instance) if not getattr(answers.get(seat.user_id), "answer", "")]


def expected_at(session: Session) -> list[Expected]:
    """Seats first, by organisation, then who is invited for the day."""
    answers = seat_answers(session)
    seats = [
        Expected(str(seat.user), seat.organisation.name, answers.get(seat.user_id), is_seat=True)
        for seat in seats_of(session.instance)
    ]
    invited = [
        Expected(row.function, row.organisation.name if row.organisation else row.body, row, is_seat=False)
        for row in invited_for(session)
    ]
    return [*seats, *invited]


def organisations_coming(expected: Iterable[Expected]) -> int:
    """How many organisations said that somebody comes."""
    return len({one.body for one in expected if one.answer in COMING})


def people_announced(session: Session) -> dict[UUID, int]:
    """Organisation → how many people of it said that they come, or send somebody."""
    coming = SessionInvitation.objects.filter(session=session, answer__in=COMING, organisation__isnull=False)
    counted = coming.order_by("organisation").values_list("organisation").annotate(Count("pk"))
    return dict(counted)


def seats_held_by(actor: Actor) -> dict[UUID, Membership]:
    """Instance → the seat by which she, for this organisation, is expected there (no query)."""
    return {m.instance_id: m for m in actor.memberships if m.instance_id and m.role in SEATED_ROLES}
