"""Preparing a session: its order, what is brought to it, its sheets as one document, its papers."""

from tests.matrix.rows import Row, act, form, reading
from tests.matrix.rows_meetings import KEEPS, SEAT, seated
from tests.matrix.rules import Rule, all_of, any_of, cell

_AT = {"pk": "session_planned"}
_PREPARED = {"at": _AT, "seen": KEEPS}


def _bundle(state: str) -> list[Row]:
    """Not told before it is convened; then whoever keeps or sits, if the cell lets her print."""
    printing: Rule = all_of(seated, cell("session_bundle", "R", "seat"))
    seen = KEEPS if state == "planned" else any_of(KEEPS, SEAT)
    return reading("cellule:session_bundle", at={"pk": f"session_{state}"}, seen=seen, may=printing)


_PAPER = {"pk": "session_convened", "document": "session_document"}
_READS_PAPER = any_of(KEEPS, all_of(seated, cell("session_document", "R", "seat")))

ROWS: list[Row] = [
    *act("cellule:agenda_order", **_PREPARED),
    *act("cellule:agenda_place", **_PREPARED),
    *act("cellule:sheets_freeze", **_PREPARED),
    *_bundle("convened"),
    *_bundle("closed"),
    *form("cellule:session_document_add", **_PREPARED),
    *reading("cellule:session_document", at=_PAPER, seen=_READS_PAPER),
    *act("cellule:session_document_remove", at=_PAPER, seen=_READS_PAPER, may=KEEPS),
]
