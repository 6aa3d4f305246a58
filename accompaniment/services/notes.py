"""Words about a household, each under a level that says who reads."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from accompaniment.models import Intervention, Note, NoteLevelChange
from households.models import Case
from households.services import levelled
from partners.models import User
from veille.core import audit, clock
from veille.core.actor import Actor

_WORDS = levelled.Words(this="cette note", write_one="écrire une note")


@transaction.atomic
def write_note(
    *,
    case: Case,
    text: str,
    level: str,
    by: Actor,
    intervention: Intervention | None = None,
    on: date | None = None,
    readers: Iterable[User] = (),
) -> Note:
    """Write a note under a level that the author may use; persons are named where the level asks for it."""
    levelled.check_level(case, level, by, _WORDS)
    note = Note(
        case=case,
        intervention=intervention,
        organisation=by.organisation,
        author=by.user,
        level=level,
        text=text,
        written_on=on or clock.today(),
    )
    note.full_clean()
    note.save()
    levelled.name_readers(note, readers, by)
    audit.record("note.written", note, by=by, changes={"level": level})
    return note


@transaction.atomic
def change_note_level(
    *, note: Note, level: str, by: Actor, reason: str = "", readers: Iterable[User] = ()
) -> NoteLevelChange:
    """Change who reads a note. Free when nobody new reads it, else the reason is kept beside it.

    Raises ValidationError when the level is not the author's to use or when the reason is missing.
    """
    note = Note.objects.select_for_update(of=("self",)).get(pk=note.pk)
    change = levelled.change_level(note, level, by=by, reason=reason, readers=readers, words=_WORDS)
    audit.record("note.level_changed", note, by=by, changes={"level": [change.former_level, level]})
    return change
