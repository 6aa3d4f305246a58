"""What households ask of a team, and what landlords do on their side: told once files and plans are written."""

from datetime import date, datetime, time, timedelta

from accompaniment.choices import InterventionKind
from accompaniment.models import Intervention, Solicitation
from accompaniment.promises import delays
from accompaniment.solicitation_choices import SolicitationOrigin, SolicitationState
from funding.models import BudgetLine, PlanState
from partners.configuration import Door, SatisfiedBy
from partners.models import User
from partners.roles import Role
from veille.core import clock
from veille.demonstration.dice import STORY_DAY, Dice, data
from veille.demonstration.files import File
from veille.demonstration.frames import World
from veille.demonstration.rows import Rows

_SEED = 5214
_ORIGINS = {"household": 7, "landlord": 2, "third_party": 1}
# How long an answer takes, as a share of the half-day, of what is left of the day, or past both.
_ANSWERS = {"half_day": 16, "day": 3, "late": 1}
_HOURS = {9: 4, 10: 5, 11: 4, 13: 1, 14: 4, 15: 4, 16: 3, 17: 2, 19: 1, 21: 1}
# The eve and the day before: what waits on the day of the story, from the most pressing.
_WAITING = ((date(2018, 12, 13), time(18, 40), True), (date(2018, 12, 13), time(19, 15), False))
_FORGOTTEN = (date(2018, 12, 12), time(11, 20))
_K = InterventionKind
_ACTS = {_K.LANDLORD_REPAYMENT: 5, _K.LANDLORD_WORKS: 4, _K.HOME_VISIT: 3, _K.MEDIATION: 2, _K.LANDLORD_TRANSFER: 1}
_MINUTES = {_K.LANDLORD_REPAYMENT: 60, _K.LANDLORD_WORKS: 45, _K.HOME_VISIT: 40, _K.MEDIATION: 75}
_SHARE_WITH_ACTS = 0.55
# After the first visits of the association, and before its last ones.
_FIRST, _LAST = timedelta(days=35), timedelta(days=40)


def tell(world: World) -> None:
    dice = Dice(_SEED)
    rows = Rows(dice)
    promised = [file for file in world.files if _is_promised(file)]
    for file in promised:
        _answered(rows, dice, file)
    _waiting(rows, dice, [file for file in promised if file.case.closed_on is None])
    line = BudgetLine.objects.get(
        kind="gla", volet__plan__state=PlanState.VALIDATED, volet__plan__dispositif=world.frames["vs"].dispositif
    )
    for file in world.files:
        _acts_of_landlord(rows, dice, file, line)
    rows.write()


def _is_promised(file: File) -> bool:
    is_accompanied = file.lead and file.measure is not None and file.measure.started_on is not None
    return bool(is_accompanied) and file.case.configuration.promise.is_timed


def _answered(rows: Rows, dice: Dice, file: File) -> None:
    """Some a year, while the household is accompanied."""
    first, last = file.measure.started_on, file.measure.ended_on or STORY_DAY - timedelta(days=4)
    for _ in range(1 + (last - first).days // 150):
        day = first + timedelta(days=dice.between(0, max((last - first).days - 3, 0)))
        received = clock.at(day, int(dice.weighted({str(hour): n for hour, n in _HOURS.items()})), dice.between(0, 59))
        origin = SolicitationOrigin.HOUSEHOLD if file.case.is_restricted else dice.weighted(_ORIGINS)
        row = _solicitation(rows, dice, file, received, origin)
        _answer(row, dice, file.lead)


def _solicitation(rows: Rows, dice: Dice, file: File, received: datetime, origin: str) -> Solicitation:
    of_landlord = origin == SolicitationOrigin.LANDLORD
    noted_for = file.landlord if of_landlord else file.operator
    referents = file.world.workers(file.landlord, Role.LANDLORD_REFERENT)
    return rows.add(
        Solicitation,
        case=file.case,
        organisation=file.operator,
        noted_by=referents[0] if of_landlord else file.lead,
        noted_for=noted_for,
        origin=origin,
        about=dice.pick(data("solicitations.json")[origin]),
        is_shared=of_landlord,
        received_at=received,
        **delays(file.case, received),
    )


def _answer(row: Solicitation, dice: Dice, by: User) -> None:
    how = dice.weighted(_ANSWERS)
    start, end = {
        "half_day": (row.received_at, row.green_until),
        "day": (row.green_until, row.amber_until),
        "late": (row.amber_until, row.amber_until + timedelta(days=1)),
    }[how]
    spent = (end - start) * dice.between(15, 90) / 100
    row.state, row.answered_with, row.answered_by = SolicitationState.ANSWERED, SatisfiedBy.ANSWER, by
    row.answered_at = (start + spent).replace(second=0, microsecond=0)


def _waiting(rows: Rows, dice: Dice, files: list[File]) -> None:
    """Three that nobody has answered on the day of the story: one forgotten, two of the evening before."""
    for file, (day, hour, is_urgent) in zip(files[:2], _WAITING, strict=True):
        row = _solicitation(rows, dice, file, _at(day, hour), SolicitationOrigin.HOUSEHOLD)
        row.is_urgent = is_urgent
    _solicitation(rows, dice, files[2], _at(*_FORGOTTEN), SolicitationOrigin.LANDLORD)


def _at(day: date, hour: time) -> datetime:
    return clock.at(day, hour.hour, hour.minute)


def _acts_of_landlord(rows: Rows, dice: Dice, file: File, line: BudgetLine) -> None:
    """In maintien, what its referent does beside the association."""
    referents = file.world.workers(file.landlord, Role.LANDLORD_REFERENT) if file.landlord else []
    if not _has_two_parts(file) or not referents or not dice.chance(_SHARE_WITH_ACTS):
        return
    first = file.measure.started_on + _FIRST
    days = ((file.measure.ended_on or STORY_DAY) - _LAST - first).days
    for _ in range(dice.between(1, 4) if days > 0 else 0):
        kind = dice.weighted(_ACTS)
        rows.add(
            Intervention,
            case=file.case,
            organisation=file.landlord,
            author=referents[0],
            kind=kind,
            happened_on=dice.after(first, 0, days),
            started_at=time(dice.between(9, 16), dice.pick([0, 15, 30, 45])),
            minutes=_MINUTES.get(kind, 30),
            is_shared=True,
            is_landlord_part=True,
            budget_line=line if file.frame.dispositif.pk == line.volet.plan.dispositif_id else None,
        )


def _has_two_parts(file: File) -> bool:
    is_accompanied = file.measure is not None and file.measure.started_on is not None
    return is_accompanied and file.door == Door.RETENTION and file.landlord != file.operator
