"""The preparation of isolated people: a session every other week, who came, attestations handed to the commission."""

from collections import defaultdict
from datetime import date, time, timedelta
from uuid import UUID

from accompaniment.agreed_texts import section
from accompaniment.choices import (
    CAME,
    CertificateReader,
    GroupKind,
    InterventionKind,
    MeasureState,
    PreparationState,
    Presence,
)
from accompaniment.models import (
    GroupEntry,
    Intervention,
    PreparationCertificate,
    PreparationInvitation,
    PreparationSession,
)
from accompaniment.services.groups import share_of
from partners.configuration import Door
from partners.support_rules import PreparationModule
from veille.core.formats import far_date
from veille.demonstration.dice import STORY_DAY, Dice, working_day
from veille.demonstration.files import File
from veille.demonstration.frames import World
from veille.demonstration.rows import Rows

_SEED = 3212
_FRAME = "hn"
_SINCE = STORY_DAY - timedelta(days=150)
_AHEAD = STORY_DAY + timedelta(days=14)
_EVERY = timedelta(days=14)
_HOUR, _MINUTES = time(14), 120
_PLACES = ("Maison de quartier", "Salle de l’association", "Agence du bailleur, salle de réunion")
_CAME = {Presence.PRESENT: 72, Presence.LATE: 8, Presence.ABSENT: 9, Presence.EXCUSED: 11}
_EXCUSES = ("appointment", "work", "transport", "personal")
# Presences after which the file goes to the commission.
_ENOUGH = 4


def tell(world: World) -> None:
    dice = Dice(_SEED)
    rows = Rows(dice)
    files = [file for file in world.files if _was_prepared(file)]
    modules = world.frames[_FRAME].dispositif.rules.configuration.preparation_modules
    came: dict[UUID, list[PreparationSession]] = defaultdict(list)
    day, rank = working_day(_SINCE), 0
    while day <= _AHEAD:
        asked = [file for file in files if _prepares(file, day)]
        if asked:
            session = _session(rows, dice, modules[rank % len(modules)], day, asked[0])
            _invite(rows, dice, session, asked, came)
            rank += 1
        day = working_day(day + _EVERY)
    for file in files:
        if len(came[file.case.pk]) >= _ENOUGH:
            _attest(rows, file, came[file.case.pk])
    rows.write()


def _was_prepared(file: File) -> bool:
    """Since the programme is kept here."""
    measure = file.measure
    if file.frame.key != _FRAME or file.door != Door.ACCESS or measure is None or measure.started_on is None:
        return False
    return bool(file.lead) and not file.case.is_restricted and (measure.activated_on or STORY_DAY) >= _SINCE


def _prepares(file: File, day: date) -> bool:
    measure = file.measure
    last = measure.activated_on or measure.ended_on
    if day > STORY_DAY:
        return measure.state == MeasureState.PREPARATION
    return measure.started_on <= day and (last is None or day < last)


def _session(rows: Rows, dice: Dice, module: PreparationModule, day: date, file: File) -> PreparationSession:
    is_over = day < STORY_DAY
    told = {"dispositif": file.frame.dispositif, "organisation": file.operator}
    entry = None
    if is_over:
        entry = rows.add(
            GroupEntry,
            kind=GroupKind.COLLECTIVE,
            author=file.lead,
            happened_on=day,
            started_at=_HOUR,
            minutes=_MINUTES,
            **told,
        )
    return rows.add(
        PreparationSession,
        module=module.code,
        title=module.title,
        state=PreparationState.HELD if is_over else PreparationState.PLANNED,
        planned_on=day,
        starts_at=_HOUR,
        minutes=_MINUTES,
        place=dice.pick(_PLACES),
        animator=file.lead,
        entry=entry,
        **told,
    )


def _invite(
    rows: Rows, dice: Dice, session: PreparationSession, asked: list[File], came: dict[UUID, list[PreparationSession]]
) -> None:
    invited = asked[: session.places]
    presences = [dice.weighted(_CAME) if session.entry else Presence.EXPECTED for _ in invited]
    present = sum(presence in CAME for presence in presences)
    for file, presence in zip(invited, presences, strict=True):
        intervention = None
        if presence in CAME:
            intervention = _there(rows, session, file, present)
            came[file.case.pk].append(session)
        rows.add(
            PreparationInvitation,
            case=file.case,
            measure=file.measure,
            session=session,
            presence=presence,
            reason=dice.pick(_EXCUSES) if presence == Presence.EXCUSED else "",
            invited_by=file.lead,
            noted_by=file.lead if session.entry else None,
            intervention=intervention,
        )
    if session.entry:
        session.entry.people_met = present


def _there(rows: Rows, session: PreparationSession, file: File, present: int) -> Intervention:
    return rows.add(
        Intervention,
        case=file.case,
        measure=file.measure,
        organisation=file.operator,
        author=session.animator,
        kind=InterventionKind.COLLECTIVE_SESSION,
        happened_on=session.planned_on,
        started_at=session.starts_at,
        minutes=share_of(_MINUTES, present),
        people_met=1,
        group=session.entry,
    )


def _attest(rows: Rows, file: File, sessions: list[PreparationSession]) -> None:
    """Handed to the commission, the preparation under way."""
    on = sessions[-1].planned_on
    titles = dict.fromkeys(session.title for session in sessions)
    lines = [
        f"{title} : {', '.join(far_date(one.planned_on) for one in sessions if one.title == title)}" for title in titles
    ]
    period = f"Commencée le {far_date(file.measure.started_on)}, en cours."
    rows.add(
        PreparationCertificate,
        case=file.case,
        measure=file.measure,
        reader=CertificateReader.COMMISSION,
        agreed_on=on,
        made_on=on,
        content={"sections": [section("Préparation", [period]), section("Modules suivis", lines)]},
        author=file.lead,
    )
