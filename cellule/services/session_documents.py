"""Papers handed to the members of a session, sealed in their row; taken away with it."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cellule.models import AgendaItem, Session, SessionDocument
from cellule.services.sessions import UNDER_WAY, hold_session
from veille.core import audit, crypto, scanning
from veille.core.actor import Actor
from veille.core.uploads import Received

_TABLE = SessionDocument._meta.db_table
_SILENT = "L’antivirus ne répond pas : rien n’a été reçu. Réessayez dans quelques minutes."
_INFECTED = "L’antivirus a refusé ce fichier : il n’a pas été gardé."


@transaction.atomic
def add_session_document(
    *, session: Session, title: str, received: Received, by: Actor, item: AgendaItem | None = None
) -> SessionDocument:
    """Hand a paper to the members of a session, for the whole of it or for one of its subjects."""
    hold_session(session, UNDER_WAY)
    if item is not None and item.case_id is not None:
        raise ValidationError("Une situation ne porte pas de document : il se dépose dans son dossier.")
    _refuse_infected(received)
    document = SessionDocument(
        session=session, item=item, title=title, kind=received.kind, size=len(received.content), added_by=by.user
    )
    document.content = crypto.seal(received.content, purpose=crypto.PROTECTED, place=_place(document))
    document.full_clean()
    document.save()
    audit.record("session_document.added", document, by=by, changes={"session": str(session.pk)})
    return document


def _refuse_infected(received: Received) -> None:
    """Asked at once: a paper for everybody is rare, and no page waits behind it."""
    if not scanning.is_configured():
        return
    try:
        verdict = scanning.scan(received.content)
    except scanning.ScannerSilent as silent:
        raise ValidationError(_SILENT) from silent
    if verdict is not scanning.Verdict.CLEAN:
        raise ValidationError(_INFECTED)


def read_session_document(document: SessionDocument) -> bytes:
    """The bytes of a paper; who asks has been allowed to."""
    return crypto.unseal(bytes(document.content), purpose=crypto.PROTECTED, place=_place(document))


@transaction.atomic
def remove_session_document(*, document: SessionDocument, by: Actor) -> None:
    """Take a paper away while the session is not over: nobody reads it any more."""
    hold_session(document.session, UNDER_WAY)
    audit.record("session_document.removed", document, by=by, changes={"session": str(document.session_id)})
    document.delete()


def _place(document: SessionDocument) -> str:
    return f"{_TABLE}|{document.pk}"
