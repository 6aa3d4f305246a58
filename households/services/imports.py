"""A table brought in: dropped, its columns related, tried, then written by a worker; or given up."""

from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from households.importing.importer import Importer, importer_for
from households.importing.mapping import Columns, remember
from households.importing.passes import Report, tried
from households.importing.sealed import content_of, report_of, seal_content, seal_report
from households.models import IMPORT_MOVES, ImportBatch, ImportState, Person
from veille.core import audit, clock, formats, runs, spreadsheets
from veille.core.actor import Actor
from veille.core.normalise import sort_text
from veille.core.spreadsheets import Table
from veille.core.transitions import move

TRY_TASK, WRITE_TASK = "households.tasks.try_import", "households.tasks.write_import"
AT_ONCE = 500
FILE_KEPT = timedelta(days=7)
_ROW_KEPT = timedelta(days=3 * 365)
_WAITING = (ImportState.RECEIVED, ImportState.CHECKED, ImportState.FAILED)
_SAMPLES = 3
_LONGEST_SAMPLE = 60


@transaction.atomic
def drop_file(*, importer: Importer, content: bytes, by: Actor, sheet: str = "") -> ImportBatch:
    """Receive a file, kept sealed until it is over. Raises Refused, and ValidationError for one imported before."""
    table, digest = spreadsheets.read(content, sheet), spreadsheets.digest_of(content)
    refuse_same_file(importer.kind, digest, table.sheet, by)
    now = clock.now()
    batch = ImportBatch(
        organisation=by.organisation,
        kind=importer.kind,
        digest=digest,
        sheet=table.sheet[:120],
        rows=len(table.rows),
        dropped_by=by.user_id,
        dropped_at=now,
        expires_at=now + FILE_KEPT,
    )
    batch.content, batch.report = seal_content(batch, content), seal_report(batch, _head(table))
    batch.save(force_insert=True)
    audit.record("import.dropped", batch, by=by, changes={"kind": importer.kind, "rows": batch.rows})
    return batch


def refuse_same_file(kind: str, digest: str, sheet: str, by: Actor) -> None:
    """The same file twice adds nothing: the second time, it is said."""
    done = ImportBatch.objects.filter(organisation=by.organisation, kind=kind, digest=digest, sheet=sheet)
    if former := done.filter(state=ImportState.DONE).first():
        day = formats.far_date(former.done_at)
        raise ValidationError(f"Votre organisme a déjà importé ce même fichier, le {day} : rien n’est à ajouter.")


@transaction.atomic
def choose_sheet(*, batch: ImportBatch, sheet: str, by: Actor) -> ImportBatch:
    """Take another sheet of the same workbook: what was checked is no longer. Raises Refused when it holds no table."""
    table = spreadsheets.read(content_of(batch), sheet)
    refuse_same_file(batch.kind, batch.digest, table.sheet, by)
    taken = {"sheet": table.sheet[:120], "rows": len(table.rows), "report": seal_report(batch, _head(table))}
    move(batch, ImportState.RECEIVED, allowed=IMPORT_MOVES, columns={}, counts={}, **taken)
    return batch


def _head(table: Table) -> dict:
    """What the page of the columns shows: titles, a few values, the other sheets, the lines left out."""
    samples = [[spreadsheets.as_text(value)[:_LONGEST_SAMPLE] for value in row.values] for row in table.rows[:_SAMPLES]]
    return {
        "headers": list(table.headers),
        "samples": samples,
        "sheets": list(table.sheets),
        "totals": list(table.totals),
        "header_row": table.header_row,
        "fingerprint": table.fingerprint,
    }


@transaction.atomic
def relate_columns(*, batch: ImportBatch, columns: Columns, options: dict, by: Actor) -> ImportBatch:
    """Keep which column fills which field, for this file and the next ones; a short file is tried at once."""
    importer, table = its_importer(batch, by), table_of(batch)
    remember(importer, by, table.fingerprint, columns, options)
    batch.columns, batch.options = columns, options
    batch.save(update_fields=["columns", "options"])
    if len(table.rows) <= AT_ONCE:
        try_file(batch=batch, by=by)
        return batch
    run = runs.ask(task=TRY_TASK, label=f"Vérification – {importer.title}", parameters=_parameters(batch), by=by)
    move(batch, ImportState.RECEIVED, allowed=IMPORT_MOVES, run=run.pk)
    return batch


