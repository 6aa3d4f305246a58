"""Appointments to come, sessions noted once for several households, half-days of November; once files are written."""

from datetime import date, time, timedelta

from accompaniment.choices import GroupKind, InterventionKind, MeasureState, VisitReason
from accompaniment.half_days import proposed
from accompaniment.models import GroupEntry, Intervention, PlannedVisit
from accompaniment.services.groups import share_of
from funding.models import TimeEntry
from partners.configuration import Door
from partners.models import Organisation, Site, User
from veille.core.formats import plus_months
from veille.demonstration.dice import STORY_DAY, Dice
from veille.demonstration.files import File
from veille.demonstration.frames import World
from veille.demonstration.rows import Rows

_SEED = 5714
_AGREED, _LATE = 0.6, 0.1
_AROUND = timedelta(days=31)
_SESSIONS = ((date(2018, 12, 5), ["budget"]), (date(2018, 11, 14), ["consumption", "budget"]))
_PASSAGES = (date(2018, 12, 4), date(2018, 12, 11))
_MONTH, _MONTH_END = date(2018, 11, 1), date(2018, 11, 30)


def tell(world: World) -> None:
    dice = Dice(_SEED)
    rows = Rows(dice)
    running = [file for file in world.files if _runs(file)]
    for file in running:
        _appointment(rows, dice, file)
        _after_move(rows, file)
    lead = _busiest([file for file in running if file.frame is world.frames["vs"]])
    _sessions(rows, dice, [file for file in running if file.lead == lead.lead])
    _passages(rows, world, lead)
    rows.write()
    _half_days(rows, lead.lead, lead.operator)


def _runs(file: File) -> bool:
    followed = (MeasureState.ACTIVE, MeasureState.PREPARATION, MeasureState.RELAY)
    return bool(file.lead) and file.measure is not None and file.measure.state in followed


def _appointment(rows: Rows, dice: Dice, file: File) -> None:
    """Most have one in the ten days to come; a few were forgotten the day before."""
    if not dice.chance(_AGREED):
        return
    day = STORY_DAY - timedelta(days=1) if dice.chance(_LATE) else dice.after(STORY_DAY, 0, 10)
    hour = time(dice.between(9, 16), dice.pick([0, 30])) if dice.chance(0.8) else None
    _visit(rows, file, day, VisitReason.APPOINTMENT, starts_at=hour)


def _after_move(rows: Rows, file: File) -> None:
    """What the nightly work would have planned already."""
    signed = file.lease_signed_on
    if file.door != Door.ACCESS or signed is None:
        return
    for months in file.case.configuration.visits_after_move_months:
        due = plus_months(signed, months)
        if abs(due - STORY_DAY) <= _AROUND:
            _visit(rows, file, max(due, STORY_DAY), VisitReason.AFTER_MOVE, anchored_on=due)


def _visit(rows: Rows, file: File, day: date, reason: str, **fields) -> None:
    rows.add(
        PlannedVisit,
        case=file.case,
        measure=file.measure,
        organisation=file.operator,
        worker=file.lead,
        reason=reason,
        due_on=day,
        **fields,
    )


def _busiest(files: list[File]) -> File:
    """A file of who leads most of them."""
    led = [file.lead.pk for file in files]
    return max(files, key=lambda file: (led.count(file.lead.pk), str(file.lead.pk)))


def _sessions(rows: Rows, dice: Dice, files: list[File]) -> None:
    for day, themes in _SESSIONS:
        present = [file for file in dice.some(files, 4) if file.measure.started_on <= day]
        entry = _group(rows, files[0], GroupKind.COLLECTIVE, day, 120, themes=themes, people_met=len(present))
        for file in present:
            rows.add(
                Intervention,
                case=file.case,
                measure=file.measure,
                organisation=file.operator,
                author=file.lead,
                kind=InterventionKind.COLLECTIVE_SESSION,
                happened_on=day,
                started_at=entry.started_at,
                minutes=share_of(entry.minutes, len(present)),
                people_met=1,
                themes=themes,
                group=entry,
            )


def _passages(rows: Rows, world: World, file: File) -> None:
    site = next(row for row in Site.objects.order_by("pk") if row.dispositif_id == file.frame.dispositif.pk)
    for day in _PASSAGES:
        _group(rows, file, GroupKind.SITE, day, 90, site=site, people_met=3)


def _group(rows: Rows, file: File, kind: str, day: date, minutes: int, **fields) -> GroupEntry:
    return rows.add(
        GroupEntry,
        kind=kind,
        dispositif=file.frame.dispositif,
        organisation=file.operator,
        author=file.lead,
        happened_on=day,
        started_at=time(14),
        minutes=minutes,
        **fields,
    )


def _half_days(rows: Rows, user: User, organisation: Organisation) -> None:
    """November is declared as it was noted; December is still to be."""
    for (day, half), noted in proposed(user, organisation, _MONTH, _MONTH_END).items():
        rows.add(
            TimeEntry, user=user, organisation=organisation, dispositif_id=noted.dispositif, worked_on=day, half=half
        )
    rows.write()
