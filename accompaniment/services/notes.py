"""Words about a household, each under a level that says who reads."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment.models import Intervention, Note, NoteLevelChange, NoteReader
from households.models import Case
from households.note_levels import NoteLevel, is_named_level
from households.note_writing import writable_levels
from households.readers import people_reading
from partners.models import User
from veille.core import audit, clock
from veille.core.actor import Actor


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
    _check_level(case, level, by)
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
    _name_readers(note, readers, by)
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
    if level == note.level:
        raise ValidationError("Cette note est déjà à ce niveau.")
    _check_level(note.case, level, by)
    readers = list(readers)
    if not reason and new_readers(note, level, readers=readers, by=by):
        raise ValidationError({"reason": "De nouvelles personnes liront cette note : dites pourquoi."})
    change = NoteLevelChange.objects.create(
        note=note,
        former_level=note.level,
        new_level=level,
        reason=reason,
        changed_on=clock.today(),
        changed_by=by.user,
    )
    note.level = level
    note.save(update_fields=["level"])
    NoteReader.objects.filter(note=note).delete()
    _name_readers(note, readers, by)
    audit.record("note.level_changed", note, by=by, changes={"level": [change.former_level, level]})
    return change


def new_readers(note: Note, level: str, *, readers: Iterable[User], by: Actor) -> frozenset:
    """The persons who would read the note at this level and do not today."""
    named = NoteReader.objects.filter(note=note).order_by("pk").values_list("user_id", flat=True)
    today = people_reading(note.case, note.level, note.organisation, named=named)
    then = people_reading(note.case, level, note.organisation, named=[by.user_id, *(user.pk for user in readers)])
    return then - today


def _check_level(case: Case, level: str, by: Actor) -> None:
    if level not in writable_levels(by, case):
        label = dict(NoteLevel.choices).get(level, level)
        raise ValidationError({"level": f"Vous ne pouvez pas écrire une note « {label} » dans ce dossier."})


def _name_readers(note: Note, readers: Iterable[User], by: Actor) -> None:
    """The author of a note for named persons is one of them."""
    if is_named_level(note.level):
        people = {user.pk: user for user in (by.user, *readers)}
        NoteReader.objects.bulk_create(NoteReader(note=note, user=user) for user in people.values())
