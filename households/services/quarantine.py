"""What the antivirus says of the files in quarantine, and the files that no row names any more."""

import time
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from households.models import DocumentFile, ScanState
from veille.core import audit, scanning, vault
from veille.core.models import Run
from veille.core.scanning import ScannerSilent, Verdict

_PAUSES = (1.0, 4.0, 10.0)  # seconds before each new try of one run
_OVERDUE = timedelta(minutes=3)
_AT_ONCE = 50
_STATES = {Verdict.CLEAN: ScanState.CLEAN, Verdict.INFECTED: ScanState.INFECTED}


def scan_asked(run: Run) -> dict:
    """The work of a run: ask until the scanner answers; a silent one leaves the file where it is."""
    file = DocumentFile.objects.filter(pk=run.parameters["file"], scan=ScanState.WAITING).first()
    if file is None:
        return {}
    for pause in (*_PAUSES, None):
        try:
            return {"verdict": settle(file)}
        except ScannerSilent:
            if pause is None:
                raise
            time.sleep(pause)
    return {}


def settle(file: DocumentFile) -> str:
    """Let a clean file out of quarantine, erase an infected one. Raises ScannerSilent."""
    verdict = _STATES[scanning.scan(vault.fetch(file.storage_name, place=file.pk))]
    with transaction.atomic():
        waiting = DocumentFile.objects.filter(pk=file.pk, scan=ScanState.WAITING)
        if waiting.update(scan=verdict, scanned_at=timezone.now()):
            audit.record("document.scanned", file, by=None, changes={"verdict": verdict})
            if verdict == ScanState.INFECTED:
                transaction.on_commit(partial(vault.erase, file.storage_name))
    return verdict


def scan_overdue() -> int:
    """Ask again for what waits too long (a run that failed, a scanner that was away); returns how many were settled."""
    if not scanning.is_configured() or not scanning.is_answering():
        return 0
    overdue = DocumentFile.objects.filter(scan=ScanState.WAITING, added_at__lt=timezone.now() - _OVERDUE)
    settled = 0
    for file in overdue.order_by("added_at", "pk")[:_AT_ONCE]:
        try:
            settle(file)
        except ScannerSilent:
            break
        settled += 1
    return settled


def sweep_orphans() -> int:
    """Erase the files whose row was never committed or is gone; returns how many."""
    names = list(vault.settled_names())
    known = set(
        DocumentFile.objects.filter(storage_name__in=names).order_by("pk").values_list("storage_name", flat=True)
    )
    orphans = [name for name in names if name not in known]
    for name in orphans:
        vault.erase(name)
    return len(orphans)


def erase_files(keys: Mapping[type[models.Model], Iterable[UUID]]) -> int:
    """Offered to the erasure of a case: the files of these rows go once it is committed; returns how many."""
    files = DocumentFile.objects.filter(pk__in=keys.get(DocumentFile, ()))
    names = list(files.order_by("pk").values_list("storage_name", flat=True))
    for name in names:
        transaction.on_commit(partial(vault.erase, name))
    return len(names)