def its_importer(batch: ImportBatch, actor: Actor) -> Importer:
    """The importer of a file, under the rights of now. Raises PermissionDenied."""
    importer = importer_for(actor, batch.kind)
    if importer is None:
        raise PermissionDenied
    return importer


def table_of(batch: ImportBatch) -> Table:
    return spreadsheets.read(content_of(batch), batch.sheet)


def _parameters(batch: ImportBatch) -> dict[str, str]:
    return {"batch": str(batch.pk)}


@transaction.atomic
def try_file(*, batch: ImportBatch, by: Actor, told: runs.Told = runs.unwatched) -> Report:
    """The dry run, kept sealed with its messages."""
    found = tried(its_importer(batch, by), table_of(batch), batch.columns, batch.options, by, told)
    kept = report_of(batch) | {"lines": found.lines, "cases": [str(key) for key in found.cases]}
    changes = {"report": seal_report(batch, kept), "counts": found.counts, "run": None}
    move(batch, ImportState.CHECKED, allowed=IMPORT_MOVES, **changes)
    audit.record("import.tried", batch, by=by, changes={"counts": found.counts})
    return found


@transaction.atomic
def ask_import(*, batch: ImportBatch, by: Actor) -> ImportBatch:
    """Have a worker write the file, all of it or nothing. Raises ValidationError while a line is wrong."""
    importer = its_importer(batch, by)
    refuse_same_file(batch.kind, batch.digest, batch.sheet, by)
    if batch.counts.get("refused"):
        raise ValidationError("Des lignes sont à corriger : rien n’est importé tant qu’il en reste une.")
    run = runs.ask(task=WRITE_TASK, label=f"Import – {importer.title}", parameters=_parameters(batch), by=by)
    move(batch, ImportState.RUNNING, allowed=IMPORT_MOVES, run=run.pk)
    audit.record("import.asked", batch, by=by, changes={"kind": batch.kind, "rows": batch.rows})
    return batch


@transaction.atomic
def discard_import(*, batch: ImportBatch, by: Actor | None) -> None:
    """Give a file up: it is erased."""
    move(batch, ImportState.DISCARDED, allowed=IMPORT_MOVES, content=None, report=None)
    audit.record("import.discarded", batch, by=by)


@transaction.atomic
def forget_tables_naming(people: Iterable[Person]) -> int:
    """Give up the tables that wait and hold one of these last names, somebody else's too: they can be dropped again.

    A table being written is over within minutes; should it fail, it is not kept for another try.
    """
    names = {sort_text(person.last_name) for person in people if person.last_name}
    kept = ImportBatch.objects.select_for_update().filter(content__isnull=False).order_by("pk")
    kept.filter(state=ImportState.RUNNING).update(expires_at=clock.now())
    naming = [batch for batch in kept.filter(state__in=_WAITING) if _names_one(batch, names)]
    for batch in naming:
        discard_import(batch=batch, by=None)
    return len(naming)


def _names_one(batch: ImportBatch, names: set[str]) -> bool:
    """Whether a line of any sheet holds one of the names, word for word; a sheet that cannot be read might."""
    content = content_of(batch)
    try:
        tables = [spreadsheets.read(content, sheet) for sheet in table_of(batch).sheets or ("",)]
    except spreadsheets.Refused:
        return True
    lines = (" ".join(map(spreadsheets.as_text, row.values)) for table in tables for row in table.rows)
    return any(f" {name} " in f" {sort_text(line)} " for line in lines for name in names)


def forget_expired() -> int:
    """Erase the files that nobody finished in time (returns how many), and all that is known of an old import."""
    ImportBatch.objects.filter(dropped_at__lt=clock.now() - _ROW_KEPT).delete()
    rows = ImportBatch.objects.filter(state__in=_WAITING, expires_at__lte=clock.now()).order_by("pk")
    late = list(rows.defer("content", "report"))
    for batch in late:
        discard_import(batch=batch, by=None)
    return len(late)
