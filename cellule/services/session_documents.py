"""Papers handed to the members of a session, sealed in their row; taken away with it."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cellule.models import AgendaItem, Session, SessionDocument
from cellule.services.sessions import UNDER_WAY, hold_session
from veille.core import audit, papers
from veille.core.actor import Actor
from veille.core.uploads import Received


@transaction.atomic
def add_session_document(
    *, session: Session, title: str, received: Received, by: Actor, item: AgendaItem | None = None
) -> SessionDocument:
    """Hand a paper to the members of a session, for the whole of it or for one of its subjects."""
    hold_session(session, UNDER_WAY)
    if item is not None and item.case_id is not None:
        raise ValidationError("Une situation ne porte pas de document : il se dépose dans son dossier.")
    document = SessionDocument(session=session, item=item, title=title, added_by=by.user)
    papers.keep_in(document, received)
    document.full_clean()
    document.save()
    audit.record("session_document.added", document, by=by, changes={"session": str(session.pk)})
    return document


@transaction.atomic
def remove_session_document(*, document: SessionDocument, by: Actor) -> None:
    """Take a paper away while the session is not over: nobody reads it any more."""
    hold_session(document.session, UNDER_WAY)
    audit.record("session_document.removed", document, by=by, changes={"session": str(document.session_id)})
    document.delete()
