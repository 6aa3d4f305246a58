"""Addresses of the capacity board, and of what a household looks for."""

from tests.matrix.rows import act, form, reading
from tests.matrix.rows_meetings import KEEPS
from tests.matrix.rules import all_of, any_of, cell, of, piloted, seated, seated_anywhere, section

_READS = cell("capacity_board", "R", "own")
_DECLARES = cell("capacity_board", "W", "own")
# Landlords of the dispositif declare dwellings; its operators, among them an organiser that is none, places.
_LANDLORDS = any_of(of("landlord"), of("organiser"), of("other_landlord"))
_OPERATORS = any_of(of("association"), of("other_association"))
_OWN = all_of(of("landlord"), _DECLARES)
_WHOLE = all_of(cell("capacity_board", "R"), any_of(seated_anywhere, piloted))
_LINE = {"at": {"pk": "available_dwelling"}, "seen": any_of(_WHOLE, _OWN), "may": _OWN}

_SEATED = all_of(seated, any_of(cell("session_agenda", "R", "seat"), cell("sheet_frozen", "R", "seat", "own or seat")))
_KNOWS = all_of(section("housing", "R"), section("state", "R"))

ROWS = [
    *reading("cellule:capacity_board", gate=_READS),
    *form("cellule:places_declare", gate=all_of(_DECLARES, _OPERATORS)),
    *form("cellule:dwelling_create", gate=all_of(_DECLARES, _LANDLORDS)),
    *form("cellule:dwelling_edit", **_LINE),
    *act("cellule:dwelling_confirm", **_LINE),
    *act("cellule:dwelling_withdraw", **_LINE),
    *reading(
        "cellule:capacity_fragment",
        at={"pk": "item_open"},
        seen=any_of(KEEPS, _SEATED),
        may=_READS,
        fragment=True,
    ),
    *reading("cellule:wish_fragment", at={"pk": "main"}, seen=section("state", "S"), may=_KNOWS, fragment=True),
    *form(
        "cellule:wish_note",
        at={"pk": "main"},
        seen=section("state", "S"),
        may=all_of(_KNOWS, section("housing", "W")),
    ),
]
