"""Addresses of the budget and of the rent account: money and arrears of docs/rights."""

from tests.matrix.rows import Row, form, reading
from tests.matrix.rules import any_of, section, sees

_READS = any_of(section("money", "R"), section("arrears", "R"))
_WRITES = {"at": {"pk": "main"}, "seen": sees("main")}

ROWS: list[Row] = [
    *reading("households:case_budget", at={"pk": "main"}, seen=sees("main"), may=_READS),
    *form("households:budget_edit", **_WRITES, may=section("money", "W")),
    *form(
        "households:budget_edit_person",
        at={"pk": "main", "person_pk": "person"},
        seen=sees("main"),
        may=section("money", "W"),
    ),
    *form(
        "households:right_end",
        at={"pk": "main", "line_pk": "right"},
        seen=section("money", "R"),
        may=section("money", "W"),
    ),
    *form("households:arrears_add", **_WRITES, may=section("arrears", "W")),
]
