"""Pages, forms, mails, tags and background jobs reach confidential rows only through the querysets of the rights."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from tests.architecture.test_imports import FILES, module_of

ROOT = Path(settings.BASE_DIR)
APPS = ("households", "accompaniment", "cellule")
CONFIDENTIAL = frozenset(model.__name__ for label in APPS for model in apps.get_app_config(label).get_models())
DOORS = frozenset(
    {
        "visible_to",
        "pseudonymised_for",
        "countable_by",
        "kept_by",
        "answered_by",
        "led_by",
        "recordable_by",
        "asked_of",
        "decidable_by",
        "returned_to_file",
        "told_to",
        "none",
        "opened_by",
        "opening",
        "opening_through",
        "dated_for",
    }
)
MANAGERS = frozenset({"objects", "_base_manager", "_default_manager"})
ROOMS = (
    "views",
    "forms",
    "todo",
    "tasks",
    "templatetags",
    "documents",
    "fragments",
    "timeline",
    "synthesis",
    "coming",
    "exports",
    "letters",
)
WATCHED = [path for path in FILES if set(ROOMS) & {*path.parts, path.stem} or path.stem.startswith(("views", "todo"))]


def namesakes(tree: ast.AST) -> set[str]:
    """Models of the other packages that bear the name of a confidential one (`reports.Document`)."""
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    others = [node for node in imported if (node.module or "").split(".")[0] not in APPS]
    return {alias.asname or alias.name for node in others for alias in node.names}


def side_doors(source: str) -> list[str]:
    """Uses of `Model.objects.x` where x is not a door."""
    found = []
    tree = ast.parse(source)
    watched = CONFIDENTIAL - namesakes(tree)
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute)):
            continue
        manager, model = node.value, node.value.value
        if manager.attr not in MANAGERS or not isinstance(model, ast.Name):
            continue
        if model.id in watched and node.attr not in DOORS:
            found.append(f"{model.id}.objects.{node.attr} ligne {node.lineno}")
    return found


@pytest.mark.parametrize("path", WATCHED, ids=module_of)
def test_no_side_door(path):
    assert side_doors(path.read_text(encoding="utf-8")) == []


def test_a_planted_side_door_is_seen():
    assert side_doors("def v(r):\n    return Case.objects.get(pk=1)") == ["Case.objects.get ligne 2"]
    assert side_doors("def v(r):\n    return Note.objects.visible_to(r.actor)") == []


def test_a_namesake_from_elsewhere_is_no_confidential_row():
    line = "Document.objects.get(pk=1)"
    assert side_doors(f"from reports.models import Document\n{line}") == []
    assert side_doors(f"from households.models import Document\n{line}") == ["Document.objects.get ligne 2"]


def test_the_watch_covers_the_views_of_each_package():
    watched = {path.relative_to(ROOT).parts[0] for path in WATCHED}
    assert {"households", "accompaniment", "cellule", "reports"} <= watched
