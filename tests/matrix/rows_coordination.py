"""Meetings about a household and relays: the team does, an organisation invited reads, the others see nothing."""

from tests.matrix.rows import Row, act, form, reading
from tests.matrix.rules import all_of, any_of, of, section, sees

_CASE = "coordinated"
_READS, _WRITES = section("interventions", "R", _CASE), section("interventions", "W", _CASE)
# The landlord is invited; so is nobody else.
_INVITED = all_of(of("landlord"), section("summary", "R", _CASE))
_CHANGES = {"seen": any_of(_READS, _INVITED), "may": _WRITES}
_WHY = "réunion où son organisme est invité : section « summary »"
_COMING, _HELD = {"at": {"pk": "meeting_coming"}}, {"at": {"pk": "meeting_held"}}
_INNER = {"at": {"pk": "meeting_inner"}, "seen": _READS}
_ROOM = any_of(_READS, section("summary", "R", _CASE))
_TOLD = any_of(_READS, all_of(of("landlord"), section("interventions_shared", "R", _CASE)))
_RELAYED = {"at": {"pk": "case_relay"}, "seen": section("measure", "R", _CASE), "may": section("measure", "W", _CASE)}
_PLANNED = all_of(_WRITES, section("plan", "W", _CASE))

_MEETINGS: list[Row] = [
    *reading("accompaniment:coordination", at={"pk": _CASE}, seen=sees(_CASE), may=_ROOM),
    *form("accompaniment:meeting_plan", at={"pk": _CASE}, seen=sees(_CASE), may=_WRITES),
    *reading("accompaniment:meeting_detail", **_COMING, seen=_CHANGES["seen"], why=_WHY),
    *reading("accompaniment:meeting_detail", **_HELD, seen=_CHANGES["seen"], why=_WHY),
    *reading("accompaniment:meeting_detail", **_INNER),
    *form("accompaniment:meeting_change", **_COMING, **_CHANGES, why=_WHY),
    *act("accompaniment:meeting_cancel", **_COMING, **_CHANGES, why=_WHY),
    *form("accompaniment:meeting_hold", **_COMING, **_CHANGES, why=_WHY),
]
_GUEST = {"at": {"pk": "guest_coming"}}
_GUESTS: list[Row] = [
    *form("accompaniment:guest_add", **_COMING, **_CHANGES, why=_WHY),
    *form("accompaniment:guest_agree", **_GUEST, **_CHANGES, why=_WHY),
    *act("accompaniment:guest_refuse", **_GUEST, **_CHANGES, why=_WHY),
    *form("accompaniment:guest_invite", **_GUEST, **_CHANGES, why=_WHY),
    *act("accompaniment:guest_withdraw", **_GUEST, **_CHANGES, why=_WHY),
    *act("accompaniment:guest_withdraw", at={"pk": "guest_inner"}, seen=_READS, may=_WRITES),
    *act(
        "accompaniment:guest_answer",
        at={"pk": "guest_landlord"},
        seen=_CHANGES["seen"],
        may=any_of(_WRITES, _INVITED),
        why="qui est invité répond pour son organisme",
    ),
    *reading("accompaniment:invitation_page", at={"pk": "guest_link"}, by_link=True),
    *act("accompaniment:invitation_answer", at={"pk": "guest_link"}, by_link=True),
    *reading("accompaniment:invitation_file", at={"pk": "guest_link"}, by_link=True),
]
_CONCLUSIONS: list[Row] = [
    *form("accompaniment:conclusions_write", **_HELD, **_CHANGES, why=_WHY),
    *form("accompaniment:conclusions_print", **_HELD, seen=_TOLD, why="section sous laquelle elles sont partagées"),
    *form("accompaniment:conclusions_hand", **_HELD, **_CHANGES, why=_WHY),
    *act("accompaniment:handed_close", at={"pk": "handed"}, seen=_READS, may=_WRITES),
    *form("accompaniment:meeting_decision_add", **_HELD, **_CHANGES, why=_WHY),
    *act("accompaniment:meeting_decision_done", at={"pk": "meeting_decision"}, seen=_TOLD, may=_WRITES),
    *form("accompaniment:meeting_decision_plan", at={"pk": "meeting_decision"}, seen=_TOLD, may=_PLANNED),
    *reading("accompaniment:handed_page", at={"pk": "handed_link"}, by_link=True),
    *reading("accompaniment:handed_document", at={"pk": "handed_link"}, by_link=True),
]
_RELAYS: list[Row] = [
    *form("accompaniment:relay_add", at={"pk": _CASE}, seen=sees(_CASE), may=section("measure", "W", _CASE)),
    *reading("accompaniment:relay_detail", at={"pk": "case_relay"}, seen=_RELAYED["seen"]),
    *act("accompaniment:relay_first", **_RELAYED),
    *form("accompaniment:relay_move", **_RELAYED),
    *act("accompaniment:relay_confirm", **_RELAYED),
    *act("accompaniment:relay_take_back", **_RELAYED),
]
ROWS = [*_MEETINGS, *_GUESTS, *_CONCLUSIONS, *_RELAYS]
