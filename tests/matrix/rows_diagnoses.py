"""Addresses of the assessment grids and of the tab that shows them."""

from tests.matrix.rows import form, reading
from tests.matrix.rules import all_of, any_of, cell, made_the_diagnosis, section, sees

_GRID = section("diagnosis", "R")
# Who leads the accompaniment fills its grid (accompaniment.permissions.can_assess).
_LEADS = all_of(section("diagnosis", "W"), section("measure", "W"))

# What an operator rendered stays its own to read, and to put right for its author and her manager.
_SEEN = any_of(made_the_diagnosis, section("recommendation", "S", "diagnosed_done"))
_READ = any_of(made_the_diagnosis, section("recommendation", "R", "diagnosed_done"))
_CORRECTS = all_of(made_the_diagnosis, cell("diagnosis_correction", "W", "hers", "own"))

ROWS = [
    *form("accompaniment:diagnosis_correct", at={"pk": "diagnosis_done"}, seen=_SEEN, may=_CORRECTS),
    *reading("accompaniment:diagnosis_former", at={"pk": "diagnosis_former"}, seen=_READ, may=_READ),
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
