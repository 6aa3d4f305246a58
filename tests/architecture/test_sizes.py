"""Functions of thirty lines at most, files of four hundred, templates of a hundred and twenty."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

from tests.architecture.test_imports import FILES, module_of

ROOT = Path(settings.BASE_DIR)
PYTHON = [*FILES, *sorted((ROOT / "bin").rglob("*.py")), *sorted((ROOT / "tests").rglob("*.py"))]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def long_functions(source: str, most: int = 30) -> list[str]:
    """Functions whose body, docstring apart, is longer than `most` lines."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.body:
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            length = body[-1].end_lineno - body[0].lineno + 1
            if length > most:
                found.append(f"{node.name} : {length} lignes")
    return found


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_functions_stay_short(path):
    assert long_functions(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_stay_readable_in_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_stay_small(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 120


def test_a_long_function_is_seen():
    assert long_functions("def f():\n" + "    x = 1\n" * 31) == ["f : 31 lignes"]
