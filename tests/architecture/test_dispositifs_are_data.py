"""No Python compares a dispositif: what differs between two of them is a field of their configuration."""

import ast
import re

import pytest

from tests.architecture.test_imports import FILES, module_of
from tests.templates import template

NAMES = {
    template(code)[key] for code in ("veille_sociale", "personnes_isolees", "asae") for key in ("name", "code_prefix")
}
IDENTITY = re.compile(r"(dispositif|rules|configuration)\.(name|number_prefix|code_prefix|public_name|pk|id)$")
SEEDS = ("veille.demonstration",)  # the demonstration writes the three dispositifs, it decides nothing


def comparisons(source: str) -> list[str]:
    """Comparisons of a dispositif's identity with a literal, and literals that name one."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            named = any(IDENTITY.search(ast.unparse(side)) for side in sides)
            literal = any(isinstance(side, ast.Constant | ast.Tuple | ast.Set | ast.List) for side in sides)
            if named and literal:
                found.append(ast.unparse(node))
        if isinstance(node, ast.Constant) and node.value in NAMES:
            found.append(repr(node.value))
    return found


@pytest.mark.parametrize("path", [p for p in FILES if not module_of(p).startswith(SEEDS)], ids=module_of)
def test_no_code_knows_a_dispositif(path):
    assert comparisons(path.read_text(encoding="utf-8")) == []


def test_a_planted_comparison_is_seen():
    assert comparisons('if case.dispositif.name == "ASAE": pass')
    assert comparisons('prefix = "VS"')
