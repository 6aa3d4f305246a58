"""What on a sheet could tell who the household is.

Known words come from the file (names, contacts, places, number); patterns catch what the file does not
hold. The finding quotes the sheet itself, never the file: a warning must not teach a name.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from cellule.identifying_patterns import PATTERNS
from cellule.identifying_words import NAME, initials_of, known_words, misspelt, pattern_of
from cellule.models import PresentationSheet
from households.models import Case
from partners.models import Commune
from veille.core.normalise import sort_text

CHECKED_FIELDS = ("composition", "age_bands", "profile", "facts", "tried", "question", "proposal")


@dataclass(frozen=True)
class IdentifyingPart:
    """A piece of the sheet: in which field, of what kind, as it is written there."""

    field: str
    field_label: str
    kind: str
    excerpt: str


def identifying_parts(sheet: PresentationSheet, case: Case) -> list[IdentifyingPart]:
    """Everything on the sheet that points to the household of `case`, in reading order, each once."""
    fields = ((name, PresentationSheet._meta.get_field(name).verbose_name) for name in CHECKED_FIELDS)
    texts = [(name, label, getattr(sheet, name)) for name, label in fields]
    return parts_in(texts, known_words(case), initials=initials_of(case))


def identifying_texts(
    texts: Iterable[tuple[str, str, str]], *, dispositif: UUID, case: Case | None = None, among: str | None = None
) -> list[IdentifyingPart]:
    """The same of texts that are no sheet: (field, label, text), about a file or about none.

    Without a file, the communes of the dispositif are the only words known. With `among`, those of the file that
    stand in it: who does not read the file must not learn its words by trying some.
    """
    communes = Commune.objects.filter(territories__dispositif=dispositif).order_by("pk").distinct()
    known = [("Commune", name) for name in communes.values_list("name", flat=True)]
    if case is None:
        return parts_in(texts, known)
    words, initials = known_words(case), initials_of(case)
    if among is not None:
        words, initials = _standing(words, among), (one for one in initials if one.search(among))
    return parts_in(texts, [*known, *words], initials=initials)


def _standing(words: Iterable[tuple[str, str]], text: str) -> Iterator[tuple[str, str]]:
    folded, _ = _fold(text)
    for kind, word in words:
        pattern = pattern_of(word)
        if pattern and pattern.search(folded):
            yield kind, word


def parts_in(
    texts: Iterable[tuple[str, str, str]], known: Iterable[tuple[str, str]], *, initials: Iterable[re.Pattern] = ()
) -> list[IdentifyingPart]:
    """What is found in these texts: known words, names misspelt, initials, then forms that identify by themselves."""
    known = list(known)
    words = [(kind, pattern_of(word)) for kind, word in known]
    names = [word for kind, word in known if kind == NAME]
    patterns = [*(("Initiales", one) for one in initials), *PATTERNS]
    found: dict[tuple[str, str], IdentifyingPart] = {}
    for field, label, text in texts:
        near = [("Nom ou prénom mal écrit", word) for word in misspelt(text, names)]
        for kind, excerpt in [*_matches_folded(text, words), *near, *_matches(text, patterns)]:
            found.setdefault((field, excerpt.lower()), IdentifyingPart(field, label, kind, excerpt))
    return list(found.values())


def _matches_folded(text: str, words: list[tuple[str, re.Pattern | None]]) -> Iterator[tuple[str, str]]:
    folded, places = _fold(text)
    for kind, pattern in words:
        for match in pattern.finditer(folded) if pattern else ():
            yield kind, text[places[match.start()] : places[match.end() - 1] + 1]


def _matches(text: str, patterns: Sequence[tuple[str, re.Pattern]]) -> Iterator[tuple[str, str]]:
    for kind, pattern in patterns:
        for match in pattern.finditer(text):
            yield kind, match.group().strip()


def _fold(text: str) -> tuple[str, list[int]]:
    """The text without accents nor capitals, and for each of its letters the place in the original."""
    letters, places = [], []
    for place, char in enumerate(text):
        for letter in sort_text(char) or char:
            letters.append(letter)
            places.append(place)
    return "".join(letters), places
