"""Addresses of orientations, sheets, sessions and decisions."""

from tests.matrix.rows import Row, act, form, reading
from tests.matrix.rules import all_of, any_of, cell, of, only, piloted, seated, section, sees

REFERS = cell("orientation_make", "W")
KEEPS = all_of(cell("session_agenda", "W"), seated)
OWN_DRAFT = "un brouillon n’a qu’une autrice"
OWN_LIST = "le calendrier de ses instances : chacun l’ouvre, vide s’il n’y siège pas"


def _followed(name: str, state: str, make, **more) -> list[Row]:
    """The orientation seen through the file, followed by who sent it."""
    by = of("shelter") if state == "shelter" else of("landlord")
    return make(
        name,
        at={"pk": f"referral_{state}"},
        seen=section("state", "R", f"case_{state}"),
        may=all_of(by, REFERS),
        **more,
    )


def _examined(name: str, state: str, make=act) -> list[Row]:
    """The secretary of the instance that will decide."""
    return make(name, at={"pk": f"referral_{state}"}, seen=section("state", "R", f"case_{state}"), may=KEEPS)


def _draft(name: str, make, **at: str) -> list[Row]:
    own = only("landlord_referent")
    return make(name, at={"draft": "draft", **at}, gate=REFERS, seen=own, why=OWN_DRAFT)


_REFERRALS = [
    *form("cellule:referral_start", gate=REFERS),
    *reading("cellule:commune_search", gate=REFERS),
    *_draft("cellule:referral_resume", reading),
    *_draft("cellule:referral_danger", form),
    *_draft("cellule:referral_discard", form),
    *_draft("cellule:referral_step", form, step="entree"),
    *_draft("cellule:referral_step", form, step="menage"),
    *_draft("cellule:referral_step", form, step="logement"),
    *_draft("cellule:referral_step", form, step="situation"),
    *_draft("cellule:referral_step", form, step="envoi"),
    *_draft("cellule:referral_keep", act, step="entree"),
    *reading("cellule:referral_mine", gate=REFERS),
    *reading("cellule:referral_list", gate=cell("session_agenda", "W"), why="le secrétariat reçoit les orientations"),
    *_followed("cellule:referral_detail", "submitted", reading),
    *_followed("cellule:referral_detail", "shelter", reading),
    *_followed("cellule:referral_detail", "refused", reading),
    *_followed("cellule:referral_answer", "incomplete", act),
    *_followed("cellule:referral_withdraw", "submitted", act),
    *_followed("cellule:referral_read", "refused", act),
    *_examined("cellule:referral_examine", "submitted", reading),
    *_examined("cellule:referral_examine", "refused", reading),
    *_examined("cellule:referral_claim", "submitted"),
    *_examined("cellule:referral_complement", "submitted"),
    *_examined("cellule:referral_complete", "submitted"),
    *_examined("cellule:referral_diagnosis", "complete"),
    *_examined("cellule:referral_schedule", "complete"),
]


def _own_sheet(right: str, case: str):
    """Before freezing: the secretary, and who presents the case."""
    mine = all_of(of("landlord"), sees(case), cell("sheet_before_freezing", right, "own"))
    return any_of(all_of(cell("sheet_before_freezing", right), seated), mine)


def _frozen_sheet(case: str):
    """Frozen: the seats of a session that was convened, and who presents the case."""
    seat = all_of(seated, cell("sheet_frozen", "R", "seat", "own or seat"))
    return any_of(seat, all_of(of("landlord"), sees(case), cell("sheet_frozen", "R", "own or seat")))


