"""The work under way on the day of the story: orientations at every step, the sessions to come."""

from dataclasses import dataclass, field
from datetime import timedelta

from cellule.choices import AgendaKind, ReferralState, SheetState, Urgency
from partners.configuration import Door
from veille.demonstration import meetings, orientations, support, veille_sociale
from veille.demonstration.arrivals import arrive
from veille.demonstration.dice import STORY_DAY
from veille.demonstration.files import File
from veille.demonstration.frames import World
from veille.demonstration.remarkable import running_cases

_NORTH, _PARIS, _CENTRE = "hauts-de-france", "ile-de-france", "centre"


@dataclass(frozen=True)
class Arrival:
    """An orientation not decided yet: sent so many days ago, come so far."""

    territory: str
    door: str
    days_ago: int
    step: str
    wanted: dict = field(default_factory=dict)


_A, _R = Door.ACCESS, Door.RETENTION
_OF_HDN = {"landlord": "hdn"}
_ARRIVALS = (
    Arrival(_NORTH, _R, 2, "sent", _OF_HDN | {"main_reason": "no_contact", "is_informed": False}),
    Arrival(_NORTH, _A, 1, "sent", {"referrer": "lva", "urgency": Urgency.IMMEDIATE}),
    Arrival(_NORTH, _A, 24, "sent", {"referrer": "tilleuls"}),
    Arrival(_PARIS, _R, 4, "sent"),
    Arrival(_PARIS, _A, 7, "seen"),
    Arrival(_NORTH, _R, 11, "incomplete", _OF_HDN | {"main_reason": "rent_arrears"}),
    Arrival(_PARIS, _A, 13, "incomplete"),
    Arrival(_NORTH, _R, 12, "complete", _OF_HDN | {"main_reason": "eviction_risk"}),
    Arrival(_NORTH, _A, 15, "complete", {"referrer": "lva"}),
    Arrival(_CENTRE, _A, 8, "complete", {"urgency": Urgency.SOON}),
    Arrival(_NORTH, _R, 30, "frozen", _OF_HDN | {"main_reason": "hoarding_hygiene"}),
    Arrival(_NORTH, _A, 28, "frozen", {"referrer": "lva"}),
    Arrival(_NORTH, _R, 26, "draft", {"landlord": "h62", "main_reason": "isolation"}),
    Arrival(_NORTH, _R, 36, "draft", _OF_HDN | {"main_reason": "rent_arrears", "is_informed": False}),
    Arrival(_NORTH, _A, 25, "listed", {"referrer": "pose"}),
    Arrival(_PARIS, _R, 31, "frozen"),
    Arrival(_PARIS, _A, 27, "draft"),
    Arrival(_PARIS, _A, 22, "listed"),
    Arrival(_CENTRE, _A, 29, "frozen"),
)
_SHEETS = {"frozen": SheetState.FROZEN, "draft": SheetState.DRAFT}


def make(world: World) -> None:
    """None of these has been examined: they are not among the households presented."""
    for arrival in _ARRIVALS:
        on = STORY_DAY - timedelta(days=arrival.days_ago)
        file = veille_sociale.come(world, arrival.territory, arrival.door, on, **arrival.wanted)
        _advance(file, arrival.step)
    for territory in (_NORTH, _PARIS, _CENTRE):
        _follow_ups(world, territory)
    _elsewhere(world)


def _advance(file: File, step: str) -> None:
    if step == "sent":
        return
    if step == "seen":
        orientations.see(file)
    elif step == "incomplete":
        orientations.ask_complement(file)
    else:
        orientations.complete(file)
        if step != "complete":
            _list(file, _SHEETS.get(step))


def _list(file: File, sheet: str | None) -> None:
    session = meetings.coming(file.world, file.instance)
    item = orientations.list_item(file, session)
    if sheet:
        orientations.make_sheet(file, session, item, sheet)


def _follow_ups(world: World, territory: str) -> None:
    """Two running cases come back before the next session of their territory."""
    here = [file for file in running_cases(world) if file.territory == territory]
    for file in here[:2]:
        session = meetings.coming(world, file.instance)
        item = orientations.list_item(file, session, kind=AgendaKind.FOLLOW_UP)
        orientations.make_sheet(file, session, item)


def _elsewhere(world: World) -> None:
    """The two other dispositifs have work waiting too."""
    _arrive(world, "au", _R, 18, "committee", "listed")
    _arrive(world, "au", _A, 9, "committee", "complete")
    _arrive(world, "au", _R, 3, "committee", "sent")
    _arrive(world, "hn", _A, 2, "pre_cal", "sent")
    _order(_arrive(world, "hn", _A, 8, "pre_cal", "complete"), is_made=False)
    for days_ago in (21, 27):
        file = _arrive(world, "hn", _A, days_ago, "pre_cal", "complete")
        _order(file, is_made=True)
        _list(file, None)


def _arrive(world: World, key: str, door: str, days_ago: int, instance: str, step: str) -> File:
    frame = world.frames[key]
    on = STORY_DAY - timedelta(days=days_ago)
    file = arrive(world, frame, door, next(iter(frame.territories)), on, instance)
    _advance(file, step)
    return file


def _order(file: File, *, is_made: bool) -> None:
    operator = file.world.organisations["abej"]
    author = file.world.person("Deschodt")
    ordered_on = file.referral.completed_on
    diagnosis = support.diagnose(file, operator, author, ordered_on=ordered_on, ordered_by=str(file.instance))
    file.referral.state = ReferralState.DIAGNOSIS_ORDERED
    if is_made:
        support.hand_in(file, diagnosis, ordered_on + timedelta(days=6), level="preparation")
        file.referral.state = ReferralState.DIAGNOSED
