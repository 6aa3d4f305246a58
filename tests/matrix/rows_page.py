"""The timeline, the synthesis and the follow-up table: each finds there what she may read."""

from tests.matrix.rows import Row, form, reading
from tests.matrix.rules import section, sees

ROWS: list[Row] = [
    *reading("households:case_timeline", at={"pk": "main"}, seen=sees("main")),
    *reading("households:case_strip", at={"pk": "main"}, seen=sees("main"), fragment=True),
    *reading("households:case_next", at={"pk": "main"}, seen=sees("main"), fragment=True),
    *form("households:case_synthesis", at={"pk": "main"}, seen=sees("main"), may=section("state", "R")),
    *reading("households:tracking_list", why="la liste de son périmètre : chacun l’ouvre, vide s’il n’a rien"),
    *form("households:next_step", at={"pk": "main"}, seen=sees("main"), may=section("state", "R")),
]
