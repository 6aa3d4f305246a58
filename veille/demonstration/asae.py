"""ASAE: 100 presented, 74 diagnoses ordered (34 + 40), 61 made, 47 accompaniments of which 6 broken off."""

from dataclasses import dataclass
from datetime import date, timedelta

from accompaniment.choices import DiagnosisResult
from accompaniment.models import Diagnosis
from cellule.choices import ReferralState
from households.grants import GrantLevel
from households.models import AdhesionState
from partners.configuration import Door
from veille.demonstration import follow_up, meetings, orientations, outcomes, support
from veille.demonstration.arrivals import arrive
from veille.demonstration.dice import STORY_DAY, data
from veille.demonstration.files import File, agree, lead, tenancy
from veille.demonstration.frames import World
from veille.demonstration.notes import write_notes
from veille.demonstration.orientations import Choice
from veille.demonstration.support import End

_FIRST, _LAST_ORDERED, _LAST = date(2016, 1, 4), date(2018, 7, 10), date(2018, 11, 20)


@dataclass(frozen=True)
class Course:
    """How far a household goes."""

    door: str
    level: str = ""  # the level of its accompaniment
    answer: str = ""  # the final decision, when there is none
    reason: str = ""
    result: str = DiagnosisResult.SUPPORT_RECOMMENDED  # of its diagnosis; empty: none was ordered


_A, _R = Door.ACCESS, Door.RETENTION
_NO_DIAGNOSIS = {
    Course(_A, answer="refuse", reason="no_need", result=""): 4,
    Course(_A, answer="redirect", reason="out_of_territory", result=""): 3,
    Course(_A, answer="redirect", reason="housing_unavailable", result=""): 4,
    Course(_A, answer="withdraw", reason="household_declined", result=""): 2,
    Course(_R, answer="refuse", reason="common_law_sufficient", result=""): 5,
    Course(_R, answer="refuse", reason="already_supported", result=""): 3,
    Course(_R, answer="redirect", reason="needs_other_setting", result=""): 3,
    Course(_R, answer="withdraw", reason="moved_away", result=""): 2,
}
_NOT_MADE = {
    Course(_A, answer="refuse", reason="unreachable", result=DiagnosisResult.UNREACHABLE): 3,
    Course(_A, answer="withdraw", reason="household_declined", result=DiagnosisResult.REFUSED): 2,
    Course(_A, answer="withdraw", reason="moved_away", result=DiagnosisResult.NOT_DONE_OTHER): 1,
    Course(_R, answer="refuse", reason="unreachable", result=DiagnosisResult.UNREACHABLE): 3,
    Course(_R, answer="withdraw", reason="household_declined", result=DiagnosisResult.REFUSED): 3,
    Course(_R, answer="redirect", reason="procedure_too_advanced", result=DiagnosisResult.NOT_DONE_OTHER): 1,
}
_NOT_ENTERING = {
    Course(_A, answer="refuse", reason="common_law_sufficient", result="support_not_recommended"): 3,
    Course(_A, answer="redirect", reason="needs_other_setting", result="support_not_recommended"): 2,
    Course(_A, answer="withdraw", reason="household_declined"): 2,
    Course(_R, answer="refuse", reason="common_law_sufficient", result="support_not_recommended"): 4,
    Course(_R, answer="withdraw", reason="household_declined"): 3,
}
_ACCOMPANIED = {
    Course(_A, "l1_common_law"): 8,
    Course(_A, "l2_global"): 11,
    Course(_A, "l3_reinforced"): 2,
    Course(_R, "l1_common_law"): 11,
    Course(_R, "l2_global"): 15,
}
_ENDS = {
    _A: {
        "objectives_met new_direct_lease": 5,
        "autonomous new_direct_lease": 4,
        "relay_common_law new_direct_lease": 3,
        "end_of_measure shelter_return": 1,
        "not_housed third_party": 1,
    },
    _R: {
        "objectives_met retained_same": 5,
        "autonomous retained_same": 4,
        "relay_common_law retained_same": 4,
        "moved_transfer retained_other_social": 1,
        "eviction evicted": 1,
        "institution neutral_institution": 1,
    },
}
_AFTER_BREAK = {"unknown": 2, "new_direct_lease": 1, "third_party": 1}
_BREAKS = 6
_RUNNING = 14


def make(world: World) -> None:
    """The hundred households, each to where it went."""
    dice = world.dice
    for course in dice.spread(_NO_DIAGNOSIS):
        file = _come(world, course, _LAST)
        orientations.examine(
            file, _next_session(file, file.referral.completed_on), Choice(course.answer, course.reason)
        )
    for course in dice.spread(_NOT_MADE | _NOT_ENTERING):
        file = _come(world, course, _LAST_ORDERED)
        diagnosis = _diagnosed(file, course)
        _after_diagnosis(file, diagnosis, course)
    fates = dice.shuffled(["break"] * _BREAKS + ["running"] * _RUNNING + ["over"] * (47 - _BREAKS - _RUNNING))
    for course, fate in zip(dice.spread(_ACCOMPANIED), fates, strict=True):
        _accompany(world, course, fate)


