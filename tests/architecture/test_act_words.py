"""Every act that the code journals has its French word: the officer reads no code."""

import ast
from pathlib import Path

from households.act_words import act_word

_PACKAGES = ("veille", "partners", "households", "funding", "accompaniment", "cellule", "reports")


def _names() -> set[str]:
    paths = (path for package in _PACKAGES for path in Path(package).rglob("*.py"))
    calls = (node for path in paths for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    firsts = (call.args[0] for call in calls if ast.unparse(call.func) == "audit.record" and call.args)
    return {first.value for first in firsts if isinstance(first, ast.Constant)}


def test_every_act_has_its_word():
    names = _names()
    assert len(names) > 150
    assert sorted(name for name in names if act_word(name) == name) == []


def test_an_act_without_a_word_shows_its_code():
    assert act_word("person.teleported") == "person.teleported"
