"""Addresses of links, deposits, approvals, alerts, the page of prescribers, delays."""

from tests.matrix.rows import Row, act, form, reading
from tests.matrix.rows_meetings import KEEPS, REFERS
from tests.matrix.rules import all_of, any_of, cell, of, only, piloted, section

_GIVES = cell("external_link", "W", "own dispositif")
_PILOTS = all_of(cell("external_link", "W", "own dispositif"), piloted)
_FOLLOWS = any_of(KEEPS, _PILOTS)


def _held(name: str, make, may) -> list[Row]:
    return make(name, at={"pk": "held_link"}, seen=_FOLLOWS, may=may)


_LINKS = [
    *reading("core:link_enter", at={"token": "never-given"}, by_link=True),
    *reading("cellule:link_home", at={"pk": "deposit_link"}, by_link=True),
    *act("cellule:link_danger", at={"pk": "deposit_link"}, by_link=True),
    *act("cellule:link_answer", at={"pk": "deposit_link"}, by_link=True),
    *act("cellule:link_withdraw", at={"pk": "deposit_link"}, by_link=True),
    *form("cellule:link_step", at={"pk": "deposit_link", "step": "menage"}, by_link=True),
    *act("cellule:link_keep", at={"pk": "deposit_link", "step": "menage"}, by_link=True),
    *reading("cellule:held_list", gate=_GIVES),
    *form("cellule:link_give", gate=_GIVES),
    *_held("cellule:held_detail", reading, _FOLLOWS),
    *_held("cellule:held_receive", act, KEEPS),
    *_held("cellule:held_return", act, KEEPS),
    *_held("cellule:held_decline", act, KEEPS),
    *_held("cellule:link_renew", act, KEEPS),  # written already, and without an address to send it to
    *_held("cellule:link_close", act, _FOLLOWS),
]

_VALIDATES = all_of(of("landlord"), cell("orientation_validate", "W"))
_AUTHOR = only("landlord_referent")
_OF_APPROVAL = {"at": {"pk": "to_approve"}, "seen": any_of(_VALIDATES, _AUTHOR)}

_APPROVALS = [
    *reading("cellule:approval_list", gate=any_of(cell("orientation_validate", "W"), REFERS)),
    *act("cellule:approval_setting", gate=cell("approval_setting", "W", "own")),
    *reading("cellule:approval_detail", **_OF_APPROVAL),
    *act("cellule:approval_give", **_OF_APPROVAL, may=_VALIDATES),
    *act("cellule:approval_return", **_OF_APPROVAL, may=_VALIDATES),
    *act("cellule:approval_take_back", **_OF_APPROVAL, may=_AUTHOR, why="elle reprend ce qu’elle a écrit"),
]

_ALERTS_MAKES = cell("alert_social_team", "W")
_HANDLES = cell("social_alert_handle", "W", "own")
_OF_ALERT = {
    "at": {"pk": "alert"},
    "seen": any_of(all_of(of("landlord"), _HANDLES), only("landlord_caretaker")),
    "why": "qui a alerté la retrouve, et n’en apprend rien",
}

_ALERTS = [
    *form("cellule:alert_new", gate=_ALERTS_MAKES),
    *reading("cellule:alert_sent", gate=_ALERTS_MAKES),
    *reading("cellule:alert_list", gate=_HANDLES),
    *reading("cellule:alert_detail", **_OF_ALERT, may=_HANDLES),
    *act("cellule:alert_turn", **_OF_ALERT, may=all_of(_HANDLES, REFERS)),
    *act("cellule:alert_close", **_OF_ALERT, may=_HANDLES),
]

_WRITES = all_of(cell("prescriber_page", "W", "own dispositif"), piloted)
_OF_DISPOSITIF = {"at": {"pk": "dispositif"}}

_PRESCRIBERS = [
    *reading("cellule:prescriber_page", **_OF_DISPOSITIF, gate=cell("prescriber_page", "R", "own dispositif")),
    *reading("cellule:prescriber_poster", **_OF_DISPOSITIF, gate=cell("prescriber_page", "R", "own dispositif")),
    *form("cellule:prescriber_edit", **_OF_DISPOSITIF, may=_WRITES),
    *act("cellule:prescriber_publish", **_OF_DISPOSITIF, may=_WRITES),
    *act("cellule:prescriber_unpublish", **_OF_DISPOSITIF, may=_WRITES),
]

ROWS = [
    *_LINKS,
    *_APPROVALS,
    *_ALERTS,
    *act("cellule:alert_reopen", at={"pk": "alert_closed"}, seen=_OF_ALERT["seen"], may=_HANDLES),
    *_PRESCRIBERS,
    *reading("cellule:referral_delays", gate=cell("referral_delays", "N", "instance", "own dispositif")),
    *act(
        "cellule:referral_again",
        at={"pk": "referral_refused"},
        seen=section("state", "R", "case_refused"),
        may=all_of(of("landlord"), REFERS),
    ),
]
