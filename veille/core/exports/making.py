"""Ask for a list, make its file, give it back: each time under the rights of that moment."""

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from tempfile import TemporaryFile
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from veille.core import audit, crypto, reads, runs
from veille.core.actor import Actor
from veille.core.exports import spreadsheet_csv, spreadsheet_ods, spreadsheet_xlsx
from veille.core.exports.columns import Cell, Column
from veille.core.exports.listings import Listing, State, columns_for, listing_named
from veille.core.models import AccessKind, ExportFormat, ExportRequest, Run

TASK = "veille.core.tasks.make_export"
AT_ONCE = 2_000
FILE_KEPT = timedelta(hours=24)
ROW_KEPT = timedelta(days=365)
CONTENT_TYPES = {
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    ExportFormat.CSV: "text/csv; charset=utf-8",
}
_WRITERS = {
    ExportFormat.XLSX: spreadsheet_xlsx.write,
    ExportFormat.ODS: spreadsheet_ods.write,
    ExportFormat.CSV: spreadsheet_csv.write,
}
_TABLE = ExportRequest._meta.db_table
_STANDING, _BEHIND = "standing", "behind"
_CHANGED = (
    "Vos droits sur une partie de ce fichier ont changé depuis qu’il a été fait : il ne se télécharge plus. "
    "Reprenez l’export depuis la liste : le nouveau fichier ne dira que ce que vous lisez aujourd’hui."
)


@transaction.atomic
def ask(
    *, listing: Listing, state: State, columns: Sequence[str], format: str, by: Actor, reason: str = ""
) -> ExportRequest:
    """Take a list away: at once when it is short, by a worker otherwise. Raises ValidationError from the list."""
    export = ExportRequest.objects.create(
        owner=by.user_id,
        organisation=by.organisation_id,
        listing=listing.name,
        columns=list(columns),
        format=format,
        reason=reason,
        asked=_sealed(state),
        expires_at=timezone.now() + FILE_KEPT,
    )
    told = {"listing": listing.name, "columns": list(columns), "format": format, "reason_length": len(reason)}
    audit.record("export.asked", export, by=by, changes=told)
    if listing.count(by, state) > AT_ONCE:
        run = runs.ask(task=TASK, label=f"Export – {listing.title}", parameters={"export": str(export.pk)}, by=by)
        export.run = run.pk
        export.save(update_fields=["run"])
    else:
        reads.record(make(export, by), section=listing.section, kind=AccessKind.EXPORT)
    return export


def _sealed(state: State) -> bytes:
    return crypto.encrypt(json.dumps(state), purpose=crypto.DRAFTS, table=_TABLE)


def make(export: ExportRequest, by: Actor, told: runs.Told = runs.unwatched) -> list[UUID]:
    """Write the file and keep it sealed; returns the cases it speaks of, for the journal of who calls."""
    listing, state = opened(export, by)
    chosen = [column for column in columns_for(listing, by, state) if column.key in export.columns]
    if not chosen:
        raise PermissionDenied
    listing.leaving(by, state)
    flow = _Flow(listing, state, by, chosen, told)
    with TemporaryFile() as target:
        _WRITERS[ExportFormat(export.format)](target, listing.title, chosen, flow.cells())
        target.seek(0)
        export.content = crypto.seal(target.read(), purpose=crypto.DRAFTS, place=f"{_TABLE}|{export.pk}")
    export.rows, export.cases = flow.rows, list(flow.cases)
    behind = sorted(listing.behind(by, state, export.cases))
    export.asked = _sealed(state | {_STANDING: listing.standing(by, export.cases), _BEHIND: behind})
    export.save(update_fields=["content", "rows", "cases", "asked"])
    audit.record("export.made", export, by=by, changes={"listing": listing.name, "rows": flow.rows})
    return export.cases


class _Flow:
    """The rows on their way to the file, counted, with the cases they speak of."""

    def __init__(self, listing: Listing, state: State, actor: Actor, columns: Sequence[Column], told: runs.Told):
        self.listing, self.state, self.actor, self.columns, self.told = listing, state, actor, columns, told
        self.rows = 0
        self.cases: dict[UUID, None] = {}

    def cells(self) -> Iterator[list[Cell]]:
        expected = max(self.listing.count(self.actor, self.state), 1)
        for batch in self.listing.batches(self.actor, self.state):
            for row in batch:
                self.rows += 1
                self.cases.update(dict.fromkeys(self.listing.cases(row)))
                yield [column.cell(row) for column in self.columns]
            self.told(min(self.rows * 90 // expected, 95), "Écriture des lignes")


def opened(export: ExportRequest, actor: Actor) -> tuple[Listing, State]:
    """The list and how it was narrowed. Raises PermissionDenied when it is no longer hers to take away."""
    listing = listing_named(export.listing)
    if listing is None or not listing.may(actor):
        raise PermissionDenied
    return listing, json.loads(crypto.decrypt(export.asked, purpose=crypto.DRAFTS, table=_TABLE))


def make_in_background(run: Run) -> dict:
    """What the worker does: the file, its journal of reads and the row, together or not at all."""
    export = ExportRequest.objects.get(pk=run.parameters["export"])
    if export.content is None:
        actor = runs.acting(run)
        with transaction.atomic():
            reads.set_database_actor(actor)
            listing, _ = opened(export, actor)
            cases = make(export, actor, runs.Teller(run))
            page, kind = "core:export_detail", AccessKind.EXPORT
            reads.record_apart(actor, page, cases, section=listing.section, kind=kind)
    return {"opens": "core:export_detail", "pk": str(export.pk), "says": "Aller au fichier"}


def content_of(export: ExportRequest, actor: Actor) -> bytes:
    """The file, its rights asked again: who lost the list, a case, a part or a row of one no longer downloads it."""
    listing, state = opened(export, actor)
    if not _is_as_made(export, listing, state, actor):
        raise PermissionDenied(_CHANGED)
    reads.record(export.cases, section=listing.section, kind=AccessKind.EXPORT)
    return crypto.unseal(bytes(export.content or b""), purpose=crypto.DRAFTS, place=f"{_TABLE}|{export.pk}")


def is_still_hers(export: ExportRequest, actor: Actor) -> bool:
    """Whether the file kept would be given to her today. Raises PermissionDenied when she lost the list itself."""
    return _is_as_made(export, *opened(export, actor), actor)


def _is_as_made(export: ExportRequest, listing: Listing, state: State, actor: Actor) -> bool:
    """Every case open, under the same rights, and no row behind the file closed to her since."""
    if state.get(_STANDING) != listing.standing(actor, export.cases):
        return False
    if not listing.still_open(actor, export.cases):
        return False
    return listing.behind(actor, state, export.cases).issuperset(state.get(_BEHIND, ()))


def purge_expired() -> int:
    """Empty the files past their day, delete the rows past their year; returns how many files."""
    now = timezone.now()
    ExportRequest.objects.filter(created_at__lte=now - ROW_KEPT).delete()
    return ExportRequest.objects.filter(expires_at__lte=now, content__isnull=False).update(content=None, asked=b"")
