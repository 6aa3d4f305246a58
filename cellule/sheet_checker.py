"""What on a sheet could tell who the household is.

Known words come from the file (names, contacts, places, number); patterns catch what the file does not
hold. The finding quotes the sheet itself, never the file: a warning must not teach a name.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from cellule.models import PresentationSheet
from households.models import Case, ContactDetail, ContactKind, Dwelling, HousingPeriod, Person
from partners.models import Commune
from veille.core.normalise import sort_text

CHECKED_FIELDS = ("composition", "age_bands", "profile", "facts", "tried", "question", "proposal")
_SHORTEST_WORD = 3
_STREET = r"rue|avenue|boulevard|allée|impasse|chemin|place|square|quai|route|résidence|bâtiment"
_PATTERNS = (
    ("Numéro de téléphone", r"(?:\+33|\b0)\s?[1-9](?:[\s.\-]?\d{2}){4}\b"),
    ("Adresse électronique", r"[\w.+-]+@[\w-]+\.[\w.]+"),
    ("Numéro de dossier", r"\b[A-Z]{2,6}-\d{4}-\d{5}\b"),
    ("Adresse", rf"(?i:\b\d{{1,4}}\s?(?:bis|ter)?,?\s(?:{_STREET})\b[^.;\n]{{0,40}})"),
    ("Date de naissance", r"(?i:\bn[ée]+(?:\(e\)|·e)?\sle\s[^.;,\n]{4,20})"),
    ("Nom ou initiales", r"\b(?:M\.|Mr|Mme|Mlle|Monsieur|Madame)\s[A-ZÀ-Ý](?:\.|[\w'’-]+)(?:\s[A-ZÀ-Ý]\.)?"),
    ("Initiales", r"(?<![\w.])[A-ZÀ-Ý]\.\s?[A-ZÀ-Ý]\.(?!\w)"),
)


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
    return parts_in([(name, label, getattr(sheet, name)) for name, label in fields], _known_words(case))


def identifying_texts(
    texts: Iterable[tuple[str, str, str]], *, dispositif: UUID, case: Case | None = None
) -> list[IdentifyingPart]:
    """The same of texts that are no sheet: (field, label, text), about a file or about none.

    Without a file, the communes of the dispositif are the only words known.
    """
    communes = Commune.objects.filter(territories__dispositif=dispositif).order_by("pk").distinct()
    known = [("Commune", name) for name in communes.values_list("name", flat=True)]
    return parts_in(texts, [*known, *(_known_words(case) if case else ())])


def parts_in(texts: Iterable[tuple[str, str, str]], known: Iterable[tuple[str, str]]) -> list[IdentifyingPart]:
    """What is found in these texts by known words, then by patterns."""
    words = [(kind, _pattern_of(word)) for kind, word in known]
    patterns = [(kind, re.compile(pattern)) for kind, pattern in _PATTERNS]
    found: dict[tuple[str, str], IdentifyingPart] = {}
    for field, label, text in texts:
        for kind, excerpt in [*_matches_folded(text, words), *_matches(text, patterns)]:
            found.setdefault((field, excerpt.lower()), IdentifyingPart(field, label, kind, excerpt))
    return list(found.values())


def _known_words(case: Case) -> Iterator[tuple[str, str]]:
    yield from (("Numéro de dossier", word) for word in (case.number, case.number[-5:]))
    for person in Person.objects.filter(household=case.household_id).order_by("pk"):
        yield from (("Nom ou prénom", word) for word in (person.first_name, person.last_name, person.alias))
        if person.birth_date:
            yield from (("Date de naissance", word) for word in _dates(person.birth_date))
    kinds = {ContactKind.PHONE: "Numéro de téléphone", ContactKind.EMAIL: "Adresse électronique"}
    for contact in ContactDetail.objects.filter(case=case).order_by("pk"):
        yield kinds.get(contact.kind, "Adresse"), contact.value
    yield from _known_places(case)


def _known_places(case: Case) -> Iterator[tuple[str, str]]:
    """The communes where the household lived or the dispositif works, and the residences of its dwellings."""
    periods = HousingPeriod.objects.filter(case=case)
    dwellings = Dwelling.objects.filter(periods__in=periods).order_by("pk")
    yield from (("Résidence", dwelling.residence) for dwelling in dwellings)
    communes = (
        Commune.objects.filter(territories=case.territory_id)
        | Commune.objects.filter(pk__in=periods.values("commune"))
        | Commune.objects.filter(pk__in=dwellings.values("commune"))
    )
    yield from (("Commune", name) for name in communes.order_by("pk").values_list("name", flat=True))


def _dates(day) -> Iterable[str]:
    return (f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", f"{day:%d-%m-%Y}", f"{day:%Y-%m-%d}")


def _pattern_of(word: str) -> re.Pattern | None:
    """The word as it may be written: case, accents, hyphens and spaces do not count, whole words only."""
    parts = [re.escape(part) for part in re.split(r"[\s.'/-]+", sort_text(word)) if part]
    if sum(len(part) for part in parts) < _SHORTEST_WORD:
        return None
    return re.compile(r"(?<!\w)" + r"[\s.'/-]*".join(parts) + r"(?!\w)")


def _matches_folded(text: str, words: list[tuple[str, re.Pattern | None]]) -> Iterator[tuple[str, str]]:
    folded, places = _fold(text)
    for kind, pattern in words:
        for match in pattern.finditer(folded) if pattern else ():
            yield kind, text[places[match.start()] : places[match.end() - 1] + 1]


def _matches(text: str, patterns: list[tuple[str, re.Pattern]]) -> Iterator[tuple[str, str]]:
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
