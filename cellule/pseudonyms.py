"""The neutral name under which an instance speaks of a situation.

Drawn at random, kept for the case in that instance, and never computed from anything: nobody can go
back from the name to the case. Two nouns of landscape and colour, easy to say in a meeting.
"""

import secrets

from cellule.models import PresentationSheet
from households.models import Case
from partners.models import Instance

_PLACES = (
    "Anse", "Aube", "Baie", "Brise", "Brume", "Cascade", "Clairière", "Colline", "Comète", "Crique", "Dune",
    "Écluse", "Étoile", "Falaise", "Forêt", "Île", "Lagune", "Lande", "Marée", "Plaine", "Prairie", "Rivière",
    "Rosée", "Source", "Vallée",
)  # fmt: skip
_COLOURS = (
    "ambre", "anis", "argent", "azur", "cerise", "corail", "cuivre", "émeraude", "indigo", "ivoire", "jade",
    "lavande", "lilas", "menthe", "nacre", "ocre", "olive", "opale", "safran", "saphir", "topaze", "vanille",
)  # fmt: skip


def pseudonym_of(*, case: Case, instance: Instance) -> str:
    """The name this case already has in the instance, else one that nobody bears there."""
    sheets = PresentationSheet.objects.filter(session__instance=instance)
    known = sheets.filter(case=case).order_by("session__held_on", "version").first()
    if known:
        return known.pseudonym
    return draw(set(sheets.order_by("pseudonym").values_list("pseudonym", flat=True).distinct()))


def draw(taken: set[str]) -> str:
    """A free pair; once all are taken, a pair with a number."""
    free = [name for place in _PLACES for colour in _COLOURS if (name := f"{place} {colour}") not in taken]
    if free:
        return secrets.choice(free)
    while True:
        name = f"{secrets.choice(_PLACES)} {secrets.randbelow(9000) + 1000}"
        if name not in taken:
            return name
