"""Addresses of a file and of the accompaniment: every expectation is grant × role of docs/rights."""

from tests.matrix.rows import Row, act, form, reading
from tests.matrix.rules import (
    all_of,
    any_of,
    cell,
    everybody,
    made_the_diagnosis,
    named,
    nobody,
    of,
    reads_note,
    section,
    sees,
    writes_note,
)

MANAGER = cell("memberships", "W", "own, never herself")
OWN_LIST = "la liste de son périmètre : chacun l’ouvre, vide s’il n’a rien"


def _file(name: str, *sections: tuple[str, str]) -> list[Row]:
    """A tab of the file: seen by a grant, opened by one of these sections."""
    may = any_of(*(section(*pair) for pair in sections)) if sections else everybody
    return reading(name, at={"pk": "main"}, seen=sees("main"), may=may)


def _write(name: str, *sections: str, **at: str) -> list[Row]:
    may = any_of(*(section(one, "W") for one in sections))
    return form(name, at={"pk": "main", **at}, seen=sees("main"), may=may)


_PANEL = section("access_panel", "R")
_TABS = [
    *_file("households:case_detail"),
    *_file("households:case_household", ("identity", "R"), ("contact", "R"), ("confided", "R")),
    *_file("households:case_housing", ("housing", "R"), ("procedure", "R")),
    *_file("households:case_followup", ("interventions", "R"), ("interventions_shared", "R"), ("measure", "S")),
    *_file("households:case_plan", ("plan", "R"), ("plan_shared", "R")),
    *_file("households:case_sessions", ("decision", "S")),
    *_file("households:case_access", ("access_panel", "R")),
]


def _child(name: str, arg: str, word: str, opens: str, make=form) -> list[Row]:
    """Something under the file, seen when its section is read and changed when it is written."""
    at = {"pk": "main", arg: word}
    return make(name, at=at, seen=section(opens, "R"), may=section(opens, "W"))


_PEOPLE = [
    *_write("households:person_add", "identity"),
    *_child("households:person_edit", "person_pk", "person", "identity"),
    *_child("households:person_edit", "person_pk", "person_confided", "confided"),
    *_write("households:contact_add", "contact", "confided"),
    *_child("households:contact_edit", "contact_pk", "contact", "contact"),
    *_child("households:contact_edit", "contact_pk", "contact_confided", "confided"),
    *_child("households:contact_remove", "contact_pk", "contact", "contact", make=act),
    *_child("households:contact_remove", "contact_pk", "contact_confided", "confided", make=act),
    *_write("households:information_add", "contact"),
    *_write("households:adhesion_add", "measure"),
    *_write("households:finding_add", "findings_support", "findings_landlord"),
    *_write("households:housing_add", "housing"),
    *_write("households:step_add", "procedure"),
    *_child("households:step_end", "step_pk", "step", "procedure", make=act),
]
_PROTECTED = {"seen": sees("restricted"), "may": named("restricted")}
_RIGHTS_5 = "rights.md 5 : personnes nommées seulement"
_RESTRICTED = [
    *reading("households:case_detail", at={"pk": "restricted"}, seen=sees("restricted"), why=_RIGHTS_5),
    *form(
        "households:protected_add",
        at={"pk": "restricted"},
        seen=sees("restricted"),
        may=all_of(named("restricted"), section("contact", "W", "restricted")),
        why=_RIGHTS_5,
    ),
    *form("households:protected_read", at={"pk": "restricted", "detail_pk": "detail"}, **_PROTECTED, why=_RIGHTS_5),
]


def _naming(name: str, make, **at: str) -> list[Row]:
    """Who leads, presents or manages the file names others; being named herself is what makes her see it."""
    panel = section("access_panel", "R", "restricted")
    writes = any_of(section("contact", "W", "restricted"), section("access_panel", "W", "restricted"), MANAGER)
    return make(name, at={"pk": "restricted", **at}, seen=sees("restricted"), may=all_of(panel, writes), why=_RIGHTS_5)


