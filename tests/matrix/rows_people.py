"""Addresses of the household: numbers kept elsewhere, two files made one, one household made two, a file reopened."""

from tests.matrix.rows import Row, act, form
from tests.matrix.rules import all_of, any_of, of, section, sees

_WHY = (
    "refaire un ménage ou un dossier : à qui écrit tout ce qu’on en sait, confié compris (identity, contact, confided)"
)
_OWN = "une référence propre n’est lue que par l’organisme qui l’a notée"


def _whole(case: str):
    return all_of(*(section(name, "W", case) for name in ("identity", "contact", "confided")))


def _recompose(name: str, case: str, **at: str) -> list[Row]:
    return form(name, at={"pk": case, **at}, seen=sees(case), may=_whole(case), why=_WHY)


_REFERENCES = [
    *form(
        "households:reference_add",
        at={"pk": "main"},
        seen=sees("main"),
        may=any_of(section("identity", "W"), section("confided", "W")),
    ),
    *form(
        "households:reference_end",
        at={"pk": "main", "reference_pk": "reference_confided"},
        seen=section("confided", "R"),
        may=section("confided", "W"),
    ),
    *form(
        "households:reference_end",
        at={"pk": "main", "reference_pk": "reference_own"},
        seen=all_of(section("identity", "R"), of("landlord")),
        may=section("identity", "W"),
        why=_OWN,
    ),
    *act(
        "households:reference_remove",
        at={"pk": "main", "reference_pk": "reference_confided"},
        seen=section("confided", "R"),
        may=section("confided", "W"),
    ),
    *act(
        "households:reference_remove",
        at={"pk": "main", "reference_pk": "reference_own"},
        seen=all_of(section("identity", "R"), of("landlord")),
        may=section("identity", "W"),
        why=_OWN,
    ),
]
ROWS = [
    *_REFERENCES,
    *_recompose("households:separation_prepare", "main"),
    *_recompose("households:merge_find", "main"),
    *_recompose("households:merge_prepare", "twin", other_pk="other_twin"),
    *_recompose("households:merge_undo", "joined", merge_pk="merge"),
    *form("households:case_reopen", at={"pk": "closed"}, seen=sees("closed"), may=section("state", "W", "closed")),
]
