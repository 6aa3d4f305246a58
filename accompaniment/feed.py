"""The feed of a case: what was done and what was written, newest first, as far as the actor reads."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet, TimeField, Value
from django.db.models.functions import Coalesce

from accompaniment.models import Intervention, Note
from households.models import Case
from veille.core.actor import Actor

PAGE = 20


@dataclass(frozen=True)
class Entry:
    """An intervention with its visible notes, or a note that stands alone."""

    day: date
    intervention: Intervention | None
    notes: tuple[Note, ...]

    @property
    def signs_notes(self) -> bool:
        """A note standing alone says who wrote it; under an intervention, its author was already named."""
        return self.intervention is None


@dataclass(frozen=True)
class Filters:
    """Only the own organisation's, only visits or only notes."""

    kind: str = ""
    author: str = ""


@dataclass(frozen=True)
class Feed:
    entries: tuple[Entry, ...]
    offset: int
    next_offset: int | None


def feed(actor: Actor, case: Case, *, offset: int = 0, filters: Filters | None = None) -> Feed:
    """Twenty entries from `offset`, in five queries whatever their number."""
    filters = filters or Filters()
    keys = _keys(actor, case, filters)[offset : offset + PAGE + 1]
    rows = [(kind, pk) for _, _, kind, pk in keys]
    shown = rows[:PAGE]
    interventions = _interventions(actor, case).in_bulk([pk for kind, pk in shown if kind == "i"])
    notes = _notes(actor, case).in_bulk([pk for kind, pk in shown if kind == "n"])
    entries = tuple(
        _entry(interventions.get(pk) if kind == "i" else None, notes.get(pk) if kind == "n" else None)
        for kind, pk in shown
    )
    return Feed(entries, offset, offset + PAGE if len(rows) > PAGE else None)


def _entry(intervention: Intervention | None, note: Note | None) -> Entry:
    if intervention is not None:
        return Entry(intervention.happened_on, intervention, tuple(intervention.visible_notes))
    return Entry(note.written_on, None, (note,))


def _keys(actor: Actor, case: Case, filters: Filters) -> QuerySet:
    """Days and keys of both, in one query: (day, hour, i or n, key)."""
    interventions = _only(Intervention.objects.visible_to(actor).filter(case=case), actor, filters)
    notes = _only(Note.objects.visible_to(actor).filter(_alone(actor, filters), case=case), actor, filters)
    midnight = Value("00:00", TimeField())
    columns = ("day", "hour", "kind_of_row", "pk")
    of_interventions = (
        interventions.order_by()
        .annotate(day=F("happened_on"), hour=Coalesce("started_at", midnight), kind_of_row=Value("i"))
        .values_list(*columns)
    )
    of_notes = (
        notes.order_by().annotate(day=F("written_on"), hour=midnight, kind_of_row=Value("n")).values_list(*columns)
    )
    if filters.kind == "notes":
        of_interventions = of_interventions.none()
    elif filters.kind:
        of_interventions = of_interventions.filter(kind=filters.kind)
        of_notes = of_notes.none()
    return of_interventions.union(of_notes, all=True).order_by("-day", "-hour", "kind_of_row", "pk")


def _alone(actor: Actor, filters: Filters) -> Q:
    """Notes shown under no intervention: all of them when only notes are asked for."""
    if filters.kind == "notes":
        return Q()
    return Q(intervention=None) | ~Q(intervention__in=Intervention.objects.visible_to(actor).values("pk"))


def _only(rows: QuerySet, actor: Actor, filters: Filters) -> QuerySet:
    if filters.author == "me":
        return rows.filter(author=actor.user_id)
    return rows.filter(organisation=actor.organisation_id) if filters.author == "own" else rows


def _interventions(actor: Actor, case: Case) -> QuerySet:
    visible = Prefetch("notes", _notes(actor, case), to_attr="visible_notes")
    rows = Intervention.objects.visible_to(actor).filter(case=case)
    return rows.select_related("author", "organisation", "group").prefetch_related(visible)


def _notes(actor: Actor, case: Case) -> QuerySet:
    return Note.objects.visible_to(actor).filter(case=case).select_related("author", "organisation")
