"""What the actor may do with the documents of a case she sees: the rules of notes, and no other."""

from households.models import Case, Document
from households.note_levels import reads_some_level
from households.note_writing import writable_levels
from veille.core.actor import Actor


def can_open_documents(actor: Actor) -> bool:
    """The tab exists for the roles that read some level; what stands in it is decided row by row."""
    return reads_some_level(actor)


def can_add_document(actor: Actor, case: Case) -> bool:
    """Who may write a note may deposit a document, under the same levels."""
    return bool(writable_levels(actor, case))


def can_change_document(actor: Actor, document: Document) -> bool:
    """Its organisation replaces it, withdraws it and says who reads it, as long as it could have deposited it."""
    if document.withdrawn_on or document.organisation_id != actor.organisation_id:
        return False
    return document.level in writable_levels(actor, document.case)
