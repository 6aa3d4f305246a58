"""The search in what was capitalised: by words, whatever their accents and some of their typos, and by competence."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from cellule.expertise_choices import CapitalisedState
from cellule.models import Capitalised
from veille.core.actor import Actor
from veille.core.normalise import sort_text

MAX_LENGTH = 80
# Where the words searched wait, sealed, in the session.
KEY = "cellule.capitalisation"
# A word of two letters is in every text: it would find everything.
_SHORTEST_WORD = 3


def found_by(actor: Actor, text: str, filters: Mapping[str, Any]) -> QuerySet[Capitalised]:
    """What she reads of it: the words searched, a competence, where it was said, whether it waits for a reader."""
    rows = matching(Capitalised.objects.visible_to(actor), text)
    rows = rows.filter(state=filters.get("state") or CapitalisedState.PUBLISHED)
    for name in ("competence", "source"):
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    return rows.with_list_data()


def matching(rows: QuerySet[Capitalised], text: str) -> QuerySet[Capitalised]:
    """Rows whose texts hold each word, or one that looks like it."""
    words = sort_text(text[:MAX_LENGTH]).split()
    for word in [word for word in words if len(word) >= _SHORTEST_WORD] or words:
        rows = rows.filter(Q(search_text__contains=word) | Q(search_text__trigram_word_similar=word))
    return rows
