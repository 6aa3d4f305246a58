"""The words of a file that would tell whose it is, and the ways they may be written."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from households.models import Case, ContactDetail, ContactKind, Dwelling, HousingPeriod, Person
from partners.models import Commune
from veille.core.formats import MONTHS
from veille.core.normalise import sort_text

NAME = "Nom ou prénom"
_SHORTEST_WORD = 3
# A name misspelt is looked for when it is long enough not to meet another word.
_SHORTEST_FUZZY, _LONG = 5, 8
# Pieces of a compound name worth looking for alone: « Vasseur » of « Durand-Vasseur ».
_SHORTEST_PIECE = 4
# « aux Coquelicots » is said of the « Résidence Les Coquelicots ».
_ARTICLES = re.compile(r"^(?:(?:résidence|les?|la|du|des?|l[’'])\s*)+", re.IGNORECASE)

Word = tuple[str, str]


def known_words(case: Case) -> Iterator[Word]:
    """Kind and word, for everything of the file that names, dates, reaches or places the household."""
    yield from (("Numéro de dossier", word) for word in (case.number, case.number[-5:]))
    for person in Person.objects.filter(household=case.household_id).order_by("pk"):
        for name in (person.first_name, person.last_name, person.alias):
            yield from ((NAME, word) for word in _with_pieces(name))
        if person.birth_date:
            yield from (("Date de naissance", word) for word in written_dates(person.birth_date))
    kinds = {ContactKind.PHONE: "Numéro de téléphone", ContactKind.EMAIL: "Adresse électronique"}
    for contact in ContactDetail.objects.filter(case=case).order_by("pk"):
        yield kinds.get(contact.kind, "Adresse"), contact.value
    yield from _known_places(case)


def _with_pieces(name: str) -> list[str]:
    pieces = [piece for piece in re.split(r"[\s'’-]+", name) if len(piece) >= _SHORTEST_PIECE]
    return [name, *pieces] if len(pieces) > 1 else [name]


def _known_places(case: Case) -> Iterator[Word]:
    """The communes where the household lived or the dispositif works, and the residences of its dwellings."""
    periods = HousingPeriod.objects.filter(case=case)
    dwellings = Dwelling.objects.filter(periods__in=periods).order_by("pk")
    for dwelling in dwellings:
        yield from (("Résidence", word) for word in (dwelling.residence, _ARTICLES.sub("", dwelling.residence)))
        yield "Numéro", dwelling.reference
    communes = (
        Commune.objects.filter(territories=case.territory_id)
        | Commune.objects.filter(pk__in=periods.values("commune"))
        | Commune.objects.filter(pk__in=dwellings.values("commune"))
    )
    yield from (("Commune", name) for name in communes.order_by("pk").values_list("name", flat=True))


def written_dates(day: date) -> Iterable[str]:
    """A day in figures and in words; its separators do not count (see `pattern_of`)."""
    month = MONTHS[day.month - 1]
    return (
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d/%m/%y}",
        f"{day.day}/{day.month}/{day:%y}",
        f"{day:%Y-%m-%d}",
        f"{day.day} {month} {day.year}",
        f"{day:%d} {month} {day.year}",
        f"{day.day}er {month} {day.year}",
        f"{day.day} {month} {day:%y}",
        f"{month} {day.year}",
    )


def initials_of(case: Case) -> Iterator[re.Pattern]:
    """« MV », « M V » of Mireille Vasseur: capitals alone, as they are written in notes."""
    for person in Person.objects.filter(household=case.household_id).order_by("pk"):
        if person.first_name and person.last_name:
            first, last = (_capital(name) for name in (person.first_name, person.last_name))
            pairs = {f"{first}[.\\s-]?{last}", f"{last}[.\\s-]?{first}"}
            yield re.compile(rf"(?<![\w.])(?:{'|'.join(sorted(pairs))})(?!\w)")


def _capital(name: str) -> str:
    """The first letter, as notes write it: with its accent or without."""
    return f"[{name[0].upper()}{sort_text(name[0]).upper()}]"


def pattern_of(word: str) -> re.Pattern | None:
    """The word as it may be written: case, accents, hyphens and spaces do not count, whole words only."""
    parts = [re.escape(part) for part in re.split(r"[\s.'/-]+", sort_text(word)) if part]
    if sum(len(part) for part in parts) < _SHORTEST_WORD:
        return None
    return re.compile(r"(?<!\w)" + r"[\s.'/-]*".join(parts) + r"(?!\w)")


def misspelt(text: str, names: Iterable[str]) -> Iterator[str]:
    """The capitalised words of a text that are a name with a letter missing, added, changed or moved."""
    wanted = {sort_text(name) for name in names}
    wanted = {name for name in wanted if name.isalpha() and len(name) >= _SHORTEST_FUZZY}
    for match in re.finditer(r"[^\W\d_]{4,}", text):
        word = sort_text(match.group())
        if match.group()[0].isupper() and word not in wanted and any(_is_near(word, name) for name in wanted):
            yield match.group()


def _is_near(word: str, name: str) -> bool:
    allowed = 2 if len(name) >= _LONG else 1
    return abs(len(word) - len(name)) <= allowed and _distance(word, name) <= allowed


def _distance(first: str, second: str) -> int:
    """Letters to add, take away, change or exchange with the next one (Damerau, adjacent exchanges)."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, start=1):
        older, before, row = before, row, [i]
        for j, other in enumerate(second, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
