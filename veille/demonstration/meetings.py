"""Sessions of the bodies and who attends them."""

from datetime import date, time, timedelta

from cellule.choices import AgendaKind, AgendaState, SessionState
from cellule.models import AgendaItem, Attendance, Session
from cellule.recurrence import rule_days
from partners.configuration import InstanceRules
from partners.models import Instance, Organisation, Partnership
from veille.core import clock
from veille.demonstration.dice import STORY_DAY, data
from veille.demonstration.frames import Frame, World

FIRST_YEAR = date(2015, 1, 1)
LAST_DAY = date(2019, 2, 28)
_LAST_CONVENED = date(2018, 12, 31)
_ATTENDING_PARTS = {"landlord", "operator", "expert", "state"}
_TALKS_OF_PRACTICE = {"cell", "committee"}


def make_sessions(world: World, frame: Frame, moved: dict[str, dict[date, date]], cancelled: set) -> None:
    """All the sessions of a dispositif: held, cancelled, or still to come."""
    for key, instance in frame.instances.items():
        rules = frame.configuration.instance(instance.code)
        first = max(FIRST_YEAR, frame.dispositif.starts_on)
        world.sessions[instance.pk] = [
            _session(
                world,
                instance,
                moved.get(key, {}).get(day, day),
                rules,
                is_cancelled=(key, day) in cancelled,
                regular_on=day,
            )
            for day in rule_days(rules, first, LAST_DAY)
        ]


def add_session(world: World, frame: Frame, instance: Instance, day: date) -> Session:
    """A session that follows no calendar; two cases of one day share it."""
    sessions = world.sessions[instance.pk]
    known = next((session for session in sessions if session.held_on == day), None)
    if known:
        return known
    session = _session(world, instance, day, frame.configuration.instance(instance.code), is_cancelled=False)
    sessions.append(session)
    return session


def _session(
    world: World,
    instance: Instance,
    day: date,
    rules: InstanceRules,
    *,
    is_cancelled: bool,
    regular_on: date | None = None,
) -> Session:
    state = SessionState.CLOSED if day < STORY_DAY else SessionState.PLANNED
    if is_cancelled:
        state = SessionState.CANCELLED
    elif STORY_DAY <= day <= _LAST_CONVENED:
        state = SessionState.CONVENED
    is_convened = state in {SessionState.CLOSED, SessionState.CONVENED}
    session = world.rows.add(
        Session,
        instance=instance,
        held_on=day,
        regular_on=regular_on,
        moved_from=regular_on if regular_on != day else None,
        starts_at=time(9, 30) if rules.kind == "pre_cal" else time(14, 0),
        place=f"{instance.organiser.name}, salle de réunion",
        planned_minutes=rules.planned_minutes,
        state=state,
        convened_at=clock.at(min(day - timedelta(days=10), STORY_DAY), 10) if is_convened else None,
        closed_at=clock.at(day, 16, 30) if state == SessionState.CLOSED else None,
    )
    if rules.kind in _TALKS_OF_PRACTICE and state in {SessionState.CLOSED, SessionState.CONVENED}:
        _practice(world, session)
    return session


def _practice(world: World, session: Session) -> None:
    """The third part of the agenda; last, whatever comes before."""
    world.rows.add(
        AgendaItem,
        session=session,
        kind=AgendaKind.PRACTICE,
        subject=world.dice.pick(data("texts.json")["practice"]),
        position=90,
        minutes=20,
        state=AgendaState.DECIDED if session.state == SessionState.CLOSED else AgendaState.LISTED,
    )


def held(world: World, instance: Instance, after: date) -> Session | None:
    """The first session closed on a day or later."""
    sessions = world.sessions[instance.pk]
    return next((s for s in sessions if s.state == SessionState.CLOSED and s.held_on >= after), None)


def coming(world: World, instance: Instance, rank: int = 0) -> Session:
    """The next session to be held."""
    open_states = {SessionState.CONVENED, SessionState.PLANNED}
    return [session for session in world.sessions[instance.pk] if session.state in open_states][rank]


def attend(world: World) -> None:
    """Who came to each session held: organisations and how many, no names."""
    partners: dict = {}
    for row in world.rows.of(Partnership):
        if row.part in _ATTENDING_PARTS:
            partners.setdefault(row.dispositif.pk, {})[row.organisation.pk] = row.organisation
    for session in world.rows.of(Session):
        if session.state != SessionState.CLOSED:
            continue
        for organisation in partners[session.instance.dispositif.pk].values():
            if _is_concerned(world, session.instance, organisation):
                _attendance(world, session, organisation)


def _attendance(world: World, session: Session, organisation: Organisation) -> None:
    is_present = world.dice.chance(0.82)
    people = int(world.dice.weighted({"1": 6, "2": 3, "3": 1})) if is_present else 0
    world.rows.add(Attendance, session=session, organisation=organisation, people=people, is_present=is_present)


def _is_concerned(world: World, instance: Instance, organisation: Organisation) -> bool:
    """In a territory, the landlords that have dwellings there and the associations that work there."""
    if instance.territory is None:
        return True
    frame = next(frame for frame in world.frames.values() if frame.dispositif is instance.dispositif)
    here = instance.territory.code
    landlords = [landlord for landlord, _ in frame.communes[here]]
    return organisation in [*landlords, *(world.organisations[key] for key in data("operators.json")[here])]
