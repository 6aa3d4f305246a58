"""A session under way: the screen of the room, the seats, who leaves for a situation."""

from dataclasses import replace

from tests.matrix.rows import Row, act, form, reading
from tests.matrix.rows_meetings import KEEPS, SEAT, of_session
from tests.matrix.rules import all_of, any_of, cell

_ITEM = {"at": {"pk": "session_open", "item": "item_open"}, "seen": any_of(KEEPS, SEAT)}
_LEAVES = any_of(all_of(SEAT, cell("conflict_declare", "W", "seat")), all_of(KEEPS, cell("conflict_lift", "W")))


def _fragments(rows: list[Row]) -> list[Row]:
    return [replace(row, fragment=True) for row in rows]


ROWS = [
    *of_session("cellule:session_projector", "open", reading),
    *_fragments(of_session("cellule:session_projector_fragment", "open", reading)),
    *_fragments(of_session("cellule:bench_now", "open", reading, item="item_open")),
    *_fragments(reading("cellule:seat_now", at={"pk": "session_open"}, seen=any_of(KEEPS, SEAT), may=SEAT)),
    *reading("cellule:seat_item", **_ITEM, may=SEAT),
    *act(
        "cellule:opinion_give",
        **_ITEM,
        may=all_of(SEAT, cell("opinion", "W", "seat")),
        data={"value": "favourable"},
    ),
    *act(
        "cellule:advice_give",
        **_ITEM,
        may=all_of(SEAT, cell("session_advice", "W", "seat")),
        data={"competence": "budget_debt", "text": "Un moratoire"},
    ),
    *form("cellule:conflict_declare", **_ITEM, may=_LEAVES),
    *form(
        "cellule:conflict_lift",
        at={"pk": "session_open", "withdrawal": "withdrawal"},
        seen=KEEPS,
        may=cell("conflict_lift", "W"),
        data={"reason": "Erreur"},
        why="qui s’est retiré ne regarde que qui tient la séance",
    ),
]
