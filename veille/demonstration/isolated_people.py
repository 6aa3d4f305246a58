"""Personnes isolées: 21 leases signed of which 18 still held; 11 tenants accompanied of whom 9 kept their home."""

from datetime import date, timedelta

from accompaniment.choices import InterventionKind, MeasureState
from accompaniment.models import MeasureLevel
from cellule.choices import ReferralState
from households.models import AdhesionState
from partners.configuration import Door
from veille.demonstration import follow_up, meetings, orientations, outcomes, support
from veille.demonstration.arrivals import arrive
from veille.demonstration.dice import STORY_DAY
from veille.demonstration.files import File, agree, lead
from veille.demonstration.frames import World
from veille.demonstration.notes import write_notes
from veille.demonstration.orientations import Choice
from veille.demonstration.support import End

_LEASES_LOST = (("eviction", "evicted"), ("lost_contact", "third_party"), ("household_request", "shelter_return"))
_LEASES_HELD_ENDED, _LEASES_HELD_RUNNING = 11, 7
_NEVER_HOUSED = (
    ("not_housed", "shelter_return"),
    ("not_housed", "shelter_return"),
    ("household_request", "third_party"),
    ("moved_chosen", "private_lease"),
    ("lost_contact", "unknown"),
)
_PREPARING_SINCE = (date(2018, 9, 20), date(2018, 10, 4), date(2018, 10, 18), date(2018, 11, 1))
_RETAINED = ("retained_same",) * 7 + ("retained_other_social",) * 2
_NOT_RETAINED = (("eviction", "evicted"), ("break_conflict", "third_party"))
_ANSWERS = (
    ("refuse", "out_of_public"),
    ("refuse", "capacity_full"),
    ("redirect", "needs_other_setting"),
    ("redirect", "out_of_territory"),
    ("withdraw", "household_declined"),
    ("refuse", "already_supported"),
)
_PREPARATION = (InterventionKind.INTERVIEW, InterventionKind.ACCOMPANIED_STEP, InterventionKind.PARTNER_CONTACT)


def make(world: World) -> None:
    """Both doors, each household to where it went."""
    dice = world.dice
    for index, exit_codes in enumerate(_LEASES_LOST):
        _housed(world, dice.after(date(2015, 3, 2), index * 180, index * 180 + 120), lost=exit_codes)
    for _ in range(_LEASES_HELD_ENDED):
        _housed(world, dice.after(date(2015, 2, 2), 0, 620), is_over=True)
    for _ in range(_LEASES_HELD_RUNNING):
        _housed(world, dice.after(date(2017, 1, 9), 0, 130))
    for exit_codes in _NEVER_HOUSED:
        _never_housed(world, dice.after(date(2015, 5, 4), 0, 900), exit_codes)
    for day in _PREPARING_SINCE:
        _prepare(_admitted(world, Door.ACCESS, day - timedelta(days=40)))
    for code, reason in _ANSWERS:
        file = _diagnosed(world, Door.ACCESS, dice.after(date(2015, 6, 1), 0, 1150))
        orientations.examine(file, _pre_cal(file), Choice(code, reason))
    _tenants(world)


def _tenants(world: World) -> None:
    dice = world.dice
    for outcome in _RETAINED:
        reason = dice.pick(["objectives_met", "relay_common_law", "autonomous"])
        _tenant(world, "moved_transfer" if outcome == "retained_other_social" else reason, outcome)
    for reason, outcome in _NOT_RETAINED:
        _tenant(world, reason, outcome)


def _diagnosed(world: World, door: str, on: date) -> File:
    """Oriented, then met by the operator before anything is decided."""
    instance = "pre_cal" if door == Door.ACCESS else "dialogue"
    file = arrive(world, world.frames["hn"], door, "nord", on, instance)
    orientations.complete(file)
    operator = world.organisations["abej"]
    author = world.case_worker(operator)
    ordered_on = file.referral.completed_on
    diagnosis = support.diagnose(file, operator, author, ordered_on=ordered_on, ordered_by=str(file.instance))
    support.hand_in(file, diagnosis, world.dice.after(ordered_on, 4, 14), level="intensive")
    file.referral.state, file.diagnosis, file.lead = ReferralState.DIAGNOSED, diagnosis, author
    return file


