"""Addresses of what is decided between two sessions, and of the compte rendu."""

from tests.matrix.people import Person
from tests.matrix.rows import Row, act, form, reading
from tests.matrix.rows_meetings import KEEPS, SEAT, of_session
from tests.matrix.rules import Rule, all_of, any_of, cell, only, piloted, seated, section

_DECIDES = cell("decision_outside_session", "W")


def _sits(person: Person, scene) -> bool:
    return person.instance_id is not None


_TAKES_PART = any_of(cell("decision_outside_session", "W", "entitled"), all_of(cell("opinion", "W", "seat"), _sits))
_KEEPS_OUTSIDE = all_of(_DECIDES, seated)
_NAMED = all_of(cell("decision_outside_session", "W", "entitled"), only("association_manager"))
_ASKED = all_of(cell("opinion", "W", "seat"), only("instance_member"))
_WHY = "l’instance nomme qui décide, la consultation nomme qui répond"


def _consultation(name: str, make, may: Rule | None = None) -> list[Row]:
    more = {"may": may} if may else {}
    return make(name, at={"pk": "consultation"}, seen=any_of(_KEEPS_OUTSIDE, _NAMED, _ASKED), why=_WHY, **more)


_GIVES_SEATS = all_of(cell("instance_seats", "W"), any_of(seated, piloted))
_OF_INSTANCE = {"seen": any_of(_GIVES_SEATS, SEAT), "may": _GIVES_SEATS}
_OUTSIDE = [
    *reading("cellule:too_long", gate=cell("waiting_too_long", "P")),
    *reading("cellule:outside_list", gate=_TAKES_PART),
    *of_session("cellule:consultation_open", "convened", form, item="item_convened"),
    *_consultation("cellule:consultation_detail", reading),
    *_consultation("cellule:consultation_answer", act, _ASKED),
    *_consultation("cellule:consultation_decide", form, any_of(_KEEPS_OUTSIDE, _NAMED)),
    *_consultation("cellule:consultation_abandon", act, _KEEPS_OUTSIDE),
    *of_session("cellule:item_noting", "open", reading, item="item_to_note"),
    *of_session("cellule:item_note", "open", act, item="item_to_note"),
    *of_session("cellule:item_refuse", "open", form, item="item_to_note"),
    *form(
        "cellule:referral_open",
        at={"pk": "referral_complete"},
        seen=section("state", "R", "case_complete"),
        may=_KEEPS_OUTSIDE,
    ),
    *reading("cellule:entitlement_list", at={"pk": "instance"}, **_OF_INSTANCE),
    *form("cellule:entitlement_give", at={"pk": "instance"}, **_OF_INSTANCE),
    *act("cellule:entitlement_end", at={"pk": "instance", "entitlement": "entitlement"}, **_OF_INSTANCE),
]

_SESSION_SEEN = any_of(KEEPS, SEAT)
_RECORD = cell("session_record", "R", "seat", "seat, entries of her organisation")
_READS = any_of(KEEPS, _RECORD)
_READS_PRACTICE = any_of(KEEPS, all_of(seated, _RECORD))
_READS_WHOLE = all_of(seated, cell("session_record", "R", "seat"))
_WRITES = all_of(KEEPS, cell("session_record", "W"))
_CLOSED = {"at": {"pk": "session_closed"}, "seen": _SESSION_SEEN}
_MINUTES = [
    *reading("cellule:minutes_detail", **_CLOSED, may=_READS),
    *act("cellule:minutes_begin", **_CLOSED, may=_WRITES),
    *form("cellule:minutes_write", **_CLOSED, may=_WRITES),
    *form("cellule:minutes_give", **_CLOSED, may=_WRITES),
    *reading("cellule:minutes_document", **_CLOSED, may=_READS),
    *reading(
        "cellule:minutes_part",
        at={"pk": "session_closed", "organisation": "seat_organisation"},
        seen=_SESSION_SEEN,
        may=_WRITES,
    ),
    *form("cellule:extract_give", at={"pk": "entry"}, seen=any_of(_WRITES, _READS_WHOLE), may=_WRITES),
    *act("cellule:extract_close", at={"pk": "extract"}, seen=_WRITES),
    *form(
        "cellule:entry_capitalise",
        at={"pk": "entry_practice"},
        seen=_READS_PRACTICE,
        may=all_of(KEEPS, cell("capitalised_answers", "W")),
    ),
    *reading(
        "cellule:case_extract",
        at={"pk": "case_refused", "entry": "entry"},
        seen=section("decision", "R", "case_refused"),
    ),
    *reading("cellule:extract_page", at={"pk": "extract_link"}, by_link=True),
    *reading("cellule:extract_document", at={"pk": "extract_link"}, by_link=True),
]

ROWS = [*_OUTSIDE, *_MINUTES]
