"""Who looked is told in words: each part of a file that a page journals has its French name."""

import ast
from pathlib import Path

from django.conf import settings

from households.readings import SECTION_WORDS

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("veille", "partners", "households", "funding", "accompaniment", "cellule", "reports")


def journalled():
    """The words given as `section="…"` to a call, or as `section = "…"` on a class."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.keyword) and node.arg == "section":
                    yield from words_in(node.value)
                if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["section"]:
                    yield from words_in(node.value)


def words_in(value):
    parts = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
    return (part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))


def test_every_part_that_is_journalled_has_a_french_name():
    found = set(journalled())
    assert {"rights", "agenda"} <= found
    assert found - set(SECTION_WORDS) == set()
