"""Addresses of the register, the directory and the conventions."""

from tests.matrix.rows import Row, act, form, reading
from tests.matrix.rules import all_of, any_of, cell, nobody, of, piloted

_REGISTER = cell("social_register", "R", "own")
_KEEPS = cell("social_register", "W")
# The line of the scene is the association's; it employs her with the landlord.
_SEES_LINE = any_of(cell("social_register", "R"), all_of(of("landlord"), _REGISTER))
_LINE = {"at": {"pk": "registered_worker"}, "seen": _SEES_LINE, "may": all_of(of("association"), _KEEPS)}

_WORKERS = [
    *reading("partners:worker_list", gate=_REGISTER),
    *form("partners:worker_create", gate=_KEEPS),
    *form("partners:worker_edit", **_LINE),
    *act("partners:worker_end", **_LINE),
]

_READS = cell("partner_directory", "R")
_PILOTS = all_of(cell("directory_entry", "W", "partners of the dispositif"), piloted)
_WRITES = any_of(all_of(of("association"), cell("directory_entry", "W", "own")), _PILOTS)

_DIRECTORY = [
    *reading("partners:directory_list", gate=_READS),
    *reading("partners:directory_detail", at={"pk": "partner"}, gate=_READS),
    *form("partners:directory_edit", at={"pk": "partner"}, gate=_READS, may=_WRITES),
    *form("partners:relay_add", gate=_PILOTS),
    *reading("partners:relay_fragment", at={"pk": "dispositif"}, gate=_READS, fragment=True),
    *act("partners:relay_end", at={"pk": "relay"}, seen=_PILOTS),
]

_SIGNS = any_of(of("association"), of("organiser"))
_OWN = cell("convention", "R", "own", "hers")
_WHOLE = all_of(any_of(cell("convention", "W"), cell("convention", "R")), piloted)
_PREPARED = any_of(_WHOLE, all_of(_SIGNS, _OWN))
_SIGNED = any_of(_WHOLE, all_of(any_of(_SIGNS, of("state"), of("funder")), _OWN))
_PREPARES = all_of(cell("convention", "W"), piloted)


def _of_prepared(name: str, make, **at: str) -> list[Row]:
    return make(name, at={"pk": "convention_prepared", **at}, seen=_PREPARED, may=_PREPARES)


_CONVENTIONS = [
    *reading("partners:convention_list", gate=any_of(_WHOLE, _OWN)),
    *form("partners:convention_create", gate=_PREPARES),
    *reading("partners:convention_detail", at={"pk": "convention_prepared"}, seen=_PREPARED),
    *reading("partners:convention_detail", at={"pk": "convention_signed"}, seen=_SIGNED),
    *reading("partners:convention_pdf", at={"pk": "convention_signed"}, seen=_SIGNED),
    *_of_prepared("partners:convention_paper_add", form),
    *reading("partners:convention_paper", at={"pk": "convention_signed", "paper_pk": "paper"}, seen=_SIGNED),
    *reading("partners:convention_paper", at={"pk": "convention_prepared", "paper_pk": "paper"}, seen=nobody),
    *act(
        "partners:convention_paper_remove",
        at={"pk": "convention_signed", "paper_pk": "paper"},
        seen=_SIGNED,
        may=_PREPARES,
    ),
    *_of_prepared("partners:convention_edit", form),
    *_of_prepared("partners:convention_follow", form),
    *_of_prepared("partners:convention_stop", form),
    *_of_prepared("partners:signatory_add", form),
    *_of_prepared("partners:signature_note", form, part_pk="signatory"),
    *_of_prepared("partners:signatory_remove", act, part_pk="signatory"),
    *_of_prepared("partners:purchase_add", form),
    *_of_prepared("partners:purchase_remove", act, part_pk="purchase"),
    *_of_prepared("partners:sharing_add", form),
    *_of_prepared("partners:sharing_remove", act, part_pk="shared"),
]

ROWS = [*_WORKERS, *_DIRECTORY, *_CONVENTIONS]
