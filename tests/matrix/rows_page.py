"""The timeline and the synthesis of a file: whoever sees the file opens them, each finds there what she may read."""

from tests.matrix.rows import Row, form, reading
from tests.matrix.rules import section, sees

ROWS: list[Row] = [
    *reading("households:case_timeline", at={"pk": "main"}, seen=sees("main")),
    *reading("households:case_strip", at={"pk": "main"}, seen=sees("main"), fragment=True),
    *form("households:case_synthesis", at={"pk": "main"}, seen=sees("main"), may=section("state", "R")),
]
