"""Addresses of the search for a dwelling."""

from tests.matrix.cells import RANKS, table
from tests.matrix.rows import Row, act, form, reading
from tests.matrix.rules import Rule, all_of, any_of, cell, of, seated, section, sees


def _writes_section(person, scene) -> bool:
    """roles.csv: her role writes candidatures, whatever the file."""
    return RANKS[table("roles")[person.role]["candidature"]] >= RANKS["W"]


def _led(right: str, case: str) -> Rule:
    """Who accompanies, in this scene the association."""
    return all_of(of("association"), section("candidature", right, case))


def _own(right: str) -> Rule:
    """The landlord asked, past its answer too."""
    return all_of(of("landlord"), cell("candidature", right, "own"))


def _asked(right: str) -> Rule:
    """While it is asked, by its grant as well."""
    return any_of(_own(right), all_of(of("landlord"), section("candidature", right, "case_asked")))


def _kept(right: str) -> Rule:
    return all_of(seated, cell("candidature", right, "instance"))


_SEEN_ASKED = any_of(_led("R", "case_asked"), _asked("R"), _kept("R"))
_ASKED = {"at": {"pk": "candidature_asked"}, "seen": _SEEN_ASKED}
_SEEN_ANSWERED = any_of(_led("R", "case_refused_by_landlord"), _own("R"), _kept("R"))
_LEADS = all_of(section("measure", "W", "case_free"), section("candidature", "W", "case_free"))
_OF_CASE = {"at": {"pk": "case_free"}, "seen": sees("case_free")}


def _offer(name: str, offer: str, case: str, make, may: Rule, kept: Rule | None = None) -> list[Row]:
    seen = any_of(_led("R", case), _own("R"), *([kept] if kept else []))
    return make(f"cellule:{name}", at={"pk": offer}, seen=seen, may=may)


def _passage(name: str, state: str, make, may: Rule | None = None) -> list[Row]:
    """The landlord reads it once passed on."""
    case = f"case_passage_{state}"
    seen = _led("R", case) if state == "prepared" else any_of(_led("R", case), _own("R"))
    fields = {"may": may} if may else {}
    return make(f"cellule:{name}", at={"pk": f"passage_{state}"}, seen=seen, **fields)


def _either(case: str) -> Rule:
    return any_of(_own("W"), _led("W", case))


ROWS = [
    *reading("cellule:candidature_list", gate=any_of(cell("candidature", "R", "own", "instance"), _writes_section)),
    *reading("cellule:candidature_detail", **_ASKED),
    *form("cellule:candidature_answer", **_ASKED, may=_asked("W")),
    *act("cellule:candidature_withdraw", **_ASKED, may=any_of(_led("W", "case_asked"), _kept("W"))),
    *form("cellule:candidature_ask", **_OF_CASE, may=_LEADS),
    *form("cellule:candidature_instead", at={"pk": "candidature_refused"}, seen=_SEEN_ANSWERED, may=_kept("W")),
    *reading("cellule:candidature_fragment", **_OF_CASE, may=section("candidature", "R", "case_free")),
    *form("cellule:commission_prepare", **_OF_CASE, may=_LEADS),
    *_offer("offer_create", "candidature_accepted", "case_free", form, _either("case_free")),
    *_offer("offer_accept", "offer_proposed", "case_answered", act, _led("W", "case_answered"), _kept("R")),
    *_offer("offer_end", "offer_proposed", "case_answered", form, _either("case_answered"), _kept("R")),
    *_offer(
        "offer_lease",
        "offer_accepted",
        "case_accepted",
        form,
        all_of(_led("W", "case_accepted"), section("housing", "W", "case_accepted")),
    ),
    *_passage("commission_detail", "prepared", reading),
    *_passage("commission_detail", "passed", reading),
    *_passage("commission_edit", "prepared", form, _led("W", "case_passage_prepared")),
    *_passage("commission_pass", "prepared", act, _led("W", "case_passage_prepared")),
    *_passage("commission_note", "passed", reading),
    *_passage("commission_result", "passed", form, _either("case_passage_passed")),
    *_passage("commission_withdraw", "passed", act, _led("W", "case_passage_passed")),
    *_passage("commission_told", "decided", act, _led("W", "case_passage_decided")),
    *form(
        "cellule:condition_settle",
        at={"pk": "condition"},
        seen=any_of(
            section("decision", "R", "case_asked"),
            all_of(of("association"), section("decision", "S", "case_asked")),
            all_of(cell("decision_record", "W"), seated),
        ),
        may=any_of(
            all_of(of("association"), section("decision", "S", "case_asked")),
            section("measure", "W", "case_asked"),
            all_of(cell("decision_record", "W"), seated),
        ),
        why="qui devait la remplir, qui conduit l’accompagnement, le secrétariat qui l’a posée",
    ),
]
