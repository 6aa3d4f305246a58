"""Spreadsheets in and out: who brings which table in, who takes which list away, who downloads the file."""

from tests.matrix.rows import Row, act, form, reading
from tests.matrix.rules import any_of, cell, nobody, only

_NAMES = cell("export_named", "W", "own grants")
HERS = "un export n’a qu’une demandeuse ; ses droits sont redemandés au téléchargement"


def _list(word: str, may) -> list[Row]:
    return form("core:export_new", at={"name": word}, may=may)


def _of_one(word: str, may) -> list[Row]:
    """A list that hangs on something its address must name: without it, there is none."""
    return form("core:export_new", at={"name": word}, gate=may, seen=nobody)


_IMPORTS = cell("import", "W", "own")
DROPPED = "un fichier n’est lu que par qui l’a déposé"
_HERS = {"at": {"pk": "import"}, "seen": only("landlord_referent"), "why": DROPPED}

ROWS: list[Row] = [
    *reading("households:import_list", may=_IMPORTS),
    *form("households:import_new", at={"kind": "suivi"}, may=_IMPORTS),
    *reading("households:import_model", at={"kind": "suivi"}, may=_IMPORTS),
    *form("households:import_columns", **_HERS),
    *reading("households:import_detail", **_HERS),
    *reading("households:import_messages", **_HERS),
    *act("households:import_sheet", **_HERS),
    *act("households:import_apply", **_HERS),
    *act("households:import_discard", **_HERS),
    *_list("menages", _NAMES),
    *_list("tableau-de-suivi", _NAMES),
    *_list("visites", _NAMES),
    *_list("comptes-locatifs", _NAMES),
    *_list("budgets", _NAMES),
    *_list("acces", _NAMES),
    *_list("mes-orientations", cell("orientation_make", "W")),
    *_list("orientations-recues", cell("session_agenda", "W")),
    *form(
        "core:export_new", at={"name": "seances"}, why="le calendrier de ses instances, vide si elle n’en suit aucune"
    ),
    *_list(
        "organismes", any_of(cell("partner_directory", "R"), cell("organisations", "R", "partners of the dispositif"))
    ),
    *_list("roles", cell("memberships", "R", "own", "own, never herself")),
    *_of_one("plan-de-financement", cell("funding_plan", "R", "own share", "own lines", "its grants")),
    *_of_one("dossiers-sous-pseudonyme", cell("cases_behind_a_number", "P")),
    *reading("core:export_detail", at={"pk": "export"}, seen=only("association_worker"), why=HERS),
    *reading("core:export_download", at={"pk": "export"}, seen=only("association_worker"), why=HERS),
]
