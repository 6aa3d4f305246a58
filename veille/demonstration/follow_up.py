"""What the sessions decide on running cases: pauses, returns, levels, extensions, ends."""

from datetime import date, timedelta

from accompaniment.choices import MeasureState
from accompaniment.models import MeasureLevel
from cellule.choices import AgendaKind, SessionState
from cellule.models import Session
from veille.demonstration import support
from veille.demonstration.dice import STORY_DAY
from veille.demonstration.files import File
from veille.demonstration.meetings import held
from veille.demonstration.orientations import Choice, examine

_REASONS = ("household_away", "household_wish", "hospital", "waiting_housing")


def follow(file: File, session: Session | None, code: str, *, level: str = "", review_days: int = 0) -> bool:
    """Examine a running case once more; False when the session cannot."""
    if session is None or (session.pk, file.case.pk) in file.world.listed:
        return False
    review_on = session.held_on + timedelta(days=review_days) if review_days else None
    choice = Choice(code, level=level, measure=file.measure, next_review_on=review_on)
    examine(file, session, choice, kind=AgendaKind.FOLLOW_UP)
    return True


def maybe_pause(file: File, share: float, share_today: float, since: date | None = None) -> None:
    """Some were suspended once, by a session, and taken up again by another; some are suspended today."""
    dice, measure = file.dice, file.measure
    last = measure.ended_on or STORY_DAY
    stop = held(file.world, file.instance, (since or measure.started_on) + timedelta(days=dice.between(60, 150)))
    back = held(file.world, file.instance, stop.held_on + timedelta(days=20)) if stop else None
    if back and back.held_on < last and dice.chance(share):
        follow(file, stop, "suspend")
        follow(file, back, "reactivate")
        support.pause(file, stop.held_on, back.held_on - timedelta(days=1), dice.pick(_REASONS))
    elif measure.ended_on is None and measure.state == MeasureState.ACTIVE and dice.chance(share_today):
        _pause_today(file)


def _pause_today(file: File) -> None:
    sessions = file.world.sessions[file.instance.pk]
    past = [s for s in sessions if s.state == SessionState.CLOSED and s.held_on > file.measure.started_on]
    if past and follow(file, past[-1], "suspend"):
        file.measure.state = MeasureState.SUSPENDED
        support.pause(file, past[-1].held_on, None, file.dice.pick(_REASONS[:2]))


def review(file: File, every: int) -> None:
    """A session looks again at the case after some months; the last one before the end decides it."""
    measure = file.measure
    last = measure.ended_on or STORY_DAY
    day = measure.started_on + timedelta(days=every)
    while day < last - timedelta(days=60):
        session = held(file.world, file.instance, day)
        if session and session.held_on < last - timedelta(days=40):
            follow(file, session, file.dice.pick(["extend", "extend", "note_only"]), review_days=every)
        day += timedelta(days=every)
    if measure.ended_on:
        _decide_end(file, measure.ended_on)


def _decide_end(file: File, ended_on: date) -> None:
    session = held(file.world, file.instance, ended_on - timedelta(days=35))
    if session and file.measure.started_on < session.held_on <= ended_on:
        follow(file, session, "end")


def change_level(file: File, session: Session | None, level: str) -> bool:
    """The session moves the measure to another level, from its day on."""
    former = next(row for row in reversed(file.world.rows.of(MeasureLevel)) if row.measure is file.measure)
    if session is None or session.held_on <= former.starts_on or not follow(file, session, "change_level", level=level):
        return False
    former.ends_on = session.held_on - timedelta(days=1)
    support.add_level(file, level, session.held_on, str(file.instance))
    return True
