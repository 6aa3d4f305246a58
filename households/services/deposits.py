"""Documents of a file: deposit, replace, read, change the readers, withdraw; what the antivirus says of them."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from households.models import Case, Document, DocumentFile, DocumentLevelChange, ProcedureStep, ScanState
from households.services import levelled
from partners.models import User
from veille.core import audit, clock, runs, scanning, vault
from veille.core.actor import Actor
from veille.core.uploads import Received

SCAN_TASK = "households.tasks.scan_document"
_WORDS = levelled.Words(this="ce document", write_one="déposer un document")
_SILENT = (
    "L’antivirus ne répond pas : rien n’a été reçu. Réessayez dans quelques minutes, ou prévenez l’administrateur."
)


@transaction.atomic
def add_documents(
    *,
    case: Case,
    files: Sequence[Received],
    title: str,
    kind: str,
    dated_on: date,
    level: str,
    by: Actor,
    readers: Iterable[User] = (),
    step: ProcedureStep | None = None,
    is_ours: bool = False,
) -> list[Document]:
    """Deposit files in a case, a document each, under a level that the author may use.

    `is_ours`: we made them ourselves, no antivirus is asked.
    """
    levelled.check_level(case, level, by, _WORDS)
    readers = list(readers)
    titles = [title] if len(files) == 1 else [f"{title} ({n} sur {len(files)})" for n in range(1, len(files) + 1)]
    fields = {"case": case, "kind": kind, "dated_on": dated_on, "level": level, "step": step}
    made = []
    for received, name in zip(files, titles, strict=True):
        document = Document(title=name, organisation=by.organisation, author=by.user, **fields)
        document.full_clean()
        document.save()
        levelled.name_readers(document, readers, by)
        _add_file(document, received, by, guarded=scanning.is_configured() and not is_ours)
        audit.record("document.added", document, by=by, changes={"level": level, "kind": kind})
        made.append(document)
    return made


@transaction.atomic
def replace_document(*, document: Document, received: Received, by: Actor) -> DocumentFile:
    """Add a version; the former ones stay, as open as the document is and no more."""
    document = _locked(document)
    if document.withdrawn_on:
        raise ValidationError("Ce document a été retiré : déposez-en un nouveau.")
    file = _add_file(document, received, by, guarded=scanning.is_configured())
    audit.record("document.replaced", document, by=by, changes={"version": file.number})
    return file


@transaction.atomic
def change_document_level(
    *, document: Document, level: str, by: Actor, reason: str = "", readers: Iterable[User] = ()
) -> DocumentLevelChange:
    """Change who reads a document, all its versions together.

    Raises ValidationError when the level is not the author's to use or when a reason is missing.
    """
    document = _locked(document)
    change = levelled.change_level(
        document, level, by=by, reason=reason, readers=readers, words=_WORDS, case=document.case
    )
    audit.record("document.level_changed", document, by=by, changes={"level": [change.former_level, level]})
    return change


@transaction.atomic
def withdraw_document(*, document: Document, reason: str, by: Actor) -> Document:
    """Take a document out of the file, with the reason; its bytes go when the file is erased."""
    document = _locked(document)
    if document.withdrawn_on:
        raise ValidationError("Ce document est déjà retiré.")
    document.withdrawn_on, document.withdrawn_by, document.withdrawn_because = clock.today(), by.user, reason
    document.full_clean()
    document.save()
    audit.record("document.withdrawn", document, by=by)
    return document


def read_file(file: DocumentFile) -> bytes:
    """The bytes of a version that may be opened; who asks has been allowed to."""
    if not file.is_openable:
        raise ValidationError("Ce document attend l’antivirus, ou n’existe plus.")
    return vault.fetch(file.storage_name, place=file.pk)


def _locked(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",)).get(pk=document.pk)


def _add_file(document: Document, received: Received, by: Actor, *, guarded: bool) -> DocumentFile:
    """In quarantine where there is an antivirus; refused when it is there and says nothing."""
    if guarded and not scanning.is_answering():
        raise ValidationError(_SILENT)
    file = DocumentFile(
        document=document,
        case=document.case,
        number=document.files.count() + 1,
        original_name=received.original_name,
        kind=received.kind,
        size=len(received.content),
        digest=received.digest,
        storage_name=vault.draw_name(),
        scan=ScanState.WAITING if guarded else ScanState.NOT_ASKED,
        added_by=by.user,
    )
    file.full_clean()
    file.save()
    vault.keep(file.storage_name, received.content, place=file.pk)
    if guarded:
        runs.ask(task=SCAN_TASK, label="Vérifier un document déposé", parameters={"file": str(file.pk)}, by=by)
    return file
