"""States: a table of moves beside each enum, tried whole by a test, and `move()` as its only writer."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.db import models

from tests.architecture.test_imports import FILES, module_of

ROOT = Path(settings.BASE_DIR)
HOMES = [
    import_module(name)
    for name in (
        "accompaniment.choices",
        "accompaniment.collective.choices",
        "accompaniment.solicitation_choices",
        "cellule.choices",
        "cellule.candidature_choices",
        "households.rights_choices",
        "funding.models",
    )
]
TABLES = {
    f"{home.__name__}.{name}": table for home in HOMES for name, table in vars(home).items() if name.endswith("_MOVES")
}
# The kernel's own writers, and the demonstration, which writes a past.
WRITERS = ("veille.core.transitions", "veille.core.runs", "veille.demonstration")


def holes(table: dict) -> list[str]:
    """States a table forgets, and targets that are no state."""
    enum = type(next(iter(table)))
    forgotten = [state for state in enum if state not in table]
    strange = [target for targets in table.values() for target in targets if target not in enum.values]
    return [str(state) for state in [*forgotten, *strange]]


def other_writers(source: str) -> list[str]:
    """Assignments of a `state`, and updates that write one."""
    found = []
    for node in ast.walk(ast.parse(source)):
        targets = node.targets if isinstance(node, ast.Assign) else []
        found += [
            ast.unparse(target)
            for target in targets
            if isinstance(target, ast.Attribute) and target.attr == "state" and ast.unparse(target.value) != "self"
        ]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update":
            found += [ast.unparse(node.func) for keyword in node.keywords if keyword.arg == "state"]
    return found


@pytest.mark.parametrize("name", TABLES)
def test_a_table_speaks_of_every_state(name):
    assert holes(TABLES[name]) == []


@pytest.mark.parametrize("name", TABLES)
def test_every_state_and_target_of_a_table_is_tried(name):
    """A test of its package crosses the enum with itself and asks the table."""
    package, _, table = name.replace(".choices", "").replace(".models", "").partition(".")
    tried = re.compile(rf"\bin {table}\[")
    tests = (path.read_text(encoding="utf-8") for path in (ROOT / "tests" / package).rglob("test_*.py"))
    assert any(tried.search(text) for text in tests)


@pytest.mark.parametrize("path", [p for p in FILES if not module_of(p).startswith(WRITERS)], ids=module_of)
def test_only_move_writes_a_state(path):
    assert other_writers(path.read_text(encoding="utf-8")) == []


def test_a_planted_hole_is_seen():
    class Door(models.TextChoices):
        OPEN = "open", "Ouverte"
        SHUT = "shut", "Fermée"

    assert holes({Door.OPEN: {"ajar"}}) == ["shut", "ajar"]


def test_a_planted_writer_is_seen():
    assert other_writers("measure.state = 'ended'") == ["measure.state"]
    assert other_writers("rows.update(state='ended')") == ["rows.update"]
    assert other_writers("self.state = 1\nother.status = 2") == []
