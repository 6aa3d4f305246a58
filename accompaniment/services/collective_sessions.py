"""Sessions of a collective action: added, moved, noted with how many came, cancelled."""

from collections.abc import Iterable
from datetime import date, time

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment.collective.choices import COLLECTIVE_SESSION_MOVES, CollectiveSessionState, CollectiveState
from accompaniment.models import CollectiveAction, CollectiveAnimator, CollectiveSession
from partners.models import User
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.transitions import move
from veille.core.versions import hold, lock_version

_CLOSED = "Cette action n’est plus en cours : ses séances et ses chiffres ne changent plus."


def _hold_running(action: CollectiveAction) -> None:
    hold(action, "state")
    if action.state != CollectiveState.PLANNED:
        raise ValidationError(_CLOSED)


@transaction.atomic
def add_session(
    *, action: CollectiveAction, held_on: date, starts_at: time | None, minutes: int, expected: int | None, by: Actor
) -> CollectiveSession:
    _hold_running(action)
    session = CollectiveSession(action=action, held_on=held_on, starts_at=starts_at, minutes=minutes, expected=expected)
    session.full_clean()
    session.save()
    CollectiveAnimator.objects.create(session=session, user=by.user, organisation=by.organisation)
    audit.record("collective_session.planned", session, by=by)
    return session


@transaction.atomic
def move_session(
    *,
    session: CollectiveSession,
    version: str,
    held_on: date,
    starts_at: time | None,
    minutes: int,
    expected: int | None,
    by: Actor,
) -> CollectiveSession:
    """Another day, another hour; of a session that took place, the right ones."""
    _hold_running(session.action)
    stored = lock_version(session, version)
    stored.held_on, stored.starts_at, stored.minutes, stored.expected = held_on, starts_at, minutes, expected
    if stored.state == CollectiveSessionState.HELD:
        _refuse_to_come(held_on)
    stored.full_clean()
    stored.save(update_fields=["held_on", "starts_at", "minutes", "expected"])
    audit.record("collective_session.changed", stored, by=by)
    return stored


@transaction.atomic
def note_session(
    *,
    session: CollectiveSession,
    version: str,
    adults: int,
    children: int,
    not_accompanied: int | None,
    animators: Iterable[User],
    by: Actor,
) -> CollectiveSession:
    """It took place: how many came and who of her organisation animated it. Noted again, it is corrected.

    No number goes to the journal, which others read.
    """
    _hold_running(session.action)
    stored = lock_version(session, version)
    _refuse_to_come(stored.held_on)
    told = {"adults": adults, "children": children, "not_accompanied": not_accompanied}
    if not_accompanied is not None and not_accompanied > adults + children:
        raise ValidationError({"not_accompanied": "Ils font partie des personnes venues : pas plus qu’elles."})
    if stored.state == CollectiveSessionState.HELD:
        for name, value in told.items():
            setattr(stored, name, value)
        stored.save(update_fields=list(told))
    else:
        move(stored, CollectiveSessionState.HELD, allowed=COLLECTIVE_SESSION_MOVES, **told)
    _animated_by(stored, animators, by)
    audit.record("collective_session.held", stored, by=by)
    return stored


def _refuse_to_come(day: date) -> None:
    if day > clock.today():
        raise ValidationError("Cette séance n’a pas encore eu lieu.")


def _animated_by(session: CollectiveSession, animators: Iterable[User], by: Actor) -> None:
    """Those of her organisation; another organisation says who came from there."""
    chosen = {user.pk for user in animators}
    CollectiveAnimator.objects.filter(session=session, organisation=by.organisation_id).exclude(
        user__in=chosen
    ).delete()
    known = set(CollectiveAnimator.objects.filter(session=session).values_list("user", flat=True))
    for user in sorted(chosen - known):
        CollectiveAnimator.objects.create(session=session, user_id=user, organisation=by.organisation)


@transaction.atomic
def say_animated(*, session: CollectiveSession, was_there: bool, by: Actor) -> None:
    """She animates it, for the organisation she acts for: once, whatever her other employers."""
    hold(session, "state")
    if session.state == CollectiveSessionState.CANCELLED:
        raise ValidationError("Cette séance a été annulée.")
    mine = CollectiveAnimator.objects.filter(session=session, user=by.user_id)
    if not was_there:
        mine.filter(organisation=by.organisation_id).delete()
    elif mine.exclude(organisation=by.organisation_id).exists():
        raise ValidationError("Votre temps sur cette séance est déjà noté pour un autre de vos employeurs.")
    elif not mine.exists():
        CollectiveAnimator.objects.create(session=session, user=by.user, organisation=by.organisation)
    audit.record("collective_session.animated", session, by=by)


@transaction.atomic
def cancel_session(*, session: CollectiveSession, by: Actor) -> CollectiveSession:
    _hold_running(session.action)
    move(session, CollectiveSessionState.CANCELLED, allowed=COLLECTIVE_SESSION_MOVES)
    audit.record("collective_session.cancelled", session, by=by)
    return session


@transaction.atomic
def plan_session_again(*, session: CollectiveSession, by: Actor) -> CollectiveSession:
    _hold_running(session.action)
    move(session, CollectiveSessionState.PLANNED, allowed=COLLECTIVE_SESSION_MOVES)
    audit.record("collective_session.planned", session, by=by)
    return session