_ACCESS = [
    *form("households:partner_add", at={"pk": "main"}, seen=sees("main"), may=all_of(_PANEL, section("measure", "W"))),
    *act(
        "households:access_stop",
        at={"pk": "main", "access_pk": "partner_access"},
        seen=sees("main"),
        may=all_of(_PANEL, section("measure", "W")),
    ),
    *form("households:team_add", at={"pk": "main"}, seen=sees("main"), may=all_of(_PANEL, MANAGER)),
    *act(
        "households:team_leave",
        at={"pk": "main", "member_pk": "member"},
        seen=sees("main"),
        may=all_of(_PANEL, MANAGER, of("association")),
    ),
    *_naming("households:named_add", form),
    *_naming("households:named_end", act, named_pk="named"),
    *act("households:conflict_declare", at={"pk": "main"}, seen=sees("main"), why="qui voit peut se retirer"),
]
_LISTS = [
    *reading("households:case_list", why=OWN_LIST),
    *reading("households:case_count", why=OWN_LIST, fragment=True),
    *act("households:case_search", data={"q": "Vande"}, why=OWN_LIST),
]


def _measure(name: str, state: str, writes: str = "measure") -> list[Row]:
    """An act on a measure: seen by its state, done by who writes it."""
    case = f"measured_{state}"
    return form(name, at={"pk": f"measure_{state}"}, seen=section("measure", "S", case), may=section(writes, "W", case))


_MEASURES = [
    *_measure("accompaniment:measure_activate", "preparation"),
    *_measure("accompaniment:measure_suspend", "active"),
    *_measure("accompaniment:measure_resume", "suspended"),
    *_measure("accompaniment:measure_relay", "active"),
    *_measure("accompaniment:measure_level", "active"),
    *_measure("accompaniment:measure_review", "active"),
    *_measure("accompaniment:measure_end", "active"),
    *_measure("accompaniment:measure_watch", "ended"),
    *_measure("accompaniment:measure_unwatch", "watch"),
    *_measure("accompaniment:measure_reopen", "ended"),
    *_measure("cellule:measure_start", "not_started"),
    *_measure("accompaniment:plan_create", "relay", writes="plan"),
]
_AGREED = section("plan", "R", "planned")
_SHARED = any_of(_AGREED, section("plan_shared", "R", "planned"))
_WRITES_PLAN = {"may": section("plan", "W", "planned")}
_DRAFT = {"seen": section("plan", "R"), "may": section("plan", "W")}
_PLANS = [
    *form("accompaniment:plan_edit", at={"pk": "plan_draft"}, **_DRAFT),
    *form("accompaniment:plan_agree", at={"pk": "plan_draft"}, **_DRAFT),
    *form("accompaniment:plan_version", at={"pk": "plan_agreed"}, seen=_AGREED, **_WRITES_PLAN),
    *act("accompaniment:plan_close", at={"pk": "plan_agreed"}, seen=_AGREED, **_WRITES_PLAN),
    *form("accompaniment:objective_create", at={"pk": "plan_draft"}, **_DRAFT),
    *form("accompaniment:objective_edit", at={"pk": "objective_draft"}, **_DRAFT),
    *act("accompaniment:objective_remove", at={"pk": "objective_draft"}, **_DRAFT),
    *form("accompaniment:objective_result", at={"pk": "objective_shared"}, seen=_SHARED, **_WRITES_PLAN),
    *form("accompaniment:objective_result", at={"pk": "objective_inner"}, seen=_AGREED, **_WRITES_PLAN),
    *act(
        "accompaniment:action_move",
        at={"pk": "action_shared"},
        data={"state": "doing"},
        seen=_SHARED,
        may=any_of(_WRITES_PLAN["may"], section("plan_shared", "W", "planned")),
    ),
    *act("accompaniment:action_move", at={"pk": "action_inner"}, data={"state": "doing"}, seen=_AGREED, **_WRITES_PLAN),
    *act("accompaniment:action_move", at={"pk": "action_draft"}, data={"state": "doing"}, **_DRAFT),
]
_WRITES_SOMETHING = any_of(
    *(section(one, "W") for one in ("interventions", "interventions_shared", "findings_support", "findings_landlord"))
)
_NOTE_WHY = "notes.csv ; un niveau propre à l’organisme se garde chez lui"


