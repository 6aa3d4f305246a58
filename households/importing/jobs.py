"""What the workers do with an imported file: try it, or write it whole."""

from django.db import transaction

from households import services
from households.importing.passes import Changed, written
from households.models import ImportBatch, ImportState
from partners.models import Organisation
from veille.core import audit, clock, reads, runs
from veille.core.actor import Actor
from veille.core.models import AccessKind, Run
from veille.core.transitions import move

_FROM_RUNNING = {
    ImportState.RUNNING: {ImportState.DONE, ImportState.FAILED},
    ImportState.FAILED: {ImportState.DONE, ImportState.FAILED},
}
_PAGE = "households:import_detail"


def try_in_background(run: Run) -> dict:
    """The dry run of a long file."""
    batch = ImportBatch.objects.get(pk=run.parameters["batch"])
    if batch.state == ImportState.RECEIVED:
        with transaction.atomic():
            services.try_file(batch=batch, by=runs.acting(run), told=runs.Teller(run))
    return _opens(batch)


def write_in_background(run: Run) -> dict:
    """Every row of the file in one transaction, its journal of reads with it; a second attempt finds it done."""
    batch = ImportBatch.objects.get(pk=run.parameters["batch"])
    if batch.state == ImportState.DONE:
        return _opens(batch)
    try:
        _write(batch, runs.acting(run), run)
    except runs.LeaseLost:
        raise
    except Changed as error:
        _give_back(batch, line=error.args[0])
    except Exception:
        _give_back(batch)
        raise
    return _opens(batch)


@transaction.atomic
def _write(batch: ImportBatch, actor: Actor, run: Run) -> None:
    reads.set_database_actor(actor)
    _one_at_a_time(actor)
    importer, table = services.its_importer(batch, actor), services.table_of(batch)
    services.refuse_same_file(batch.kind, batch.digest, batch.sheet, actor)
    report, work = written(importer, table, batch.columns, batch.options, actor, runs.Teller(run))
    reads.record_apart(actor, _PAGE, sorted(work.cases), section="import", kind=AccessKind.LIST)
    done = {"counts": report.counts, "content": None, "report": None, "done_at": clock.now()}
    move(batch, ImportState.DONE, allowed=_FROM_RUNNING, **done)
    audit.record("import.done", batch, by=actor, changes={"kind": batch.kind, "counts": report.counts})


def _one_at_a_time(actor: Actor) -> None:
    """Two tables of one organisation may name the same household: the second finds what the first has made."""
    Organisation.objects.select_for_update(no_key=True).get(pk=actor.organisation_id)


def _give_back(batch: ImportBatch, line: int | None = None) -> None:
    """Nothing was written: the file waits, and says at which line it stopped."""
    counts = {"stopped_at": line} if line else {}
    move(batch, ImportState.FAILED, allowed=_FROM_RUNNING, counts=counts)
    audit.record("import.failed", batch, by=None, changes=counts)


def _opens(batch: ImportBatch) -> dict:
    return {"opens": _PAGE, "pk": str(batch.pk), "says": "Voir ce qu’il en est"}
