"""Rights on objects outside a file: object × role → cell.

One table (`partners.object_cells`, a file a subject), compared with `docs/rights/others.csv` by a test. A cell is
a right (`W` write, `R` read, `N` numbers, `Nm` numbers with small groups masked, `P` pseudonymised) and sometimes
a scope word; the scope is kept by the permission function of the object.
"""

from partners.object_cells import OBJECT_RIGHTS
from veille.core.actor import Actor

__all__ = ["OBJECT_RIGHTS", "cells", "may", "roles_with"]

_RANKS = {"W": 4, "R": 3, "P": 2, "N": 1, "Nm": 1}


def cells(actor: Actor, name: str) -> list[str]:
    """The cells that the actor's roles have on an object."""
    return [cell for role, cell in OBJECT_RIGHTS[name].items() if role in actor.roles]


def may(actor: Actor, name: str, right: str) -> bool:
    """Whether one of the actor's roles reaches `right` (W, R, P or N) on an object, scope aside."""
    return any(_RANKS.get(cell.split()[0], 0) >= _RANKS[right] for cell in cells(actor, name))


_ANY_SCOPE = object()


def roles_with(name: str, right: str, scope: object = _ANY_SCOPE) -> frozenset[str]:
    """The roles that reach `right` on an object: whatever the scope word, or with this one (None = no scope)."""
    found = set()
    for role, cell in OBJECT_RIGHTS[name].items():
        rank, _, word = cell.partition(" ")
        if _RANKS.get(rank, 0) >= _RANKS[right] and scope in (_ANY_SCOPE, word or None):
            found.add(role)
    return frozenset(found)
