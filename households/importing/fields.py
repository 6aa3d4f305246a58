"""The fields an import fills: how each is named in other people's tables, and how its cells are understood."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from veille.core import reference, spreadsheets
from veille.core.normalise import sort_text
from veille.core.spreadsheets import Unreadable
from veille.core.spreadsheets.table import Value
from veille.core.spreadsheets.values import shown

Choices = Callable[[], Iterable[tuple[str, str]]]
_SEPARATORS = re.compile(r"[;,/\n|]+")


class Kind(Enum):
    """How a cell is understood, in the words of the model to fill in."""

    TEXT = "texte"
    DAY = "date"
    MONTH = "mois"
    AMOUNT = "montant"
    NUMBER = "nombre entier"
    YES_NO = "oui ou non"
    CODE = "une des valeurs proposées"


@dataclass(frozen=True)
class Problem:
    """What is wrong, or worth knowing, in one cell; a remark does not stop the import."""

    field: str
    text: str
    is_remark: bool = False


@dataclass(frozen=True)
class Field:
    """One thing a row may say. `synonyms` are the titles it bears in the tables teams have today.

    A code is given by `reference_list` or by `choices` (value, label); `is_many` reads several in one cell.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    synonyms: tuple[str, ...] = ()
    is_required: bool = False
    reference_list: str = ""
    choices: Choices | None = None
    is_many: bool = False
    longest: int = 250
    help: str = ""

    @property
    def titles(self) -> set[str]:
        """Every title that means this field, as titles are compared."""
        return {title_key(title) for title in (self.label, *self.synonyms)}

    def accepted(self) -> list[tuple[str, str]]:
        """The values a code may take, with their labels."""
        if self.reference_list:
            return list(reference.choices(self.reference_list))
        return list(self.choices()) if self.choices else []

    def reader(self, *, is_1904: bool = False) -> Callable[[Value], Any]:
        """What turns a cell into the value of the field. Raises Unreadable with a French sentence."""
        if self.kind is Kind.CODE:
            return _CodeReader(self)
        if self.kind is Kind.TEXT:
            return self._text
        return {
            Kind.DAY: lambda value: spreadsheets.as_date(value, is_1904=is_1904),
            Kind.MONTH: lambda value: spreadsheets.as_month(value, is_1904=is_1904),
            Kind.AMOUNT: spreadsheets.as_decimal,
            Kind.NUMBER: spreadsheets.as_integer,
            Kind.YES_NO: spreadsheets.as_bool,
        }[self.kind]

    def _text(self, value: Value) -> str:
        text = spreadsheets.as_text(value)
        if len(text) > self.longest:
            raise Unreadable(f"Ce texte dépasse {self.longest} caractères : raccourcissez-le.")
        return text


class _CodeReader:
    """Finds a code by its label or by itself, accents and capitals aside."""

    def __init__(self, field: Field):
        self.field = field
        self.codes: dict[str, str] = {}
        for code, label in field.accepted():
            self.codes.setdefault(sort_text(label), code)
            self.codes.setdefault(sort_text(code.replace("_", " ")), code)
            self.codes.setdefault(sort_text(code), code)

    def __call__(self, value: Value) -> Any:
        text = spreadsheets.as_text(value)
        if not self.field.is_many:
            return self._one(text) if text else ""
        return list(dict.fromkeys(self._one(word) for word in _words(text, self.codes)))

    def _one(self, text: str) -> str:
        code = self.codes.get(sort_text(text))
        if code is None:
            raise Unreadable(f"{shown(text)} n’est pas une valeur connue de « {self.field.label} ».")
        return code


def _words(text: str, known: dict[str, str]) -> list[str]:
    """Several labels in one cell; a label that holds a comma itself stays whole."""
    if sort_text(text) in known:
        return [text]
    if ";" in text or "\n" in text or "|" in text:
        return [word.strip() for word in re.split(r"[;\n|]+", text) if word.strip()]
    return [word.strip() for word in _SEPARATORS.split(text) if word.strip()]


def title_key(title: str) -> str:
    """« N° de Contrat » and « n de contrat » are one title."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", sort_text(title)).split())


def is_empty(value: Any) -> bool:
    return value is None or value == "" or value == []
