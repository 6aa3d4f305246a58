"""Addresses of the way to a dwelling: the view, the term of a temporary stay, the end of a file."""

from tests.matrix.rows import form, reading
from tests.matrix.rules import all_of, section, sees

_KNOWS = all_of(section("housing", "R"), section("state", "R"))

ROWS = [
    *reading("cellule:housing_path", at={"pk": "main"}, seen=section("state", "S"), may=_KNOWS, fragment=True),
    *form(
        "households:stay_term",
        at={"pk": "case_stay", "period_pk": "period_temporary"},
        seen=all_of(section("housing", "R", "case_stay"), section("state", "R", "case_stay")),
        may=section("housing", "W", "case_stay"),
    ),
    *form(
        "cellule:case_close",
        at={"pk": "case_stay"},
        seen=sees("case_stay"),
        may=all_of(section("measure", "W", "case_stay"), section("state", "W", "case_stay")),
    ),
]