def _note(word: str, level: str, *rules) -> list[Row]:
    """Changing who reads a note is for the organisation of its author, under a level her role writes."""
    seen = all_of(sees("main"), reads_note(level), *rules)
    may = all_of(of("association"), writes_note(level))
    return form("accompaniment:note_level", at={"pk": word}, seen=seen, may=may, why=_NOTE_WHY)


_FACTUAL = any_of(section("interventions_shared", "R"), of("association"))
_TEAM = any_of(section("interventions", "R"), of("association"))
_NOTES = [
    *form(
        "accompaniment:note_create",
        at={"pk": "main"},
        seen=sees("main"),
        may=all_of(
            _WRITES_SOMETHING,
            any_of(
                writes_note("association_only", "landlord_internal", "landlord_social"),
                all_of(writes_note("factual_shared"), section("interventions_shared", "W")),
            ),
        ),
        why=_NOTE_WHY,
    ),
    *_note("note_association_only", "association_only", of("association")),
    *_note("note_factual_shared", "factual_shared", _FACTUAL),
    *_note("note_team_shared", "team_shared", _TEAM),
    *form(
        "accompaniment:note_level",
        at={"pk": "note_landlord"},
        seen=all_of(sees("main"), reads_note("landlord_internal"), of("landlord")),
        may=writes_note("landlord_internal"),
        why=_NOTE_WHY,
    ),
]
_FOLLOW_UP = [section("interventions", "R"), section("interventions_shared", "R")]


def _fragment(name: str, *opens) -> list[Row]:
    return reading(name, at={"pk": "main"}, seen=sees("main"), may=any_of(*opens))


_FRAGMENTS = [
    *_fragment("accompaniment:case_fragment", *_FOLLOW_UP, section("measure", "S")),
    *_fragment("accompaniment:feed_fragment", *_FOLLOW_UP),
    *_fragment("accompaniment:plan_fragment", section("plan", "R"), section("plan_shared", "R")),
    *_fragment("accompaniment:state_fragment", section("measure", "S")),
    *_write("accompaniment:quick_entry", "interventions", "interventions_shared"),
]


def _diagnosis(name: str, state: str, make) -> list[Row]:
    case = f"diagnosed_{state}"
    may = all_of(of("association"), section("diagnosis", "W", case))
    return make(name, at={"pk": f"diagnosis_{state}"}, seen=section("recommendation", "S", case), may=may)


_MADE_IT = made_the_diagnosis


def _printed(state: str, seen, may) -> list[Row]:
    """The paper is read as the page is; of an order not rendered there is none."""
    return form("accompaniment:diagnosis_document", at={"pk": f"diagnosis_{state}"}, seen=seen, may=may)


_DIAGNOSES = [
    *_printed(
        "done",
        any_of(_MADE_IT, section("recommendation", "S", "diagnosed_done")),
        any_of(_MADE_IT, section("recommendation", "R", "diagnosed_done")),
    ),
    *_printed("ordered", section("recommendation", "S", "diagnosed_ordered"), nobody),
    *reading(
        "accompaniment:diagnosis_detail",
        at={"pk": "diagnosis_ordered"},
        seen=section("recommendation", "S", "diagnosed_ordered"),
        may=section("recommendation", "R", "diagnosed_ordered"),
    ),
    *reading(
        "accompaniment:diagnosis_detail",
        at={"pk": "diagnosis_done"},
        seen=any_of(_MADE_IT, section("recommendation", "S", "diagnosed_done")),
        may=any_of(_MADE_IT, section("recommendation", "R", "diagnosed_done")),
        why="rights.md 3 : un opérateur garde la lecture de son propre diagnostic",
    ),
    *_diagnosis("cellule:diagnosis_report", "ordered", form),
    *_diagnosis("cellule:diagnosis_not_done", "ordered", form),
    *_diagnosis("cellule:diagnosis_again", "not_done", act),
]

ROWS = [
    *_LISTS,
    *_TABS,
    *_PEOPLE,
    *_RESTRICTED,
    *_ACCESS,
    *_MEASURES,
    *_PLANS,
    *_NOTES,
    *_FRAGMENTS,
    *_DIAGNOSES,
]
