"""What is asked of a team, and the landlord's part beside the association's: others.csv within the file."""

from tests.matrix.rows import act, form, reading
from tests.matrix.rules import all_of, any_of, cell, of, piloted, section, sees

_READS, _WRITES = cell("solicitation", "R"), cell("solicitation", "W")
_NOTES = all_of(_WRITES, any_of(section("interventions", "W"), section("interventions_shared", "W")))
_INNER, _INNER_W = section("interventions", "R"), section("interventions", "W")
_SHARED = any_of(section("interventions_shared", "R"), _INNER)
_SHARED_W = any_of(section("interventions_shared", "W"), _INNER_W)
_ASKED = any_of(of("association"), section("measure", "W"))
_LIST = "la liste de son périmètre : vide s’il n’a rien"

_FOLLOWED = any_of(section("interventions", "R"), section("interventions_shared", "R"))

_ITS_OWN = all_of(cell("dispositif_configuration", "W"), any_of(piloted, of("organiser")))

ROWS = [
    *form(
        "accompaniment:promise_edit",
        at={"pk": "dispositif"},
        gate=cell("dispositif_configuration", "R"),
        may=_ITS_OWN,
    ),
    *form("core:export_new", at={"name": "sollicitations"}, may=cell("export_named", "W", "own grants")),
    *reading("accompaniment:case_parts", at={"pk": "main"}, seen=sees("main"), may=_FOLLOWED),
    *reading("accompaniment:solicitation_list", gate=_READS, why=_LIST),
    *form("accompaniment:solicitation_add", at={"pk": "main"}, seen=sees("main"), may=_NOTES),
    *act("accompaniment:solicitation_tap", at={"pk": "main"}, seen=sees("main"), may=_NOTES),
    *form(
        "accompaniment:solicitation_answer",
        at={"pk": "solicitation_inner"},
        seen=all_of(_READS, _INNER),
        may=all_of(_WRITES, _INNER_W, _ASKED),
    ),
    *form(
        "accompaniment:solicitation_answer",
        at={"pk": "solicitation_shared"},
        seen=all_of(_READS, _SHARED),
        may=all_of(_WRITES, _SHARED_W, _ASKED),
    ),
    *form(
        "accompaniment:solicitation_drop",
        at={"pk": "solicitation_inner"},
        seen=all_of(_READS, _INNER),
        may=all_of(_WRITES, _INNER_W, _ASKED),
    ),
    *form(
        "accompaniment:solicitation_drop",
        at={"pk": "solicitation_shared"},
        seen=all_of(_READS, _SHARED),
        may=all_of(_WRITES, _SHARED_W, any_of(_ASKED, of("landlord"))),
    ),
    *act(
        "accompaniment:solicitation_reopen",
        at={"pk": "solicitation_answered"},
        seen=all_of(_READS, _INNER),
        may=all_of(_WRITES, _INNER_W, _ASKED),
    ),
]
