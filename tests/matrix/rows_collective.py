"""Addresses of collective actions and residents' cooperatives."""

from tests.matrix.rows import Row, act, form, reading
from tests.matrix.rules import all_of, any_of, cell, of

_WORKS = cell("collective_action", "W", "own")
_LISTS = cell("collective_participants", "W", "own")
# Kept by the association, organised with the landlord, which also lends the land.
_SEES = all_of(_WORKS, any_of(of("association"), of("landlord")))
_KEEPS = all_of(_WORKS, of("association"))
_OWN_LIST = all_of(_LISTS, of("association"))


def _on(name: str, make, pk: str, may=_KEEPS, **more) -> list[Row]:
    return make(f"accompaniment:{name}", at={"pk": pk} | more.pop("at", {}), seen=_SEES, may=may, **more)


ROWS = [
    *reading("accompaniment:collective_list", gate=_WORKS),
    *form("accompaniment:collective_plan", gate=_WORKS),
    *reading("accompaniment:collective_numbers", gate=cell("collective_action", "N", "own")),
    *_on("collective_detail", reading, "collective", may=_SEES),
    *_on("collective_detail", reading, "collective_ended", may=_SEES),
    *_on("collective_edit", form, "collective"),
    *_on("collective_assess", form, "collective_ended"),
    *_on("collective_end", act, "collective"),
    *_on("collective_cancel", act, "collective"),
    *_on("collective_again", act, "collective_cancelled"),
    *_on("collective_people", form, "collective", may=_LISTS),
    *act("accompaniment:collective_person_remove", at={"pk": "collective_person"}, seen=_OWN_LIST),
    *_on("collective_session_add", form, "collective"),
    *_on("collective_session", form, "collective_session", may=_SEES, may_send=_KEEPS),
    *_on("collective_session_edit", form, "collective_session"),
    *_on("collective_session_cancel", act, "collective_session"),
    *_on("collective_session_again", act, "collective_session_cancelled"),
    *_on("collective_session_animated", act, "collective_session", may=_SEES, data={"was_there": "1"}),
    *_on(
        "collective_session_tick",
        act,
        "collective_session",
        may=_LISTS,
        data={"who": "collective_person", "present": "1"},
    ),
    *_on("collective_session_sheet", reading, "collective_session", may=_LISTS),
    *reading("accompaniment:cooperative_list", gate=_WORKS),
    *form("accompaniment:cooperative_open", gate=_WORKS),
    *_on("cooperative_detail", reading, "cooperative", may=_SEES),
    *_on("cooperative_edit", form, "cooperative"),
    *_on("cooperative_charter", form, "cooperative"),
    *_on("cooperative_member_add", form, "cooperative"),
    *form("accompaniment:cooperative_member_edit", at={"pk": "cooperative_member"}, seen=_OWN_LIST),
    *act("accompaniment:cooperative_member_remove", at={"pk": "cooperative_member"}, seen=_OWN_LIST),
    *_on("cooperative_loan_add", form, "cooperative"),
    *_on("cooperative_loan_edit", form, "cooperative_loan"),
    *_on("cooperative_year", reading, "cooperative", may=_SEES, at={"year": "2018"}),
]
