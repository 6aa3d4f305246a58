"""Addresses of expertise, of what was capitalised and of trainings."""

from tests.matrix.rows import Row, act, form, reading
from tests.matrix.rules import Rule, all_of, any_of, cell, of, sees

ASKS, ANSWERS = cell("expert_request", "W", "own"), cell("expert_request", "W", "hers")
ASKED = all_of(of("landlord"), ASKS)
ADDRESSED = all_of(of("other_association"), ANSWERS)
# Numbers are for those whose cell says N: who asks or answers has her own list.
COUNTS = all_of(cell("expert_request", "N"), lambda person, scene: not (ASKS(person, scene) or ANSWERS(person, scene)))
WHY_COMPETENCE = "adressée à la compétence de son organisme"


def _request(name: str, step: str, make, may: Rule) -> list[Row]:
    """An act on a request that both sides see, and that one of them does."""
    return make(name, at={"pk": f"expert_{step}"}, seen=any_of(ASKED, ADDRESSED), may=may, why=WHY_COMPETENCE)


_REQUESTS = [
    *reading("cellule:expert_list", gate=cell("expert_request", "W", "own", "hers")),
    *form("cellule:expert_ask", gate=ASKS),
    *form("cellule:expert_ask_about", at={"pk": "main"}, seen=sees("main"), may=ASKS),
    *reading("cellule:expert_detail", at={"pk": "expert_asked"}, seen=any_of(ASKED, ADDRESSED)),
    *reading("cellule:expert_detail", at={"pk": "expert_about"}, seen=any_of(all_of(ASKED, sees("main")), ADDRESSED)),
    *_request("cellule:expert_take", "asked", act, ADDRESSED),
    *_request("cellule:expert_withdraw", "asked", act, ASKED),
    *_request("cellule:expert_message", "taken", act, any_of(ASKED, ADDRESSED)),
    *_request("cellule:expert_advise", "taken", form, ADDRESSED),
    *_request("cellule:expert_read", "advised", act, ASKED),
    *_request("cellule:expert_support", "advised", form, ADDRESSED),
    *_request("cellule:expert_close", "advised", act, any_of(ASKED, ADDRESSED)),
    *_request("cellule:expert_capitalise", "advised", form, ADDRESSED),
    *reading("cellule:expert_time", gate=COUNTS),
    *form("cellule:expert_time_note", gate=ANSWERS),
]

_READS, _REREADS = cell("capitalised_answers", "R"), cell("capitalised_answers", "W")


def _text(name: str, state: str, make) -> list[Row]:
    seen = _READS if state == "published" else _REREADS
    return make(name, at={"pk": f"capitalised_{state}"}, seen=seen, may=_REREADS)


_TEXTS = [
    *reading("cellule:capitalised_list", gate=_READS),
    *act("cellule:capitalised_search", why="ne garde que ce qu’elle cherche, dans sa propre session"),
    *reading("cellule:capitalised_detail", at={"pk": "capitalised_published"}, seen=_READS),
    *reading("cellule:capitalised_detail", at={"pk": "capitalised_waiting"}, seen=_REREADS),
    *_text("cellule:capitalised_reread", "waiting", form),
    *_text("cellule:capitalised_reread", "aside", form),
    *_text("cellule:capitalised_set_aside", "published", act),
]

_SEES_TRAININGS = cell("training_session", "R", "hers")
_KEEPS_TRAININGS = cell("training_session", "W", "hers")


def _training(name: str, state: str, make, may: Rule = _KEEPS_TRAININGS) -> list[Row]:
    return make(name, at={"pk": f"training_{state}"}, seen=_SEES_TRAININGS, may=may)


_TRAININGS = [
    *reading("cellule:training_list", gate=_SEES_TRAININGS),
    *form("cellule:training_plan", gate=_KEEPS_TRAININGS),
    *reading("cellule:training_detail", at={"pk": "training_held"}, seen=_SEES_TRAININGS),
    *reading("cellule:training_detail", at={"pk": "training_to_come"}, seen=_SEES_TRAININGS),
    *_training("cellule:training_edit", "planned", form),
    *_training("cellule:training_hold", "planned", form),
    *_training("cellule:training_cancel", "planned", act),
    *_training("cellule:training_plan_again", "cancelled", act),
    *_training("cellule:training_feedback", "held", act, may=cell("training_feedback", "W")),
]

ROWS = [*_REQUESTS, *_TEXTS, *_TRAININGS]
