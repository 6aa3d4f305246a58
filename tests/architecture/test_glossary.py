"""The glossary of the README names every model: a word of the field, then the class that holds it."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.architecture.test_models import MODELS

README = Path(settings.BASE_DIR) / "README.md"


def named(text: str) -> set[str]:
    """The classes in the second column of the table under « Words »."""
    table = text.partition("\n## Words\n")[2].partition("\n## ")[0]
    cells = [line.split("|")[2] for line in table.splitlines() if line.startswith("|") and line.count("|") == 3]
    return {word for cell in cells for code in re.findall(r"`([^`]+)`", cell) for word in code.split(".")}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_has_its_word(model):
    assert model.__name__ in named(README.read_text(encoding="utf-8"))


def test_a_class_outside_the_table_is_not_named():
    row = "| French | in the code |\n|---|---|\n| ménage, `personne` | `households.Household` |\n"
    text = f"`Case`\n## Words\n\n{row}\n## Map\n| note | `Note` |\n"
    assert named(text) == {"households", "Household"}
