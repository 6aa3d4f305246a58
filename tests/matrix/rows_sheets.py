"""Spreadsheets out: who takes which list away, and who downloads the file."""

from tests.matrix.rows import Row, form, reading
from tests.matrix.rules import cell, only

_NAMES = cell("export_named", "W", "own grants")
HERS = "un export n’a qu’une demandeuse ; ses droits sont redemandés au téléchargement"


def _list(word: str, may) -> list[Row]:
    return form("core:export_new", at={"name": word}, may=may)


ROWS: list[Row] = [
    *_list("menages", _NAMES),
    *_list("tableau-de-suivi", _NAMES),
    *reading("core:export_detail", at={"pk": "export"}, seen=only("association_worker"), why=HERS),
    *reading("core:export_download", at={"pk": "export"}, seen=only("association_worker"), why=HERS),
]
