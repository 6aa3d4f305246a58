"""Imports go left, absolutely, at the top of the file."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

ORDER = ["veille.core", "partners", "households", "funding", "accompaniment", "cellule", "reports", "veille"]
ROOT = Path(settings.BASE_DIR)
FILES = sorted(
    path
    for package in {name.split(".")[0] for name in ORDER}
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
)


def place(module: str) -> int | None:
    """The rank of a module in the order; None when it is not ours."""
    if module == "veille.core" or module.startswith("veille.core."):
        return 0
    head = module.split(".")[0]
    return ORDER.index(head) if head in ORDER else None


def imports(source: str) -> list[tuple[str, int, bool]]:
    """(module, relative level, at the top of the file) of each import."""
    tree = ast.parse(source)
    top = set(tree.body)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, 0, node in top) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = (
                [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "veille" else [node.module]
            )
            found += [(name, node.level, node in top) for name in names]
    return found


def faults(module: str, source: str) -> list[str]:
    """What breaks the rule in a file."""
    said = []
    for name, level, at_top in imports(source):
        if level:
            said.append(f"import relatif de {name}")
        elif place(name) is not None and place(name) > place(module):
            said.append(f"{name} est à droite")
        elif place(name) is not None and not at_top and not module.endswith("apps"):
            said.append(f"{name} est importé dans une fonction")
    return said


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_imports_go_left_at_the_top(path):
    assert faults(module_of(path), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("module", "source", "fault"),
    [
        ("households.views", "from cellule.models import Referral", "cellule.models est à droite"),
        ("veille.core.audit", "from veille import home", "veille.home est à droite"),
        ("partners.views", "from . import forms", "import relatif de None"),
        ("reports.views", "def f():\n    from cellule import models", "cellule est importé dans une fonction"),
    ],
)
def test_a_planted_fault_is_seen(module, source, fault):
    assert faults(module, source) == [fault]
