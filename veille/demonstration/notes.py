"""Notes of every level, each by somebody who may write it."""

from datetime import date

from accompaniment.models import Intervention, Note, NoteReader
from households.note_levels import NoteLevel
from partners.models import Organisation, User
from partners.roles import Role
from veille.demonstration.dice import data
from veille.demonstration.files import File
from veille.demonstration.rows import Rows

_INNER = {NoteLevel.ASSOCIATION_ONLY: 70, NoteLevel.TEAM_SHARED: 18, NoteLevel.FACTUAL_SHARED: 12}
_TOLD = {NoteLevel.ASSOCIATION_ONLY, NoteLevel.TEAM_SHARED, NoteLevel.LANDLORD_SOCIAL}
_OF_LANDLORD = {NoteLevel.LANDLORD_SOCIAL: 65, NoteLevel.TEAM_SHARED: 20, NoteLevel.FACTUAL_SHARED: 15}


def write_notes(file: File, share: float = 0.35) -> None:
    """A share of the interventions carries a note of who made them; the landlord writes its own."""
    dice = file.dice
    levels = _OF_LANDLORD if file.operator.kind == "landlord" else _INNER
    for intervention in _interventions(file.world.rows, file):
        if dice.chance(share):
            level = dice.weighted(levels)
            note(file, level, intervention.happened_on, intervention.author, intervention.organisation, intervention)
    if file.referrer.kind == "landlord":
        _landlord_notes(file)


def _interventions(rows: Rows, file: File) -> list[Intervention]:
    return [row for row in rows.of(Intervention)[-260:] if row.case is file.case]


def _landlord_notes(file: File) -> None:
    dice = file.dice
    referents = file.world.workers(file.landlord, Role.LANDLORD_REFERENT)
    for _ in range(dice.between(0, 2)):
        level = dice.weighted({NoteLevel.LANDLORD_INTERNAL: 7, NoteLevel.FACTUAL_SHARED: 3})
        last = (file.measure.ended_on or file.measure.started_on) if file.measure else file.opened_on
        day = min(dice.after(file.opened_on, 3, 60), max(last, file.opened_on))
        note(file, level, day, dice.pick(referents), file.landlord)


def _told(file: File, intervention: Intervention | None) -> str:
    """What happened, what it was about, what comes next."""
    dice, parts = file.dice, data("texts.json")["note_parts"]
    kind = intervention.kind if intervention and intervention.kind in parts["openings"] else "other"
    words = [dice.pick(parts["openings"][kind])]
    if kind != "no_show":
        themes = intervention.themes if intervention else dice.some(list(parts["matters"]), 1)
        words += [dice.pick(parts["matters"][theme]) for theme in themes]
    return " ".join([*words, dice.pick(parts["nexts"])])


def note(
    file: File,
    level: str,
    on: date,
    author: User,
    organisation: Organisation,
    intervention: Intervention | None = None,
    readers: tuple[User, ...] = (),
) -> Note:
    made = file.add(
        Note,
        intervention=intervention,
        organisation=organisation,
        author=author,
        level=level,
        text=_told(file, intervention) if level in _TOLD else file.dice.pick(data("texts.json")["notes"][level]),
        written_on=on,
    )
    for user in readers:
        file.world.rows.add(NoteReader, note=made, user=user)
    return made
