"""Addresses of the assessment grids and of the tab that shows them."""

from tests.matrix.rows import form, reading
from tests.matrix.rules import all_of, any_of, section, sees

_GRID = section("diagnosis", "R")
# Who leads the accompaniment fills its grid (accompaniment.permissions.can_assess).
_LEADS = all_of(section("diagnosis", "W"), section("measure", "W"))

ROWS = [
    *reading(
        "accompaniment:diagnosis_fragment",
        at={"pk": "main"},
        seen=sees("main"),
        may=any_of(section("recommendation", "S"), _GRID, section("summary", "R")),
    ),
    *reading("accompaniment:assessment_list", at={"pk": "measure_active"}, seen=section("measure", "S"), may=_GRID),
    *form("accompaniment:assessment_create", at={"pk": "measure_active"}, seen=section("measure", "S"), may=_LEADS),
    *form("accompaniment:assessment_edit", at={"pk": "grid"}, seen=_GRID, may=_LEADS),
]
