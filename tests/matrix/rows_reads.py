"""What closes a file, what opens it for some hours, and who looked: rights.md 5 and 7, and others.csv."""

from tests.matrix.cells import table
from tests.matrix.rows import Row, act, form, reading
from tests.matrix.rules import all_of, any_of, cell, named, of, only, section, sees

_PANEL, _RESTRICTED_PANEL = section("access_panel", "R"), section("access_panel", "R", "restricted")
_LEAD = only("association_worker")
_RIGHTS_5 = "rights.md 5 : la personne référente"

_RESTRICTIONS = [
    *form(
        "households:case_restrict", at={"pk": "main"}, seen=sees("main"), may=all_of(_PANEL, section("contact", "W"))
    ),
    *form(
        "households:case_lift",
        at={"pk": "restricted"},
        seen=sees("restricted"),
        may=all_of(
            _RESTRICTED_PANEL, any_of(section("measure", "W", "restricted"), section("confided", "W", "restricted"))
        ),
    ),
    *act(
        "households:place_hide",
        at={"pk": "restricted"},
        seen=sees("restricted"),
        may=all_of(_RESTRICTED_PANEL, section("contact", "W", "restricted"), named("restricted")),
    ),
    *act("households:duty_case_put", at={"pk": "restricted"}, seen=sees("restricted"), may=_LEAD, why=_RIGHTS_5),
    *act(
        "households:duty_case_take",
        at={"pk": "restricted", "row_pk": "duty_case"},
        seen=sees("restricted"),
        may=_LEAD,
        why=_RIGHTS_5,
    ),
]
_PLANS = cell("duty_rota", "W", "own")
_ASKS = cell("emergency_access", "W", "own")
_REVIEWS = all_of(of("association"), cell("emergency_review", "W", "own"), _PANEL)
_HERS = only("other_worker")
_SEEN = any_of(_HERS, _LEAD, _REVIEWS)
_HOURS = [
    *reading(
        "households:duty_list",
        gate=any_of(cell("duty_rota", "R", "hers", "own"), _ASKS, cell("emergency_review", "R", "own")),
    ),
    *form("households:duty_add", gate=_PLANS),
    *act("households:duty_end", at={"pk": "shift"}, seen=of("association"), may=_PLANS),
    *form("households:emergency_ask", gate=_ASKS),
    *form("households:emergency_review", at={"pk": "emergency"}, seen=_SEEN, may=any_of(_LEAD, _REVIEWS)),
    *act("households:emergency_close", at={"pk": "emergency"}, seen=_SEEN),
]


def _numbers_only(person, scene) -> bool:
    return table("others")["journal"][person.role] == "N"


_JOURNAL = [
    *reading(
        "households:reading_list",
        at={"pk": "main"},
        seen=sees("main"),
        may=all_of(_PANEL, _LEAD, cell("readings_of_a_file", "R", "hers")),
        why="others.csv, readings_of_a_file : « hers », la personne référente du dossier",
    ),
    *reading("households:journal_list", gate=cell("journal", "R", "own")),
    *reading("households:journal_acts", gate=cell("journal", "R", "own")),
    *reading("households:journal_numbers", gate=_numbers_only),
]

_TYPING = [*act("core:text_check", data={"text": "Il est bipolaire."}, why="un texte relu et oublié : rien n’est lu")]

ROWS: list[Row] = [*_RESTRICTIONS, *_HOURS, *_JOURNAL, *_TYPING]
