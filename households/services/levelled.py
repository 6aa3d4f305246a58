"""The level of a note or a document: who may use it, who is named, who newly reads once it changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from households.models import Case
from households.note_levels import NoteLevel, is_named_level
from households.note_writing import writable_levels
from households.readers import people_reading
from partners.models import User
from veille.core import clock
from veille.core.actor import Actor


@dataclass(frozen=True)
class Words:
    """How the object is called in a refusal."""

    this: str
    write_one: str


def check_level(case: Case, level: str, by: Actor, words: Words) -> None:
    """Raises ValidationError when the level is not hers to use in this case."""
    if level not in writable_levels(by, case):
        label = dict(NoteLevel.choices).get(level, level)
        raise ValidationError({"level": f"Vous ne pouvez pas {words.write_one} « {label} » dans ce dossier."})


def name_readers(row: Any, readers: Iterable[User], by: Actor) -> None:
    """Who wrote a row for named persons is one of them, and so is who closes it."""
    if is_named_level(row.level):
        for user in {row.author_id, by.user_id, *(user.pk for user in readers)}:
            row.readers.create(user_id=user)


def new_readers(row: Any, level: str, *, readers: Iterable[User], by: Actor) -> frozenset:
    """The persons who would read the row at this level and do not today."""
    named = row.readers.order_by("pk").values_list("user_id", flat=True)
    today = people_reading(row.case, row.level, row.organisation, named=named)
    then = people_reading(
        row.case, level, row.organisation, named=[row.author_id, by.user_id, *(user.pk for user in readers)]
    )
    return then - today


def change_level(
    row: Any, level: str, *, by: Actor, reason: str, readers: Iterable[User], words: Words, **carried: Any
) -> Any:
    """Change who reads a locked row. Free when nobody new reads it, else the reason is kept beside it."""
    if level == row.level:
        raise ValidationError(f"{words.this.capitalize()} est déjà à ce niveau.")
    check_level(row.case, level, by, words)
    readers = list(readers)
    if not reason and new_readers(row, level, readers=readers, by=by):
        raise ValidationError({"reason": f"De nouvelles personnes liront {words.this} : dites pourquoi."})
    change = row.level_changes.create(
        former_level=row.level,
        new_level=level,
        reason=reason,
        changed_on=clock.today(),
        changed_by=by.user,
        **carried,
    )
    row.level = level
    row.save(update_fields=["level"])
    row.readers.all().delete()
    name_readers(row, readers, by)
    return change
