"""Dwellings told whole, procedures that went on, holds, sliding leases, difficulties seen again and strengths."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from accompaniment.choices import RUNNING_STATES
from households.choices import HoldState, LeaseResult
from households.models import (
    Finding,
    HoldReason,
    HousingPeriod,
    LeaseReview,
    ProcedureHold,
    ProcedureStep,
    SlidingLease,
    Strength,
)
from partners.models import User
from partners.roles import Role
from veille.core.formats import plus_months
from veille.demonstration.dice import STORY_DAY, Dice, data, working_day
from veille.demonstration.files import File, find
from veille.demonstration.frames import World

_SEED = 5021
_SURFACES = {"t1": (24, 34), "t2": (42, 52), "t3": (58, 68), "t4": (70, 82), "t5": (86, 98)}
_FINANCING = {"hlmo": 5, "plus": 3, "plai": 3, "palulos": 1}
# How a procedure goes on when nothing stops it, and the days each step lasts.
_MAIN = ("amicable", "notice", "summons", "hearing", "judgment", "order_to_leave", "police_assistance_granted")
_LASTS = (70, 130)
_LONG_AGO = date(2017, 1, 1)
_BESIDE = ("repayment_plan", "caf_referral", "fsl_request", "over_indebtedness", "ccapex_referral")
_STRENGTHS = (
    "keeps_appointments",
    "asks_for_help",
    "attached_to_home",
    "family_support",
    "rent_paid_regularly",
    "parenting_commitment",
    "work_training",
    "wish_to_change",
)


def make(world: World) -> None:
    dice = Dice(_SEED)
    _tell_dwellings(world, dice)
    running = [f for f in world.files if f.measure is not None and f.measure.state in RUNNING_STATES and f.lead]
    procedures = list(_open_procedures(world))
    for file, step in procedures:
        _begin_in_time(file, step)
        _go_on(file, step, dice)
    _hold([file for file, _ in procedures])
    _slide(world)
    for file in running:
        _look_again(file, dice)


def _tell_dwellings(world: World, dice: Dice) -> None:
    for period in world.rows.of(HousingPeriod):
        if period.dwelling is None:
            continue
        low, high = _SURFACES.get(period.dwelling.dwelling_type, (40, 60))
        period.dwelling.surface = Decimal(dice.between(low, high))
        period.dwelling.financing = dice.weighted(_FINANCING)
        period.monthly_charges = Decimal(dice.between(45, 110))


def _open_procedures(world: World) -> Iterator[tuple[File, ProcedureStep]]:
    open_steps = {step.case.pk: step for step in world.rows.of(ProcedureStep) if step.ends_on is None}
    for file in world.files:
        is_open = file.case.closed_on is None and not file.case.is_restricted
        if is_open and file.case.pk in open_steps:
            yield file, open_steps[file.case.pk]


def _begin_in_time(file: File, last: ProcedureStep) -> None:
    """The orientation came after the step it speaks of: move the whole procedure back when it did not."""
    late = last.starts_on - file.opened_on + timedelta(days=8)
    if late <= timedelta(0):
        return
    for step in file.world.rows.of(ProcedureStep):
        if step.case is file.case:
            step.starts_on -= late
            step.ends_on = step.ends_on and step.ends_on - late


def _go_on(file: File, step: ProcedureStep, dice: Dice) -> None:
    """From the step of the orientation towards today: some stop at an agreement, others reach the court."""
    goes_far = file.case.main_reason == "eviction_risk" or file.opened_on < _LONG_AGO
    last = _MAIN[-1] if goes_far else "notice" if dice.chance(0.4) else "amicable"
    while step.step != last:
        begins_on = dice.after(step.starts_on, *_LASTS)
        if begins_on >= STORY_DAY:
            break
        step.ends_on = begins_on - timedelta(days=1)
        following = _MAIN[_MAIN.index(step.step) + 1]
        step = file.add(ProcedureStep, landlord=file.landlord, step=following, starts_on=begins_on)
    step.due_on = STORY_DAY + timedelta(days=dice.between(4, 80))
    if dice.chance(0.6):
        _beside(file, step.starts_on, dice)


def _beside(file: File, since: date, dice: Dice) -> None:
    begins_on = min(dice.after(since, 5, 30), STORY_DAY)
    due_on = STORY_DAY + timedelta(days=dice.between(10, 120))
    file.add(ProcedureStep, landlord=file.landlord, step=dice.pick(_BESIDE), starts_on=begins_on, due_on=due_on)


def _hold(files: list[File]) -> None:
    """One renewed, one that ends in ten days, one not agreed, one asked last week."""
    with_manager = [file for file in files if file.world.workers(file.landlord, Role.LANDLORD_MANAGER)]
    scenes = (_renewed, _ending, _refused, _asked)
    for file, scene in zip(sorted(with_manager, key=lambda f: f.opened_on), scenes, strict=False):
        scene(file, file.world.workers(file.landlord, Role.LANDLORD_MANAGER)[0])


def _ask(file: File, asked_on: date, **fields) -> ProcedureHold:
    """Asked by the lead person, who says why apart; before her, by who referred the household."""
    who = (file.lead, file.operator) if file.lead else (file.author, file.referrer)
    asked = {"asked_on": asked_on, "asked_by": who[0], "organisation": who[1]}
    hold = file.add(ProcedureHold, landlord=file.landlord, **asked, **fields)
    if file.lead:
        file.add(HoldReason, hold=hold, text=data("housing.json")["hold_reasons"][asked_on.day % 3])
    return hold


def _agreed(manager: User, starts_on: date, ends_on: date) -> dict:
    return {
        "state": HoldState.AGREED,
        "decided_on": starts_on,
        "decided_by": manager,
        "starts_on": starts_on,
        "ends_on": ends_on,
    }


def _renewed(file: File, manager: User) -> None:
    first = _ask(file, date(2018, 8, 16), **_agreed(manager, date(2018, 8, 20), date(2018, 11, 20)))
    again = _agreed(manager, date(2018, 11, 21), date(2019, 3, 31))
    asked = {"asked_on": date(2018, 11, 19), "asked_by": manager, "organisation": file.landlord}
    again["decided_on"] = asked["asked_on"]
    file.add(ProcedureHold, landlord=file.landlord, renews=first, **asked, **again)


def _ending(file: File, manager: User) -> None:
    starts_on = working_day(file.opened_on + timedelta(days=10))
    _ask(file, file.opened_on, **_agreed(manager, starts_on, STORY_DAY + timedelta(days=10)))


def _refused(file: File, manager: User) -> None:
    decided_on = working_day(file.opened_on + timedelta(days=5))
    _ask(file, file.opened_on, state=HoldState.REFUSED, decided_on=decided_on, decided_by=manager)


def _asked(file: File, manager: User) -> None:
    _ask(file, max(file.opened_on, STORY_DAY - timedelta(days=7)))


def _slide(world: World) -> None:
    """Every sliding lease has its convention: the running one comes near the notice to the prefect."""
    for file in world.files:
        for period in file.housing:
            if period.modality == "sliding_lease" and file.operator and file.operator.kind == "association":
                _one_lease(file, period)


def _one_lease(file: File, period: HousingPeriod) -> None:
    signed_on = period.starts_on
    if period.ends_on:
        told = {"result": LeaseResult.NOT_SLID, "result_on": period.ends_on, "reason": "Départ avant le terme."}
        _convention(file, period, signed_on, plus_months(signed_on, 24), **told)
    elif file.measure.state not in RUNNING_STATES:
        term_on = min(plus_months(signed_on, 18), STORY_DAY)
        told = {"prefect_told_on": plus_months(term_on, -3), "result": LeaseResult.SLID, "result_on": term_on}
        _convention(file, period, signed_on, term_on, **told)
    else:
        _running_lease(file, period)


def _running_lease(file: File, period: HousingPeriod) -> None:
    """Renewed once; its review is in twelve days, the prefect must be told in two weeks."""
    first_term = plus_months(period.starts_on, 6)
    renewed = {"prefect_told_on": plus_months(first_term, -2), "result": LeaseResult.RENEWED, "result_on": first_term}
    _convention(file, period, period.starts_on, first_term, **renewed)
    lease = _convention(file, period, first_term, STORY_DAY + timedelta(days=75))
    done_on = first_term + timedelta(days=20)
    told = {"done_on": done_on, "conclusion": data("housing.json")["lease_reviews"][0]}
    file.add(LeaseReview, lease=lease, planned_on=done_on, **told)
    file.add(LeaseReview, lease=lease, planned_on=STORY_DAY + timedelta(days=12))


def _convention(file: File, period: HousingPeriod, signed_on: date, term_on: date, **fields) -> SlidingLease:
    return file.add(
        SlidingLease, period=period, association=file.operator, signed_on=signed_on, term_on=term_on, **fields
    )


def _look_again(file: File, dice: Dice) -> None:
    """What was found at the orientation, seen again by the lead person; and what the household leans on."""
    first_on = dice.after(file.measure.started_on, 60, 120)
    for found in file.findings[1:]:
        _follow(file, found, first_on, dice)
    kept = file.operator.kind == "association"
    noted_on = min(dice.after(file.measure.started_on, 10, 40), STORY_DAY)
    for strength in dice.some(_STRENGTHS, dice.between(1, 2)):
        file.add(
            Strength,
            strength=strength,
            source="observed",
            found_on=noted_on,
            organisation=file.operator,
            author=file.lead,
            is_confided=kept,
        )


def _follow(file: File, found: Finding, day: date, dice: Dice) -> None:
    severity = found.severity
    while day < STORY_DAY:
        severity = max(0, min(4, severity + dice.pick((-1, -1, 0, 1))))
        find(file, found.difficulty, severity, day, by=file.lead, organisation=file.operator, kept=found.is_confided)
        if severity == 0:
            break
        day = dice.after(day, 150, 260)
