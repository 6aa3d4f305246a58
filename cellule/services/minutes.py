"""The compte rendu of a closed session: begun, written, checked and given out; a new version replaces the former."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from cellule.choices import AgendaState, SessionState
from cellule.documents import RecordLine, organisations_of, record_line
from cellule.models import AgendaItem, Assignment, Decision, Minutes, MinutesEntry, Session
from cellule.outside_choices import MINUTES_MOVES, MinutesState
from cellule.services.capitalising import IdentifyingTextFound
from cellule.services.closing import standing_decisions
from cellule.services.outside_notices import tell_minutes
from cellule.services.sessions import agenda
from cellule.sheet_checker import IdentifyingPart, identifying_texts
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.formats import clock_time, far_date, near_date
from veille.core.transitions import move


class StaleMinutes(ValidationError):
    """Somebody wrote in it meanwhile: nothing of either text is lost."""

    def __init__(self, stored: Minutes):
        told = "Ce compte rendu a été modifié depuis que vous l’avez ouvert"
        if stored.written_by and stored.written_at:
            at = stored.written_at.astimezone(clock.PARIS)
            told = f"Modifié entre-temps par {stored.written_by}, {near_date(at, clock.today())} à {clock_time(at)}"
        super().__init__(
            f"{told} ; votre texte est gardé ci-dessous et n’est pas encore enregistré. Relisez, puis enregistrez.",
            code="stale",
        )
        self.stored = stored


@transaction.atomic
def begin_minutes(*, session: Session, by: Actor) -> Minutes:
    """Start writing, from the version given out if there is one; made once."""
    held = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if held.state != SessionState.CLOSED:
        raise ValidationError("Le compte rendu se rédige quand la séance est close.")
    draft = Minutes.objects.filter(session=session, state=MinutesState.DRAFT).first()
    if draft:
        return draft
    last = Minutes.objects.filter(session=session).order_by("-version").first()
    minutes = Minutes.objects.create(
        session=session, version=last.version + 1 if last else 1, general=last.general if last else ""
    )
    _make_entries(minutes, last)
    audit.record("minutes.begun", minutes, by=by, changes={"version": minutes.version})
    return minutes


def _make_entries(minutes: Minutes, last: Minutes | None) -> None:
    said = dict(last.entries.order_by("pk").values_list("agenda_item", "text")) if last else {}
    items = agenda(minutes.session).exclude(state=AgendaState.HIDDEN).select_related("sheet")
    for position, item in enumerate(items, start=1):
        MinutesEntry.objects.create(
            minutes=minutes,
            session=minutes.session,
            case=item.case,
            agenda_item=item,
            kind=item.kind,
            position=position,
            title=item.name,
            text=said.get(item.pk, ""),
        )


@transaction.atomic
def write_minutes(*, minutes: Minutes, edition: int, general: str, texts: Mapping[UUID, str], by: Actor) -> Minutes:
    """Keep what was typed, from the `edition` that was read; raises StaleMinutes when a later one stands."""
    stored = Minutes.objects.select_for_update(of=("self",)).select_related("written_by").get(pk=minutes.pk)
    if stored.state != MinutesState.DRAFT:
        raise ValidationError("Ce compte rendu est diffusé : préparez-en une nouvelle version.", code="frozen")
    entries = MinutesEntry.objects.visible_to(by).filter(minutes=stored, pk__in=texts).order_by("pk")
    changed = [entry for entry in entries if not _same(entry.text, texts[entry.pk])]
    if not changed and _same(stored.general, general):
        return stored
    if edition != stored.edition:
        raise StaleMinutes(stored)
    for entry in changed:
        entry.text = texts[entry.pk]
        entry.full_clean(exclude=["title"])
        entry.save(update_fields=["text"])
    stored.general, stored.edition = general, stored.edition + 1
    stored.written_at, stored.written_by = clock.now(), by.user
    stored.full_clean()
    stored.save(update_fields=["general", "edition", "written_at", "written_by"])
    audit.record("minutes.written", stored, by=by, changes={"entries": len(changed)})
    return stored


def _same(typed: str, stored: str) -> bool:
    return typed.strip().splitlines() == stored.strip().splitlines()


@transaction.atomic
def give_minutes(*, minutes: Minutes, by: Actor, confirmed: bool = False) -> Minutes:
    """Freeze this version with the decisions of the day, and tell the seats that it waits.

    Raises IdentifyingTextFound while a text tells who somebody is and nobody has `confirmed`: of an entry that is
    hidden from her, she can confirm nothing.
    """
    stored = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes.pk)
    _refuse_identifying(stored, by, confirmed=confirmed)
    for former in Minutes.objects.filter(session=stored.session_id, state=MinutesState.FROZEN).order_by("pk"):
        move(former, MinutesState.SUPERSEDED, allowed=MINUTES_MOVES)
    move(minutes, MinutesState.FROZEN, allowed=MINUTES_MOVES, frozen_at=clock.now())
    decisions = {decision.agenda_item_id: decision for decision in standing_decisions(stored.session)}
    for entry in stored.entries.select_related("agenda_item__case", "agenda_item__referral").order_by("position"):
        _freeze(entry, decisions.get(entry.agenda_item_id))
    audit.record("minutes.given", minutes, by=by, changes={"version": minutes.version})
    tell_minutes(stored.session)
    return minutes


def _refuse_identifying(minutes: Minutes, by: Actor, *, confirmed: bool) -> None:
    entries = minutes.entries.select_related("case").order_by("position")
    read = set(MinutesEntry.objects.visible_to(by).filter(minutes=minutes).order_by("pk").values_list("pk", flat=True))
    if not confirmed and (parts := identifying_in(minutes, [entry for entry in entries if entry.pk in read])):
        raise IdentifyingTextFound(parts)
    if identifying_in(minutes, [entry for entry in entries if entry.pk not in read], general=False):
        raise ValidationError(
            "Un point que vous ne lisez pas est à reprendre : confiez la diffusion à une personne qui le lit."
        )


def identifying_in(minutes: Minutes, entries: Iterable[MinutesEntry], *, general: bool = True) -> list[IdentifyingPart]:
    """What in its texts could tell who somebody is: the common part, then these items with the words of their files."""
    dispositif = minutes.session.instance.dispositif_id
    common = [("general", "partie commune", minutes.general)] if general else []
    found = identifying_texts(common, dispositif=dispositif)
    for entry in entries:
        found += identifying_texts([("text", entry.title, entry.text)], dispositif=dispositif, case=entry.case)
    return found


def _freeze(entry: MinutesEntry, decision: Decision | None) -> None:
    """Copy what was decided, and say whose entry it is; both stay as they are on that day."""
    item = entry.agenda_item
    if item.case is None:
        return
    entry.decided = decided_lines(record_line(item, decision))
    entry.save(update_fields=["decided"])
    entry.readers.set(readers_of(item, decision))


def mark_outdated(entries: Iterable[MinutesEntry]) -> list[MinutesEntry]:
    """The same entries, each saying whether what was given out has been corrected since; nothing given out changes."""
    entries = list(entries)
    items = [entry.agenda_item_id for entry in entries if entry.decided]
    taken = Decision.objects.filter(agenda_item__in=items).select_related("case__rules", "operator", "contact_by")
    standing = {one.agenda_item_id: one for one in taken.filter(corrected_by=None)}
    corrected = set(taken.filter(corrected_by__isnull=False).values_list("agenda_item", flat=True))
    for entry in entries:
        if entry.decided and entry.agenda_item_id in corrected:
            entry.is_outdated = _says_otherwise(entry, standing.get(entry.agenda_item_id))
    return entries


def _says_otherwise(entry: MinutesEntry, decision: Decision | None) -> bool:
    """Corrected here, in other words than those given out; or elsewhere, by a later session."""
    return decision is None or entry.decided != decided_lines(record_line(entry.agenda_item, decision))


def readers_of(item: AgendaItem, decision: Decision | None) -> set[UUID]:
    """Who sent it, who presents it, who was given something to do."""
    given = Assignment.objects.filter(decision=decision) if decision else Assignment.objects.none()
    return organisations_of(item, decision) | set(given.order_by("pk").values_list("organisation", flat=True))


def decided_lines(line: RecordLine) -> list[list[str]]:
    """The words of the relevé, one under the other."""
    contact = line.contact_by
    if contact and line.contact_before:
        contact = f"{contact}, avant le {far_date(line.contact_before)}"
    lines: list[tuple[str, Any]] = [
        ("Décision", f"{line.outcome} (corrigée)" if line.is_correction else line.outcome),
        ("Motif", line.reason),
        ("Niveau", line.level),
        ("Opérateur", line.operator),
        ("Contacte le ménage", contact),
        ("Prochain examen", far_date(line.next_review_on) if line.next_review_on else ""),
    ]
    return [[name, str(value)] for name, value in lines if value]
