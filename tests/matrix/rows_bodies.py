"""The instances of a dispositif and their rules: read by who reads the configuration, written by who configures it."""

from tests.matrix.rows import Row, form, reading
from tests.matrix.rules import all_of, any_of, cell, of, piloted

# Of this very dispositif, or of any that her own organisation carries.
_ITS_OWN = all_of(cell("dispositif_configuration", "W"), any_of(piloted, of("organiser")))
_CONFIGURES = {"gate": cell("dispositif_configuration", "R"), "may": _ITS_OWN}
_DISPOSITIF = {"pk": "dispositif"}

ROWS: list[Row] = [
    *reading("cellule:instance_list", at=_DISPOSITIF, gate=cell("dispositif_configuration", "R")),
    *form("cellule:instance_create", at=_DISPOSITIF, **_CONFIGURES),
    *form("cellule:territory_create", at=_DISPOSITIF, **_CONFIGURES),
    *form("cellule:body_create", at=_DISPOSITIF, **_CONFIGURES),
    *form("cellule:body_edit", at=_DISPOSITIF | {"code": "cell"}, **_CONFIGURES),
    *form("cellule:instance_edit", at={"pk": "instance"}, **_CONFIGURES),
]
