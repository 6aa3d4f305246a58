"""Gather the file of an adult, have it read over, hand it over: nothing leaves that somebody has not read."""

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from households import access_file, rights
from households.access_file import Line
from households.models import AccessItem, RightsRequest
from households.rights_choices import Reading
from households.versions import hold
from veille.core import audit, clock, crypto, runs
from veille.core.actor import Actor
from veille.core.models import Run

GATHER_TASK = "households.tasks.gather_access_file"
KEPT_DAYS = 30
_TABLE = AccessItem._meta.db_table
_BATCH = 500


@transaction.atomic
def ask_to_gather(*, request: RightsRequest, by: Actor) -> Run:
    """Send the work that lists what is kept of the person, with the eyes of who will read it over."""
    if request.reader_id is None or not rights.is_cleared(request):
        raise ValidationError("Nommez d’abord la personne qui relit, et recueillez les deux avis.")
    if request.released_on:
        raise ValidationError("Ce dossier est remis : ce qui a été relu ne change plus.")
    audit.record("rights.gathering_asked", request, by=by)
    label = "Dossier d’une personne à rassembler"
    return runs.ask(task=GATHER_TASK, label=label, parameters={"request": str(request.pk)}, by=by)


def gather(run: Run) -> dict:
    """Write the lines to read over; run twice, it begins again from nothing."""
    request = RightsRequest.objects.select_related("case", "organisation").get(pk=run.parameters["request"])
    if request.is_closed or request.released_on or not rights.is_cleared(request):
        return {"lines": 0}  # answered, handed over or stopped while the work waited for its turn
    runs.progress(run, 10, "Recherche de ce qui est conservé")
    return {"lines": write_items(request)}


def write_items(request: RightsRequest) -> int:
    """List what the reader may read of the person; returns how many lines."""
    reader = access_file.reader_of(request)
    lines = list(access_file.lines_for(request, reader)) if reader else []
    _write_items(request, lines)
    return len(lines)


@transaction.atomic
def _write_items(request: RightsRequest, lines: Iterable[Line]) -> None:
    hold(request, "released_on")
    if request.released_on:
        return  # handed over while the rows were looked for
    with_others = rights.needs_prior_advice(request)
    request.items.all().delete()
    AccessItem.objects.bulk_create(
        (
            AccessItem(
                case_id=request.case_id,
                request=request,
                object_type=line.object_type,
                object_id=line.object_id,
                position=position,
                digest=line.digest,
                reading=line.first_reading(with_others=with_others),
                ground="danger" if line.is_protected else "",
            )
            for position, line in enumerate(lines)
        ),
        batch_size=_BATCH,
    )
    request.gathered_at, request.read_at = clock.now(), None
    request.save(update_fields=["gathered_at", "read_at"])
    audit.record("rights.gathered", request, by=None)


@transaction.atomic
def read_item(
    *, item: AccessItem, reading: str, by: Actor, ground: str = "", passages: Iterable[str] = ()
) -> AccessItem:
    """Decide of one line: handed over, handed over with passages blackened, or kept back with the reason."""
    line = line_of(item, to=by)
    if line is None:
        raise ValidationError("Cette ligne n’existe plus : rassemblez de nouveau le dossier.")
    told = [passage for passage in passages if passage.strip()]
    _check_passages(line, reading, told)
    if reading in {Reading.REDACTED, Reading.WITHHELD} and not ground:
        raise ValidationError({"ground": "Dites pourquoi ce passage n’est pas remis."})
    item.reading, item.digest, item.read_by = reading, line.digest, by.user_id
    item.ground = ground if reading in {Reading.REDACTED, Reading.WITHHELD} else ""
    sealed = crypto.encrypt(json.dumps(told), purpose=crypto.DRAFTS, table=_TABLE)
    item.passages = sealed if reading == Reading.REDACTED else None
    item.save()
    audit.record("rights.line_read", item, by=by, changes={"reading": reading})
    return item


def _check_passages(line: Line, reading: str, passages: list[str]) -> None:
    if reading != Reading.REDACTED:
        return
    missing = [passage for passage in passages if passage not in line.text]
    if not passages or missing:
        raise ValidationError({"passages": "Recopiez chaque passage à noircir tel qu’il est écrit, un par ligne."})


@transaction.atomic
def keep_items(*, request: RightsRequest, shown: Mapping[AccessItem, str], by: Actor) -> int:
    """Hand over the lines of a page that was read, each with the print of what the page showed.

    Those already decided stay as they are; one that changed since it was shown waits to be read.
    """
    kept = 0
    for item, line in lines_of(request, shown, to=by):
        if item.reading == Reading.TO_READ and line is not None and line.digest == shown[item]:
            item.reading, item.digest, item.read_by = Reading.KEPT, line.digest, by.user_id
            item.save(update_fields=["reading", "digest", "read_by"])
            kept += 1
    audit.record("rights.page_read", request, by=by, changes={"lines": kept})
    return kept


@transaction.atomic
def finish_reading(*, request: RightsRequest, by: Actor) -> None:
    """The reader has read it all; refused while a line waits."""
    hold(request, "gathered_at")
    if request.items.filter(reading=Reading.TO_READ).exists():
        raise ValidationError("Des lignes restent à relire.")
    request.read_at = clock.now()
    request.save(update_fields=["read_at"])
    audit.record("rights.read", request, by=by)


@transaction.atomic
def release_file(*, request: RightsRequest, by: Actor) -> None:
    """Hand the file over: it may be taken for thirty days. What changed since it was read is read again first."""
    hold(request, "read_at", "released_on")
    if request.released_on:
        return
    if request.read_at is None:
        raise ValidationError("Le dossier n’a pas encore été relu.")
    changed = [item for item, line in lines_of(request) if line is not None and line.digest != item.digest]
    if changed:
        _read_again(request, changed, by)
        return
    request.released_on = clock.today()
    request.expires_on = clock.today() + timedelta(days=KEPT_DAYS)
    request.save(update_fields=["released_on", "expires_on"])
    audit.record("rights.released", request, by=by)


def _read_again(request: RightsRequest, changed: list[AccessItem], by: Actor) -> None:
    """Texts that are no longer those that were read go back to the reader."""
    request.items.filter(pk__in=[item.pk for item in changed]).update(
        reading=Reading.TO_READ, ground="", passages=None, read_by=None
    )
    request.read_at = None
    request.save(update_fields=["read_at"])
    audit.record("rights.read_again", request, by=by, changes={"lines": len(changed)})


def lines_of(
    request: RightsRequest, items: Iterable[AccessItem] | None = None, *, to: Actor | None = None
) -> list[tuple[AccessItem, Line | None]]:
    """Each gathered line with what it says today; None for a row that is gone, or that `to` no longer reads.

    The officer reads the lines by the request; its reader, by her own rights.
    """
    rows = list(request.items.all().order_by("position", "pk") if items is None else items)
    keys: dict[str, list[Any]] = {}
    for item in rows:
        keys.setdefault(item.object_type, []).append(item.object_id)
    reader = to if to is not None and rights.is_reader(to, request) else None
    found = access_file.lines_of_rows(request, keys, shown_to=reader)
    return [(item, found.get((item.object_type, item.object_id))) for item in rows]


def line_of(item: AccessItem, *, to: Actor | None = None) -> Line | None:
    """The line of one item, as it reads today."""
    return lines_of(item.request, [item], to=to)[0][1]


def passages_of(item: AccessItem) -> list[str]:
    if item.passages is None:
        return []
    return json.loads(crypto.decrypt(item.passages, purpose=crypto.DRAFTS, table=_TABLE))
