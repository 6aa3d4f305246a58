"""The life of a team: an absence with its stand-in, one to come, and files that came from a colleague."""

from datetime import date, timedelta

from accompaniment.models import HandedFile, Handover, Note
from households.models import CaseTeamMember, TeamPart
from households.note_levels import NoteLevel
from partners.models import Absence
from veille.demonstration.dice import STORY_DAY
from veille.demonstration.files import File, join_team
from veille.demonstration.frames import World
from veille.demonstration.remarkable import AWAY, running_cases

_HANDED_ON = date(2018, 11, 26)
_KEPT_UNTIL = _HANDED_ON + timedelta(days=14)
_WORDS = (
    "La visite commune a eu lieu : le ménage sait qui l’accompagne désormais.",
    "Le rendez-vous avec la CAF est pris ; prévoir d’y aller ensemble.",
    "",
)


def make(world: World) -> None:
    led = [file for file in running_cases(world) if file.lead is world.person("Marchetti")]
    _away(world)
    _handed_over(world, [file for file in led if file.measure.started_on < _HANDED_ON][-3:])


def _away(world: World) -> None:
    """The lead person of the demonstration is away some days of December; her colleague, in February."""
    manager, association = world.person("Delannoy"), world.organisations["lva"]
    first, last = AWAY
    told = {"organisation": association, "declared_by": manager.pk}
    absence = world.rows.add(
        Absence,
        user=world.person("Marchetti"),
        starts_on=first,
        ends_on=last,
        stand_in=world.person("Wozniak"),
        **told,
    )
    for member in world.rows.of(CaseTeamMember):
        if member.part == TeamPart.STAND_IN and (member.starts_on, member.ends_on) == AWAY:
            member.absence = absence
    later = STORY_DAY + timedelta(days=60)
    world.rows.add(Absence, user=world.person("Wozniak"), starts_on=later, ends_on=later + timedelta(days=11), **told)


def _handed_over(world: World, files: list[File]) -> None:
    """Some weeks ago a colleague passed her some files, and still opened them for a fortnight."""
    former, manager = world.person("Wozniak"), world.person("Delannoy")
    handover = world.rows.add(
        Handover,
        organisation=world.organisations["lva"],
        former=former,
        handed_by=manager,
        handed_on=_HANDED_ON,
    )
    for file, words in zip(files, _WORDS, strict=False):
        join_team(file, former, file.operator, TeamPart.MEMBER, file.measure.started_on, _KEPT_UNTIL)
        note = _note(file, words, manager) if words else None
        file.add(
            HandedFile,
            handover=handover,
            receiver=file.lead,
            part=TeamPart.LEAD,
            note=note,
            kept_until=_KEPT_UNTIL,
        )


def _note(file: File, words: str, author) -> Note:
    return file.add(
        Note,
        organisation=file.operator,
        author=author,
        level=NoteLevel.ASSOCIATION_ONLY,
        text=words,
        written_on=_HANDED_ON,
    )