def _pre_cal(file: File):
    """The fortnightly body for access; for tenants, a meeting called for the case."""
    after = file.diagnosis.done_on + timedelta(days=2)
    if file.door == Door.ACCESS:
        return meetings.held(file.world, file.instance, after)
    return meetings.add_session(file.world, file.frame, file.instance, file.dice.after(after, 1, 8))


def _admitted(world: World, door: str, on: date) -> File:
    """Admitted, and met within days; the measure begins with three months of preparation for access."""
    file = _diagnosed(world, door, on)
    session = _pre_cal(file)
    level = "preparation" if door == Door.ACCESS else "intensive"
    operator, worker = world.organisations["abej"], file.lead
    lead(file, operator, worker, session.held_on)
    support.open_measure(file, level, session.held_on, decided_by=str(file.instance), diagnosis=file.diagnosis)
    choice = Choice("admit", level=level, operator=operator, lead_person=worker, measure=file.measure)
    decision = orientations.examine(file, session, choice)
    started_on = world.dice.after(session.held_on, 1, 7)
    orientations.assign_contact(file, decision, started_on)
    orientations.take_up(file, started_on)
    agree(file, started_on, AdhesionState.AGREED_SIGNED, worker)
    state = MeasureState.PREPARATION if door == Door.ACCESS else MeasureState.ACTIVE
    support.start(file, started_on, state=state)
    return file


def _prepare(file: File, until: date = STORY_DAY) -> None:
    """The preparation: a meeting a week, in town more than at home."""
    day = file.measure.started_on
    while day < until:
        support.intervene(file, day, file.dice.pick(_PREPARATION))
        day = file.dice.after(day, 5, 8)


def _housed(world: World, on: date, *, lost: tuple[str, str] | None = None, is_over: bool = False) -> None:
    """A direct lease after the preparation, then weekly visits."""
    file, dice = _admitted(world, Door.ACCESS, on), world.dice
    signed_on = dice.after(file.measure.started_on, 92, 135)
    _prepare(file, signed_on)
    _become_intensive(file, signed_on)
    outcomes.sign_lease(file, signed_on)
    if lost:
        outcomes.leave_with(file, End(dice.after(signed_on, 130, 320), *lost))
    elif is_over:
        reason = dice.pick(["objectives_met", "autonomous", "relay_common_law"])
        outcomes.leave_with(file, End(dice.after(signed_on, 300, 480), reason, "new_direct_lease"))
    _visits(file, signed_on)


def _become_intensive(file: File, on: date) -> None:
    """The household has its home: the preparation ends, the intensive level begins."""
    first = next(row for row in reversed(file.world.rows.of(MeasureLevel)) if row.measure is file.measure)
    first.ends_on = on - timedelta(days=1)
    support.add_level(file, "intensive", on, file.operator.short_name)
    file.measure.state, file.measure.activated_on = MeasureState.ACTIVE, on


def _never_housed(world: World, on: date, exit_codes: tuple[str, str]) -> None:
    file = _admitted(world, Door.ACCESS, on)
    end = End(world.dice.after(file.measure.started_on, 60, 200), *exit_codes)
    _prepare(file, end.on)
    outcomes.leave_with(file, end)
    write_notes(file)


def _tenant(world: World, reason: str, outcome: str) -> None:
    file = _admitted(world, Door.RETENTION, world.dice.after(date(2015, 3, 2), 0, 820))
    on = world.dice.after(file.measure.started_on, 240, 430)
    outcomes.leave_with(file, End(on, reason, outcome))
    _visits(file, file.measure.started_on)


def _visits(file: File, first: date) -> None:
    if file.door == Door.ACCESS:
        follow_up.maybe_pause(file, 0.3, 0.15, since=first)
    support.visit(file, (5, 8), first=first, share_of_visits=700)
    agreed_on = file.dice.after(first, 10, 30)
    if agreed_on < (file.measure.ended_on or STORY_DAY):
        support.plan(file, agreed_on)
    support.measure_progress(file)
    write_notes(file, share=0.25)
