"""Addresses of the housing, the procedure, difficulties and strengths."""

from tests.matrix.rows import act, form, reading
from tests.matrix.rules import all_of, any_of, cell, of, section, sees

# rights.md 3: litigation knows of a file its tenant, lease number, steps and hold; its cell on `state` is S.
_KNOWN = section("state", "R")
_PERIOD = all_of(section("housing", "R"), _KNOWN)
_WRITES_HOUSING = section("housing", "W")
_FINDINGS = any_of(section("findings_support", "W"), section("findings_landlord", "W"))
_ASKS = all_of(cell("procedure_hold_ask", "W"), section("procedure", "R"), _KNOWN)
_DECIDES = all_of(cell("procedure_hold_decide", "W", "own"), of("landlord"), section("procedure", "W"))


def _lease(name: str, **at: str):
    return form(name, at={"pk": "main", "lease_pk": "lease", **at}, seen=_PERIOD, may=_WRITES_HOUSING)


_HOUSING = [
    *form("households:housing_insert", at={"pk": "main"}, seen=sees("main"), may=_WRITES_HOUSING),
    *form("households:housing_correct", at={"pk": "main", "period_pk": "period"}, seen=_PERIOD, may=_WRITES_HOUSING),
    *form("households:lease_add", at={"pk": "main", "period_pk": "period"}, seen=_PERIOD, may=_WRITES_HOUSING),
    *_lease("households:lease_review_plan"),
    *_lease("households:lease_review_conclude", review_pk="review"),
    *_lease("households:lease_prefect"),
    *_lease("households:lease_settle"),
]
_PROCEDURE = [
    *form(
        "households:step_deadline",
        at={"pk": "main", "step_pk": "step"},
        seen=section("procedure", "R"),
        may=section("procedure", "W"),
    ),
    *form("households:hold_ask", at={"pk": "main"}, seen=sees("main"), may=_ASKS),
    *form("households:hold_give", at={"pk": "main"}, seen=sees("main"), may=_DECIDES),
    *form(
        "households:hold_decide",
        at={"pk": "main", "hold_pk": "hold_asked"},
        seen=all_of(section("procedure", "R"), _KNOWN),
        may=_DECIDES,
    ),
    *act(
        "households:hold_end", at={"pk": "main", "hold_pk": "hold_agreed"}, seen=section("procedure", "R"), may=_DECIDES
    ),
]


def _strength(word: str, opens: str):
    at = {"pk": "main", "strength_pk": word}
    return act("households:strength_end", at=at, seen=section(opens, "R"), may=section(opens, "W"))


_DIFFICULTIES = [
    *reading(
        "households:case_difficulties",
        at={"pk": "main"},
        seen=sees("main"),
        may=any_of(section("findings_landlord", "R"), section("findings_support", "R")),
    ),
    *form("households:finding_reassess", at={"pk": "main"}, seen=sees("main"), may=_FINDINGS),
    *form("households:strength_add", at={"pk": "main"}, seen=sees("main"), may=_FINDINGS),
    *_strength("strength_known", "findings_landlord"),
    *_strength("strength_confided", "findings_support"),
]
ROWS = [*_HOUSING, *_PROCEDURE, *_DIFFICULTIES]
