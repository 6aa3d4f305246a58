"""Every line of « À faire » is told from all others, day after day; every kind has its topic and names nobody."""

import ast

import pytest

from tests.architecture.test_imports import FILES, module_of
from veille.core.offers import offered
from veille.core.todo import KINDS, Kind, Topic, WorkItem

PACKAGES = {"partners", "households", "funding", "accompaniment", "cellule", "reports"}
MADE_OF = {"kind", "about"}


def unnamed(source: str) -> list[int]:
    """Where a line is made without saying its kind and its object."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    made = [call for call in calls if getattr(call.func, "id", "") == "WorkItem"]
    return [call.lineno for call in made if not {keyword.arg for keyword in call.keywords} >= MADE_OF]


MAKING = [
    path
    for path in FILES
    if "WorkItem(" in path.read_text(encoding="utf-8") and module_of(path).split(".")[0] in PACKAGES
]


@pytest.mark.parametrize("path", MAKING, ids=module_of)
def test_a_line_says_its_kind_and_its_object(path):
    assert unnamed(path.read_text(encoding="utf-8")) == []


def test_one_that_does_not_is_seen():
    assert unnamed("WorkItem(group=LATE, title='À voir')") == [1]
    assert len(MAKING) > 15


def test_kinds_are_told_apart():
    assert len(offered("work_items")) == len(PACKAGES)
    assert len(KINDS) > 40
    assert all(key.replace("_", "").isalnum() and key.islower() for key in KINDS)
    assert {kind.topic for kind in KINDS.values()} == set(Topic)
    with pytest.raises(ValueError, match="s’appellent"):
        Kind("solicitation", "Autre chose", Topic.PAPERS)


def test_a_line_stands_for_its_day():
    offered("work_items")
    line = WorkItem(kind=KINDS["solicitation"], about="1", group="late", title="", since=None, url="", action_label="")
    assert (line.key, line.anchor, line.cause) == (("solicitation", "1"), "line-solicitation-1", None)
