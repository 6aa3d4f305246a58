"""Several sheets frozen in one act: those that are complete and in which nothing points to anybody."""

from django.core.exceptions import ValidationError
from django.db import transaction

from cellule.choices import SheetState
from cellule.models import PresentationSheet, Session
from cellule.services.sheets import freeze_sheet
from veille.core.actor import Actor


@transaction.atomic
def freeze_ready(*, session: Session, by: Actor) -> tuple[list[PresentationSheet], list[PresentationSheet]]:
    """Those frozen, then those left to be reread one by one: incomplete, or with something identifying."""
    drafts = PresentationSheet.objects.visible_to(by).filter(session=session, state=SheetState.DRAFT)
    frozen: list[PresentationSheet] = []
    left: list[PresentationSheet] = []
    for sheet in drafts.select_related("session", "case__household").order_by("pseudonym", "pk"):
        (frozen if _freeze(sheet, by) else left).append(sheet)
    return frozen, left


def _freeze(sheet: PresentationSheet, by: Actor) -> bool:
    try:
        with transaction.atomic():
            freeze_sheet(sheet=sheet, by=by)
    except ValidationError:
        return False
    return True
