"""Meetings around some households, their conclusions, and relays to other services: nothing that is counted moves."""

from datetime import date, time, timedelta

from accompaniment.choices import InterventionKind, InterventionOutcome, MeasureState
from accompaniment.models import (
    CaseMeeting,
    CaseRelay,
    Intervention,
    MeetingConclusions,
    MeetingDecision,
    MeetingGuest,
)
from partners.configuration import Door
from partners.models import Organisation, Partnership, PartnershipPart
from veille.core import clock
from veille.demonstration.dice import STORY_DAY, Dice, data, working_day
from veille.demonstration.files import File
from veille.demonstration.frames import World, email_of
from veille.demonstration.rows import Rows

_SEED = 5833
_HELD, _RELAYED, _COMING = 6, 6, 3
# How a relay stands: its state, its first appointment, days ago.
_STANDING = (
    ("under_way", "expected", 1),
    ("confirmed", "kept", 40),
    ("under_way", "kept", 6),
    ("taken_back", "not_kept", 25),
    ("under_way", "expected", -6),
    ("confirmed", "kept", 75),
)


def tell(world: World) -> None:
    dice = Dice(_SEED)
    rows, followed = Rows(dice), _followed(world)
    talked = _tripartites(followed)
    for number, file in enumerate([file for file in followed if file.case.pk in talked][:_HELD]):
        _held(rows, dice, file, talked[file.case.pk], number)
    for number, file in enumerate(followed[1::5][:_COMING]):
        _coming(rows, dice, file, number)
    services = _services(world)
    for number, file in enumerate(followed[2::4][:_RELAYED]):
        _relay(rows, dice, file, services, number)
    rows.write()


def _followed(world: World) -> list[File]:
    """Running accompaniments with somebody who leads them; restricted files are left alone."""
    running = [
        file
        for file in world.files
        if file.lead
        and file.measure is not None
        and file.measure.state == MeasureState.ACTIVE
        and not file.case.is_restricted
    ]
    # First those of people with an account: whoever tries the demonstration finds some.
    accounts = {email_of(entry) for entry in data("staff.json") if entry.get("account")}
    return sorted(running, key=lambda file: file.lead.email not in accounts)


def _tripartites(followed: list[File]) -> dict:
    """File → its last tripartite meeting that took place, as it was noted."""
    noted = Intervention.objects.filter(
        case__in=[file.case.pk for file in followed],
        kind=InterventionKind.TRIPARTITE_MEETING,
        outcome=InterventionOutcome.EFFECTIVE,
    )
    return {row.case_id: row for row in noted.order_by("happened_on", "pk")}


def _services(world: World) -> list[Organisation]:
    frame = world.frames["vs"]
    relays = Partnership.objects.filter(dispositif=frame.dispositif, part=PartnershipPart.RELAY)
    return [one.organisation for one in relays.select_related("organisation").order_by("organisation__sort_name")]


def _meeting(rows: Rows, dice: Dice, file: File, kind: str, day: date, **fields) -> CaseMeeting:
    meeting = rows.add(
        CaseMeeting,
        case=file.case,
        organisation=file.operator,
        worker=file.lead,
        kind=kind,
        held_on=day,
        place="Dans les locaux de l’association",
        agenda=dice.pick(data("coordination.json")["agendas"]),
        **{"starts_at": time(14), **fields},
    )
    common = {"case": file.case, "meeting": meeting, "invited_at": clock.at(day - timedelta(days=12), 9, 30)}
    if file.door == Door.RETENTION and kind == "tripartite":
        rows.add(MeetingGuest, **common, kind="organisation", organisation=file.landlord)
    rows.add(MeetingGuest, **common, kind="team", user=file.lead, answer="present")
    return meeting


def _guest(rows: Rows, meeting: CaseMeeting, number: int, **fields) -> MeetingGuest:
    people = data("coordination.json")["guests"]
    known = {**people[number % len(people)], "case": meeting.case, "meeting": meeting, "kind": "outside"}
    return rows.add(MeetingGuest, **known, **fields)


def _held(rows: Rows, dice: Dice, file: File, noted: Intervention, number: int) -> None:
    """With its conclusions, but the last one, which waits for them."""
    told = data("coordination.json")
    meeting = _meeting(
        rows, dice, file, "tripartite", noted.happened_on, state="held", intervention=noted, minutes=noted.minutes,
        starts_at=noted.started_at or time(14), household_word=told["words"][number % len(told["words"])],
    )  # fmt: skip
    day = noted.happened_on
    _guest(rows, meeting, number, agreed_on=day - timedelta(days=15), attended=number % 3 != 2)
    for guest in rows.of(MeetingGuest):
        if guest.meeting is meeting and guest.kind != "outside":
            guest.attended = True
    written = {"case": file.case, "meeting": meeting}
    rows.add(
        MeetingConclusions,
        **written,
        text=told["conclusions"][number % len(told["conclusions"])],
        audience="summary",
        is_agreed=True,
        written_on=day,
        author=file.lead,
    )
    label, who = told["decisions"][number % len(told["decisions"])]
    due = working_day(day + timedelta(days=30))
    done = due if due < STORY_DAY else None
    rows.add(MeetingDecision, **written, label=label, who=who, due_on=due, done_on=done)


def _coming(rows: Rows, dice: Dice, file: File, number: int) -> None:
    """One that was yesterday and is still to be noted, then those to come."""
    day = working_day(STORY_DAY + timedelta(days=(-1, 5, 12)[number]))
    kind = "tripartite" if file.door == Door.RETENTION and number else "synthesis"
    meeting = _meeting(rows, dice, file, kind, day, way="video" if number == 2 else "in_person")
    agreed = None if number == 2 else STORY_DAY - timedelta(days=6)
    _guest(rows, meeting, number, agreed_on=agreed, email=f"invite.{number}@demo.veille.invalid")


def _relay(rows: Rows, dice: Dice, file: File, services: list[Organisation], number: int) -> None:
    told = data("coordination.json")["services"]
    body, contact, theme, kind = told[number % len(told)]
    state, first, days = _STANDING[number]
    service = services[number % len(services)] if services and number % 2 else None
    day = STORY_DAY - timedelta(days=days)
    rows.add(
        CaseRelay,
        case=file.case,
        measure=file.measure,
        by_organisation=file.operator,
        organisation=service,
        body="" if service else body,
        contact=contact,
        kind=kind,
        theme=theme,
        agreed_on=day - timedelta(days=14),
        state=state,
        first_on=day,
        first=first,
        closed_on=None if state == "under_way" else day + timedelta(days=10),
        author=file.lead,
    )
