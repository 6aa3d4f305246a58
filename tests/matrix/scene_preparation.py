"""A paper handed to the members of the convened session."""

from cellule.models import SessionDocument
from cellule.services.session_documents import add_session_document
from tests.cast import Cast, World
from veille.core.uploads import FileKind, Received


def build(world: World, cast: Cast) -> dict:
    received = Received(content=b"Ordre du jour\n", kind=FileKind.TEXT, original_name="note.txt")
    paper: SessionDocument = add_session_document(
        session=world.session, title="Note de cadrage", received=received, by=cast.secretary
    )
    return {"session_document": paper.pk}
