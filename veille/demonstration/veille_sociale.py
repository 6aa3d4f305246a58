"""Veille sociale: 150 households presented, 120 admitted (67 to enter housing, 53 to stay in it)."""

from datetime import date, timedelta

from cellule.models import Session
from households.models import AdhesionState
from partners.configuration import Door
from partners.models import User
from veille.demonstration import follow_up, meetings, orientations, outcomes, support
from veille.demonstration.arrivals import arrive
from veille.demonstration.dice import STORY_DAY, data
from veille.demonstration.files import File, agree, lead
from veille.demonstration.frames import World
from veille.demonstration.notes import write_notes
from veille.demonstration.orientations import Choice
from veille.demonstration.support import End

# Together with the remarkable cases: 67 and 53.
ADMITTED = {
    ("hauts-de-france", Door.ACCESS): 24,
    ("ile-de-france", Door.ACCESS): 26,
    ("centre", Door.ACCESS): 15,
    ("hauts-de-france", Door.RETENTION): 22,
    ("ile-de-france", Door.RETENTION): 22,
    ("centre", Door.RETENTION): 6,
}
_NOT_ADMITTED = {"refuse": 11, "redirect": 9, "withdraw": 5, "defer": 5}
_NOT_ADMITTED_IN = {"hauts-de-france": 12, "ile-de-france": 12, "centre": 6}
_YEARS = {2015: 29, 2016: 37, 2017: 27, 2018: 22}
_REASONS = {
    "refuse": ("common_law_sufficient", "no_need", "already_supported", "capacity_full", "procedure_too_advanced"),
    "redirect": ("needs_other_setting", "out_of_territory", "housing_unavailable", "common_law_sufficient"),
    "withdraw": ("household_declined", "moved_away"),
    "defer": ("incomplete_file",),
}
# Those admitted from here on have not been met yet.
_NOT_MET_FROM = date(2018, 11, 1)


def make(world: World) -> None:
    """The households presented to the three cells, except the remarkable ones."""
    dice = world.dice
    for (territory, door), year in zip(dice.spread(ADMITTED), dice.spread(_YEARS), strict=True):
        file = come(world, territory, door, _some_day(world, year))
        admit(file, _deciding_session(world, file))
    for code, territory in zip(dice.spread(_NOT_ADMITTED), dice.spread(_NOT_ADMITTED_IN), strict=True):
        _answer_otherwise(world, code, territory)


def come(world: World, territory: str, door: str, on: date, **wanted) -> File:
    return arrive(world, world.frames["vs"], door, territory, on, f"cell-{territory}", **wanted)


def _some_day(world: World, year: int) -> date:
    """A day whose next session stays in the same year."""
    first, last = date(year, 1, 2), date(year, 11, 5) if year < STORY_DAY.year else date(year, 11, 1)
    return world.dice.after(first, 0, (last - first).days)


def _deciding_session(world: World, file: File) -> Session:
    """The first session to come; one case in eight is deferred there and decided by the next."""
    orientations.complete(file)
    session = meetings.held(world, file.instance, file.referral.completed_on + timedelta(days=5))
    later = meetings.held(world, file.instance, session.held_on + timedelta(days=1))
    if later and later.held_on.year == session.held_on.year and world.dice.chance(0.12):
        orientations.examine(file, session, Choice("defer", "incomplete_file"))
        return later
    return session


def admit(file: File, session: Session, *, operator: str = "", worker: User | None = None) -> None:
    """Admission, measure, and all that follows until today."""
    world, dice = file.world, file.dice
    organisation = world.organisations[operator or dice.pick(data("operators.json")[file.territory])]
    user = worker or world.case_worker(organisation)
    lead(file, organisation, user, session.held_on)
    support.open_measure(file, "custom", session.held_on, decided_by=str(file.instance))
    choice = Choice(
        "admit",
        level="custom",
        operator=organisation,
        lead_person=user,
        measure=file.measure,
        next_review_on=session.held_on + timedelta(days=90),
    )
    decision = orientations.examine(file, session, choice)
    started_on = dice.after(session.held_on, 3, 20)
    is_met = session.held_on < _NOT_MET_FROM
    orientations.assign_contact(file, decision, started_on if is_met else None)
    if is_met:
        _accompany(file, started_on)


def _accompany(file: File, started_on: date) -> None:
    dice = file.dice
    begin(file, started_on)
    ends_on = started_on + timedelta(days=dice.between(210, 680))
    is_over = ends_on < STORY_DAY - timedelta(days=20)
    has_lease = _lease(file, started_on, ends_on if is_over else STORY_DAY)
    if is_over:
        _end(file, ends_on, has_lease)
    follow_up.maybe_pause(file, 0.25, 0.15)
    follow_up.review(file, 180)
    work(file, (7, 20))


def begin(file: File, started_on: date) -> None:
    """First meeting: diagnosis at entry, agreement, start."""
    ordered_on = file.measure.decided_on
    diagnosis = support.diagnose(
        file, file.operator, file.lead, ordered_on=ordered_on, ordered_by="Convention (à l’entrée)"
    )
    support.hand_in(file, diagnosis, started_on, level=file.level)
    file.measure.diagnosis = diagnosis
    orientations.take_up(file, started_on)
    agree(file, started_on, file.dice.pick([AdhesionState.AGREED_ORAL, AdhesionState.AGREED_SIGNED]), file.lead)
    support.start(file, started_on)


def work(file: File, every: tuple[int, int]) -> None:
    """Visits, plan, later findings and notes of a measure already begun."""
    support.visit(file, every)
    agreed_on = file.dice.after(file.measure.started_on, 20, 50)
    if agreed_on < (file.measure.ended_on or STORY_DAY):
        support.plan(file, agreed_on)
    support.measure_progress(file)
    write_notes(file)


def _lease(file: File, started_on: date, before: date) -> bool:
    """To enter housing: a lease some months later, most of the time."""
    dice = file.dice
    signed_on = dice.after(started_on, 40, 200)
    if file.door == Door.RETENTION or signed_on >= before or dice.chance(0.08):
        return False
    outcomes.sign_lease(file, signed_on, dice.weighted({"direct_lease": 4, "sliding_lease": 1}))
    return True


def _end(file: File, on: date, has_lease: bool) -> None:
    without = file.door == Door.ACCESS and not has_lease
    ends = data("profiles.json")["ends"]["access_without_lease" if without else file.door]
    reason, outcome = file.dice.deal(ends).split()
    is_recent = on > STORY_DAY - timedelta(days=150)
    is_watched = is_recent and outcome in {"retained_same", "new_direct_lease"}
    outcomes.leave_with(file, End(on, reason, outcome), is_watched=is_watched)


def _answer_otherwise(world: World, code: str, territory: str) -> None:
    """Presented, and answered otherwise: with a reason, and what is proposed instead."""
    dice = world.dice
    first = date(2018, 8, 30) if code == "defer" else date(dice.pick([2015, 2016, 2017, 2018]), 1, 10)
    opened_on = dice.after(first, 0, 45 if code == "defer" else 270)
    file = come(world, territory, dice.pick(Door.values), opened_on)
    orientations.complete(file)
    session = meetings.held(world, file.instance, file.referral.completed_on + timedelta(days=5))
    orientations.examine(file, session, Choice(code, dice.pick(_REASONS[code])))