def _come(world: World, course: Course, last: date, first: date = _FIRST) -> File:
    on = world.dice.after(first, 0, (last - first).days)
    file = arrive(world, world.frames["au"], course.door, "aude", on, "committee")
    orientations.complete(file)
    return file


def _next_session(file: File, after: date):
    return meetings.held(file.world, file.instance, after + timedelta(days=4))


def _diagnosed(file: File, course: Course) -> Diagnosis:
    """The committee orders a diagnosis at home; it is made, or a reason says why not."""
    world, dice = file.world, file.dice
    operator = world.organisations["adaff"]
    session = _next_session(file, file.referral.completed_on)
    orientations.examine(file, session, Choice("order_diagnosis", operator=operator))
    author = world.case_worker(operator)
    diagnosis = support.diagnose(
        file,
        operator,
        author,
        ordered_on=session.held_on,
        ordered_by=f"{file.instance}, séance du {session.held_on:%d/%m/%Y}",
    )
    on = dice.after(session.held_on, 12, 50)
    if course.result in {DiagnosisResult.SUPPORT_RECOMMENDED, DiagnosisResult.SUPPORT_NOT_RECOMMENDED}:
        is_recommended = course.result == DiagnosisResult.SUPPORT_RECOMMENDED
        support.hand_in(file, diagnosis, on, level=course.level or "l1_common_law", is_recommended=is_recommended)
        file.referral.state = ReferralState.DIAGNOSED
    else:
        support.give_up_diagnosis(file, diagnosis, on, course.result)
        file.referral.state = ReferralState.NOT_DIAGNOSED
    return diagnosis


def _after_diagnosis(file: File, diagnosis: Diagnosis, course: Course) -> None:
    ended_on = file.grants[GrantLevel.DIAGNOSIS_OPERATOR].ends_on
    orientations.examine(file, _next_session(file, diagnosis.done_on or ended_on), Choice(course.answer, course.reason))


def _accompany(world: World, course: Course, fate: str) -> None:
    first, last = (date(2017, 9, 1), _LAST_ORDERED) if fate == "running" else (_FIRST, date(2017, 9, 30))
    file = _come(world, course, last, first)
    diagnosis = _diagnosed(file, course)
    session = _next_session(file, diagnosis.done_on)
    started_on = _enter(file, course, diagnosis, session)
    if fate != "running":
        _leave(file, course, fate, started_on)
    follow_up.maybe_pause(file, 0.2, 0.2)
    follow_up.review(file, 180)
    support.visit(file, (6, 18), share_of_visits=60)
    agreed_on = file.dice.after(started_on, 15, 40)
    if agreed_on < (file.measure.ended_on or STORY_DAY):
        support.plan(file, agreed_on)
    support.measure_progress(file)
    write_notes(file)


def _enter(file: File, course: Course, diagnosis: Diagnosis, session) -> date:
    """The committee validates a level; the third one comes with a dwelling taken by the operator."""
    world, dice = file.world, file.dice
    is_reinforced = course.level == "l3_reinforced"
    key = "soliha" if is_reinforced else dice.pick(data("operators.json")["aude"])
    operator = world.organisations[key]
    worker = world.case_worker(operator)
    lead(file, operator, worker, session.held_on)
    support.open_measure(file, course.level, session.held_on, decided_by=str(file.instance), diagnosis=diagnosis)
    choice = Choice(
        "admit",
        level=course.level,
        operator=operator,
        lead_person=worker,
        measure=file.measure,
        next_review_on=session.held_on + timedelta(days=180),
    )
    decision = orientations.examine(file, session, choice)
    started_on = dice.after(session.held_on, 2, 14)
    orientations.assign_contact(file, decision, started_on)
    orientations.take_up(file, started_on)
    agree(file, started_on, AdhesionState.AGREED_SIGNED, worker)
    support.start(file, started_on, review_days=180)
    _house(file, started_on, is_reinforced)
    return started_on


def _house(file: File, started_on: date, is_reinforced: bool) -> None:
    if is_reinforced:
        file.housing[-1].ends_on = file.measure.decided_on - timedelta(days=1)
        modality = file.dice.pick(["iml_sublet", "iml_mandate"])
        tenancy(file, file.measure.decided_on, modality=modality).situation = "subletting"
        file.grant(file.landlord, GrantLevel.LANDLORD_OF_DWELLING, "Logement pris à bail par l’opérateur", started_on)
    elif file.door == Door.ACCESS:
        signed_on = file.dice.after(started_on, 20, 110)
        if signed_on < STORY_DAY:
            outcomes.sign_lease(file, signed_on)


def _leave(file: File, course: Course, fate: str, started_on: date) -> None:
    dice = file.dice
    if fate == "break":
        outcome = dice.deal(_AFTER_BREAK) if course.door == Door.ACCESS else "retained_same"
        outcomes.leave_with(file, End(dice.after(started_on, 130, 260), "break_conflict", outcome))
        return
    on = dice.after(started_on, 180, 400)
    if course.level == "l3_reinforced":
        outcomes.leave_with(file, End(on, "end_of_measure", "iml"))
        return
    reason, outcome = dice.deal(_ENDS[course.door]).split()
    outcomes.leave_with(file, End(on, reason, outcome))
