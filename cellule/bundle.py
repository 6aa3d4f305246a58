"""The sheets of a session as one document, each on its own page: what a member prints before she comes."""

from collections.abc import Sequence

from django.conf import settings

from cellule.documents import SIZES
from cellule.models import PresentationSheet, Session
from veille.core.pdf import make_pdf

_SIZE = SIZES[2]


def bundle_pdf(session: Session, sheets: Sequence[PresentationSheet]) -> bytes:
    """In the order of the meeting; neither a name nor a number."""
    context = {"session": session, "sheets": sheets, "demo": settings.IS_DEMO, "size": _SIZE}
    return make_pdf("cellule/bundle_pdf.html", context)
