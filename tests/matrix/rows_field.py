"""The work on the ground: visits planned, the calendar of a worker, entries for several households."""

from tests.matrix.rows import act, form, reading
from tests.matrix.rules import any_of, cell, only, section, sees

OWN_CALENDAR = "le calendrier de ce qu’on lit : chacun l’ouvre, vide s’il n’a rien"
_PLANNED = {"seen": section("interventions", "R"), "may": section("interventions", "W")}
_HERS = any_of(only("association_worker"), only("association_manager"))

ROWS = [
    *reading("accompaniment:visit_calendar", why=OWN_CALENDAR),
    *reading("accompaniment:visit_file", why=OWN_CALENDAR),
    *form("accompaniment:visit_plan", at={"pk": "main"}, seen=sees("main"), may=section("interventions", "W")),
    *form("accompaniment:visit_change", at={"pk": "visit"}, **_PLANNED),
    *act("accompaniment:visit_cancel", at={"pk": "visit"}, **_PLANNED),
    *form("accompaniment:group_create", gate=cell("group_entry", "W", "hers")),
    *reading(
        "accompaniment:group_detail",
        at={"pk": "group"},
        seen=_HERS,
        why="others.csv, group_entry : qui l’a noté, et la responsable de son association",
    ),
    *form("accompaniment:time_sheet", gate=cell("time_entries", "W", "own", "hers")),
]
