"""What a separation may carry of the accompaniment: the notes of one's own organisation that name who leaves."""

from django.db import transaction
from django.db.models import Q

from accompaniment.models import Note, NoteReader
from households.models import Case, Person
from households.services.separating import Carried, Fate
from veille.core import audit, formats
from veille.core.actor import Actor

_SHORTEST_NAME = 3  # letters: below, a name is found inside too many words
_SHOWN = 120


def offer(actor: Actor, case: Case, leaving: list[Person]) -> list[Carried]:
    """Her organisation's notes that she reads and where a first name or an alias of theirs is written."""
    names = {name for person in leaving for name in (person.first_name, person.alias) if len(name) >= _SHORTEST_NAME}
    if not names:
        return []
    named = Q()
    for name in sorted(names):
        named |= Q(text__icontains=name)
    notes = Note.objects.visible_to(actor).filter(named, case=case, organisation=actor.organisation_id)
    return [_carried(note) for note in notes.order_by("-written_on", "-created_at", "pk")]


def _carried(note: Note) -> Carried:
    def carry(new: Case, fate: str, by: Actor) -> None:
        _carry(note, new, fate, by)

    text = note.text if len(note.text) <= _SHOWN else f"{note.text[:_SHOWN].rstrip()}…"
    label = f"Note du {formats.far_date(note.written_on)} ({note.get_level_display()})"
    return Carried(key=str(note.pk), label=label, detail=text, carry=carry)


@transaction.atomic
def _carry(note: Note, new: Case, fate: str, by: Actor) -> None:
    """The note is written anew with its day, its author and its readers; no key is found on both sides."""
    kept = ("organisation", "author", "level", "text", "written_on")
    copy = Note.objects.create(case=new, **{name: getattr(note, name) for name in kept})
    readers = NoteReader.objects.filter(note=note).order_by("pk")
    NoteReader.objects.bulk_create(NoteReader(note=copy, user_id=reader.user_id) for reader in readers)
    audit.record("note.carried", copy, by=by)
    if fate == Fate.MOVE:
        note.delete()
