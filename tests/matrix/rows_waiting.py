"""What one does with a line of « À faire »: found among what awaits oneself, and nowhere else."""

from tests.matrix.rows import form
from tests.matrix.rules import all_of, any_of, of, only, sees

# The worker leads the file; her manager was handed a line of it.
_BOTH_SIDES = only("association_worker", "association_manager")
_HERS = "une ligne d’« À faire » se trouve parmi ce qui attend la personne, et nulle part ailleurs"
_SET_ASIDE = any_of(only("association_worker"), all_of(only("association_manager"), of("association"), sees("main")))
_LINE = {"kind": "solicitation", "about": "solicitation_inner"}
_BOTH = "les deux collègues entre qui la ligne est passée"
_SEALED = "lien scellé d’un courriel : il arrête ce courriel et n’ouvre rien"

ROWS = [
    *form("households:line_put_off", at=_LINE, seen=only("association_worker"), why=_HERS),
    *form("households:line_hand_on", at=_LINE, seen=only("association_worker"), why=_HERS),
    *form("households:line_take_up", at={"pk": "put_off"}, seen=_SET_ASIDE, why="la personne et son encadrement"),
    *form("households:line_hand_back", at={"pk": "handed_on"}, seen=_BOTH_SIDES, why=_BOTH),
    *form("households:digest_edit", why="ses propres choix : chacun les siens"),
    *form("households:digest_stop", at={"pk": "digest", "seal": "digest_seal"}, public=True, why=_SEALED),
]
