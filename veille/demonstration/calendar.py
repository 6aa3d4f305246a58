"""How the instances meet in December 2018: habits, closings, the operational meeting, who answered, a synthesis."""

from datetime import date, time, timedelta

from accompaniment.choices import MeasureState
from accompaniment.models import Measure
from cellule.choices import AgendaKind, SessionState
from cellule.invitation_choices import InvitationAnswer
from cellule.models import AgendaItem, ClosingPeriod, MeetingHabits, Session, SessionInvitation
from cellule.recurrence import slots
from cellule.seats import SEATED_ROLES
from partners.models import Instance, Membership
from veille.core import clock
from veille.demonstration.dice import STORY_DAY
from veille.demonstration.frames import Frame, World

_YEAR_END = (date(2018, 12, 24), date(2019, 1, 4), "Fermeture de fin d’année")
_UNTIL = date(2019, 3, 31)
_ANSWERS = (InvitationAnswer.PRESENT, InvitationAnswer.STAND_IN, "")


def make(world: World) -> None:
    """After everything else: keys drawn here change nothing before."""
    veille = world.frames["vs"]
    for instance in list(veille.instances.values()):
        _habits(world, instance, "Visioconférence et salle Jean-Macé")
        starts_on, ends_on, label = _YEAR_END
        world.rows.add(ClosingPeriod, instance=instance, starts_on=starts_on, ends_on=ends_on, label=label)
    _operational(world, veille)
    _answers(world)
    for frame in world.frames.values():
        _body(world, frame, "synthesis")
    _synthesis(world, veille)


def _habits(world: World, instance: Instance, place: str) -> None:
    world.rows.add(MeetingHabits, instance=instance, starts_at=time(14, 0), place=place, planned_minutes=120)


def _body(world: World, frame: Frame, code: str) -> Instance:
    """Another instance of the configuration, organised by who organises the first one."""
    organiser = next(iter(frame.instances.values())).organiser
    label = frame.configuration.instance(code).label
    instance = world.rows.add(
        Instance, dispositif=frame.dispositif, territory=None, code=code, label=label, organiser=organiser
    )
    frame.instances[code] = instance
    return instance


def _operational(world: World, frame: Frame) -> None:
    """Planned ahead to the end of the winter: the first of January moves to the week of the return."""
    instance = _body(world, frame, "operational")
    rules = frame.configuration.instance("operational")
    for slot in slots(rules, STORY_DAY, _UNTIL, _nobody_works):
        session = _session(world, instance, slot.held_on, regular_on=slot.regular_on, change_reason=slot.reason)
        session.moved_from = slot.regular_on if slot.is_moved else None
        _subject(world, session, "Tableau de bord des trois territoires")


def _nobody_works(day: date) -> str:
    starts_on, ends_on, label = _YEAR_END
    return label if starts_on <= day <= ends_on else "fin de semaine" if day.weekday() > 4 else ""


def _session(world: World, instance: Instance, day: date, **fields) -> Session:
    usual = {"starts_at": time(10, 0), "place": "Visioconférence", "planned_minutes": 90}
    return world.rows.add(Session, instance=instance, held_on=day, **{"state": SessionState.PLANNED} | usual | fields)


def _subject(world: World, session: Session, subject: str) -> None:
    world.rows.add(AgendaItem, session=session, kind=AgendaKind.PRACTICE, subject=subject, position=1, minutes=30)


def _answers(world: World) -> None:
    """Of each convened session: some seats answered, a town hall is invited, a doctor without an account too."""
    for session in [one for one in world.rows.of(Session) if one.state == SessionState.CONVENED]:
        for rank, seat in enumerate(_seats(world, session.instance)):
            answer = _ANSWERS[rank % len(_ANSWERS)]
            if answer:
                _invited(world, session, organisation=seat.organisation, user=seat.user, answer=answer)
        _invited(
            world,
            session,
            function="Médecin de secteur",
            body="Centre médico-psychologique",
            email="cmp@demo.veille.invalid",
        )


def _seats(world: World, instance: Instance) -> list[Membership]:
    held = [row for row in world.rows.of(Membership) if row.instance is instance and row.role in SEATED_ROLES]
    return sorted(held, key=lambda row: row.user.email)


def _invited(world: World, session: Session, *, answer: str = "", **who) -> None:
    answered_at = clock.at(STORY_DAY - timedelta(days=2), 11) if answer else None
    world.rows.add(SessionInvitation, session=session, answer=answer, answered_at=answered_at, **who)


def _synthesis(world: World, frame: Frame) -> None:
    """A running accompaniment, with its operator and its territory's landlords round the table in January."""
    running = (row for row in world.rows.of(Measure) if row.state == MeasureState.ACTIVE)
    measure = next(
        row for row in running if row.case.rules.dispositif_id == frame.dispositif.pk and not row.case.is_restricted
    )
    session = _session(world, frame.instances["synthesis"], date(2019, 1, 15), case=measure.case, planned_minutes=60)
    for organisation in (measure.operator, frame.dispositif.carrier):
        _invited(world, session, organisation=organisation)
