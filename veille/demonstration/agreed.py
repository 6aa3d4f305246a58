"""What some households agreed on: the agreement, the plan and its signatures, bilans at three and six months."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from accompaniment import services
from accompaniment.choices import RUNNING_STATES
from accompaniment.models import Measure, Plan, ProgressReview, SupportAgreement
from accompaniment.services.plans import seal_plan
from households.models import AdhesionState, Person
from partners.actors import actor_of
from veille.core import clock
from veille.core.actor import Actor
from veille.core.formats import plus_months
from veille.core.versions import version_of
from veille.demonstration.dice import STORY_DAY, Dice, data, working_day
from veille.demonstration.files import File
from veille.demonstration.frames import World

_SEED = 3306
_EVERY = 5
_THEMES = ("budget", "housing_upkeep", "integration")
_MONTHS = (3, 6)


def tell(world: World) -> None:
    """After the files: nothing that is counted moves."""
    dice = Dice(_SEED)
    for number, file in enumerate(_accompanied(world)):
        by = actor_of(file.lead, file.operator.pk)
        measure = Measure.objects.select_related("case", "operator").get(pk=file.measure.pk)
        if by is None:
            continue
        _agree(dice, file, measure, by, is_drawn=number % 3 == 0)
        for review in _reviews(dice, measure, by):
            _sign(dice, file, review, by, is_drawn=False)


def _accompanied(world: World) -> list[File]:
    """One running accompaniment in five, long enough to have something to look back on, restricted ones left alone."""
    running = [
        file
        for file in world.files
        if file.measure is not None and file.measure.state in RUNNING_STATES and not file.case.is_restricted
    ]
    old = STORY_DAY - timedelta(days=45)
    return [file for file in running if file.lead and file.measure.started_on and file.measure.started_on < old][
        ::_EVERY
    ]


def _agree(dice: Dice, file: File, measure: Measure, by: Actor, *, is_drawn: bool) -> None:
    told = data("reviews.json")
    agreement = services.make_agreement(
        measure=measure,
        rhythm="fortnightly",
        place=dice.pick(told["places"]),
        themes=dice.some(_THEMES, 2),
        ours=told["ours"],
        theirs=told["theirs"],
        review_on=STORY_DAY + timedelta(days=dice.between(20, 60)),
        on=working_day(measure.started_on + timedelta(days=dice.between(5, 20))),
        by=by,
    )
    _sign(dice, file, agreement, by, is_drawn=is_drawn)
    for plan in Plan.objects.filter(measure=measure, state="agreed").select_related("case"):
        _sign(dice, file, seal_plan(plan), by, is_drawn=is_drawn)


def _sign(dice: Dice, file: File, subject: Any, by: Actor, *, is_drawn: bool) -> None:
    """The household where it has signed its agreement already, who did not wish to elsewhere; then the worker."""
    day = _day_of(subject)
    common = {"subject": subject, "digest": subject.digest, "signed_on": day, "by": by}
    way = "screen" if is_drawn else dice.pick(["paper", "paper", "oral"])
    if not _has_signed(file) and isinstance(subject, SupportAgreement):
        way = "declined"
    strokes = _scribble(dice) if way == "screen" else ()
    services.sign(**common, part="household", name=_name(file), way=way, strokes=strokes)
    services.sign(**common, part="worker", name=file.lead.get_full_name(), way="paper")


def _has_signed(file: File) -> bool:
    said = file.case.adhesions.order_by("-noted_on", "-created_at").first()
    return said is not None and said.state == AdhesionState.AGREED_SIGNED


def _name(file: File) -> str:
    return Person.objects.get(pk=file.people[0].pk).full_name


def _day_of(subject: Any) -> date:
    if isinstance(subject, Plan):
        return subject.agreed_on
    return subject.made_on if isinstance(subject, SupportAgreement) else subject.held_on


def _scribble(dice: Dice) -> list[list[int]]:
    """A flourish that looks like a hand went by."""
    points, x = [], 60
    while x < 480:
        points += [x, dice.between(60, 150)]
        x += dice.between(14, 34)
    return [points, [80, 165, 430, dice.between(150, 175)]]


def _reviews(dice: Dice, measure: Measure, by: Actor) -> Iterator[ProgressReview]:
    for months in _MONTHS:
        held_on = working_day(plus_months(measure.started_on, months) + timedelta(days=dice.between(-6, 9)))
        if held_on < clock.today() - timedelta(days=3):
            yield _review(dice, measure, months, held_on, by)


def _review(dice: Dice, measure: Measure, months: int, held_on: date, by: Actor) -> ProgressReview:
    told = data("reviews.json")
    words = {name: dice.pick(told[name]) for name in ("progress", "household_word", "partners_word", "present")}
    review = services.begin_review(measure=measure, kind="planned", after_months=months, held_on=held_on, by=by)
    settled = services.write_and_settle_review(
        review=review,
        version=version_of(review),
        summary=dice.pick(told["summary"]),
        is_agreed=dice.chance(0.7),
        work_done=review.work_done,
        next_steps=review.next_steps,
        by=by,
        **words,
    )
    ProgressReview.objects.filter(pk=settled.pk).update(settled_on=held_on)
    return settled
