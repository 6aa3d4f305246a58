"""What code tests is an enum, what only people read is a list: nothing is both."""

from django.db import models

from veille.core import reference

OURS = {"partners", "households", "funding", "accompaniment", "cellule", "reports"}
ENUMS = [enum for enum in models.TextChoices.__subclasses__() if enum.__module__.split(".")[0] in OURS]


def said_twice(enums, lists: dict[str, set[str]]) -> list[tuple[str, str]]:
    """Enums whose every value stands in a list (two shared words are chance)."""
    return [(e.__name__, name) for e in enums for name, codes in lists.items() if len(e) > 2 and set(e.values) <= codes]


def test_no_list_says_what_an_enum_says():
    lists: dict[str, set[str]] = {}
    for line in reference.read_lines():
        lists.setdefault(line.list_code, set()).add(line.code)
    assert said_twice(ENUMS, lists) == []


def test_a_planted_list_is_seen():
    class Light(models.TextChoices):
        RED = "red", "Rouge"
        AMBER = "amber", "Orange"
        GREEN = "green", "Vert"

    assert said_twice([Light], {"light": {"red", "amber", "green", "other"}}) == [("Light", "light")]
