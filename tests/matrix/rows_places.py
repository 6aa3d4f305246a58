"""Addresses of the transitional places, of shared dwellings, of a stay and of its charter in a file."""

from tests.matrix.rows import act, form, reading
from tests.matrix.rules import all_of, any_of, cell, of, section

_CASE = "case_place"
_READS = cell("place_inventory", "N", "own")
_KEEPS = cell("place_inventory", "W", "own")
# The place of the scene is managed by the association; its dwelling is the landlord's.
_OURS = of("association")
_SEES = all_of(cell("place_inventory", "R", "own"), _OURS)
_KEEPS_OURS = all_of(_KEEPS, _OURS)
_PLACE = {"at": {"pk": "transitional_place"}, "seen": _SEES}

_TELLS = cell("dwelling_incident", "W", "hers", "own")
_ACCOMPANIES = all_of(_TELLS, section("interventions", "R", _CASE), section("housing", "R", _CASE))
_HOLDS = any_of(all_of(_TELLS, _OURS), _ACCOMPANIES)
# One of the two incidents of the scene was shared with the landlord.
_TOLD = all_of(cell("dwelling_incident", "R", "own or shared"), of("landlord"))
_DWELLING = {"at": {"pk": "shared_dwelling"}, "seen": any_of(_HOLDS, _SEES, _TOLD)}
_INCIDENT = {"at": {"pk": "dwelling_incident"}, "seen": _HOLDS, "may": _OURS}

_FILE = section("state", "S", _CASE)
_WRITES = section("housing", "W", _CASE)
_STAY = {"at": {"pk": _CASE, "period_pk": "place_stay"}}
_PLAN = section("plan", "R", _CASE)
_WRITES_PLAN = section("plan", "W", _CASE)

ROWS = [
    *reading("households:place_list", gate=_READS),
    *reading("households:place_history", gate=_READS),
    *form("households:place_create", gate=_KEEPS),
    *reading("households:place_detail", **_PLACE),
    *form("households:place_edit", **_PLACE, may=_KEEPS_OURS),
    *form("households:place_withdraw", **_PLACE, may=_KEEPS_OURS),
    *reading("households:shared_dwelling", **_DWELLING),
    *form("households:charter_write", **_DWELLING, may=_KEEPS_OURS),
    *form("households:incident_add", **_DWELLING, may=_HOLDS),
    *form("households:incident_follow", **_INCIDENT),
    *act("households:incident_share", **_INCIDENT),
    *form("households:stay_enter", at={"pk": _CASE}, seen=_FILE, may=_WRITES),
    *form(
        "households:stay_leave",
        **_STAY,
        seen=all_of(section("housing", "R", _CASE), section("state", "R", _CASE)),
        may=_WRITES,
    ),
    *reading("accompaniment:charters_fragment", at={"pk": _CASE}, seen=_FILE, may=_PLAN, fragment=True),
    *act("accompaniment:charter_give", at={"pk": _CASE}, seen=_FILE, may=_WRITES_PLAN),
    *form("accompaniment:charter_sign", at={"pk": "charter_given"}, seen=_PLAN, may=_WRITES_PLAN),
    *form("accompaniment:charter_print", at={"pk": "charter_given"}, seen=_PLAN),
]