_DRAFTED = {"at": {"pk": "sheet_draft"}, "seen": _own_sheet("R", "case_scheduled")}
_FROZEN = {"at": {"pk": "sheet_frozen"}, "seen": _frozen_sheet("case_frozen")}
_SHEETS = [
    *reading("cellule:sheet_list", gate=cell("sheet_before_freezing", "R", "own")),
    *act(
        "cellule:sheet_prepare",
        at={"referral": "referral_bare"},
        seen=section("state", "R", "case_bare"),
        may=_own_sheet("W", "case_bare"),
    ),
    *reading("cellule:sheet_detail", **_DRAFTED),
    *act("cellule:sheet_detail", **_DRAFTED, may=_own_sheet("W", "case_scheduled")),
    *reading("cellule:sheet_detail", **_FROZEN),
    *act("cellule:sheet_renew", **_FROZEN, may=_own_sheet("W", "case_frozen")),
    *reading("cellule:sheet_document", **_DRAFTED),
    *reading("cellule:sheet_document", **_FROZEN),
]
SEAT = all_of(seated, any_of(cell("session_agenda", "R", "seat"), cell("sheet_frozen", "R", "seat", "own or seat")))


def of_session(name: str, state: str, make, **at: str) -> list[Row]:
    """An act of who keeps the session; a seat sees it once convened, the others never."""
    seen = KEEPS if state == "planned" else any_of(KEEPS, SEAT)
    return make(name, at={"pk": f"session_{state}", **at}, seen=seen, may=KEEPS)


def _seen_session(state: str) -> list[Row]:
    seen = KEEPS if state == "planned" else any_of(KEEPS, SEAT)
    return reading("cellule:session_detail", at={"pk": f"session_{state}"}, seen=seen)


_SESSIONS = [
    *reading("cellule:session_list", why=OWN_LIST),
    *form("cellule:session_plan", gate=cell("session_agenda", "W")),
    *(row for state in ("planned", "convened", "open", "closed") for row in _seen_session(state)),
    *of_session("cellule:session_convene", "planned", act),
    *of_session("cellule:session_open", "convened", act),
    *of_session("cellule:session_attendance", "open", form),
    *of_session("cellule:subject_add", "planned", act),
    *of_session("cellule:follow_up_add", "planned", act),
    *of_session("cellule:item_move", "planned", act, item="item_planned"),
    *of_session("cellule:item_minutes", "planned", act, item="item_planned"),
    *of_session("cellule:item_hide", "planned", act, item="item_planned"),
    *of_session("cellule:item_restore", "planned", act, item="item_hidden"),
    *of_session("cellule:session_at", "open", form, item="item_open"),
    *of_session("cellule:session_at", "closed", reading, item="item_closed"),
    *of_session("cellule:session_show", "open", act, item="item_open"),
    *of_session("cellule:session_closing", "open", form),
    *reading(
        "cellule:session_record",
        at={"pk": "session_closed"},
        seen=any_of(KEEPS, SEAT),
        may=any_of(KEEPS, cell("session_record", "R", "seat", "seat, entries of her organisation")),
    ),
    *form("cellule:decision_correct", at={"pk": "decision"}, seen=all_of(cell("decision_record", "W"), seated)),
    *reading(
        "cellule:case_fragment",
        at={"pk": "main"},
        seen=sees("main"),
        may=section("decision", "S"),
    ),
    *form(
        "cellule:task_detail",
        at={"pk": "task"},
        seen=all_of(of("landlord"), sees("case_refused")),
        why="la tâche d’un organisme est à ceux de ses agents qui voient le dossier",
    ),
]

# The instances she keeps, and those of the dispositif she pilots; a seat sees that the instance is there.
GIVES_SEATS = all_of(cell("instance_seats", "W"), any_of(seated, piloted))
_OF_INSTANCE = {"seen": any_of(GIVES_SEATS, SEAT), "may": GIVES_SEATS}
_SEATS = [
    *reading("cellule:seat_list", at={"pk": "instance"}, **_OF_INSTANCE),
    *form("cellule:seat_give", at={"pk": "instance"}, **_OF_INSTANCE),
    *act("cellule:seat_end", at={"pk": "instance", "seat": "seat"}, **_OF_INSTANCE),
]

ROWS = [*_REFERRALS, *_SHEETS, *_SESSIONS, *_SEATS]
