"""What a letter says, ready to be shown and printed."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from households.models import LetterLanguage, LetterWording

_FOLDER = Path(__file__).parent / "words"
# What the form offers: a wording and a language together, each with its words.
VERSIONS = {
    "fr": ("En français clair", LetterWording.PLAIN, LetterLanguage.FRENCH, "fr"),
    "fr_easy": (LetterWording.EASY.label, LetterWording.EASY, LetterLanguage.FRENCH, "fr_easy"),
    "fr_oral": (LetterWording.ORAL.label, LetterWording.ORAL, LetterLanguage.FRENCH, "fr"),
    **{
        language.value: (str(language.label), LetterWording.PLAIN, language, language.value)
        for language in LetterLanguage
        if language != LetterLanguage.FRENCH
    },
}


@dataclass(frozen=True)
class Letter:
    """Plain words only; `keeper` is empty where even the name of the organisation could betray."""

    title: str
    author: str
    service: str
    keeper: str = ""
    addressee: tuple[str, ...] = ()
    reference: str = ""
    paragraphs: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    sections: tuple[tuple[str, tuple[str, ...]], ...] = ()
    closing: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    language: str = "fr"
    direction: str = "ltr"
    french_title: str = ""
    is_easy: bool = False


@cache
def words_of(version: str) -> dict[str, Any]:
    """The words of a version, from its file."""
    return json.loads((_FOLDER / f"{VERSIONS[version][3]}.json").read_text(encoding="utf-8"))


def sections_of(version: str, kind: str, **names: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The parts of a notice, with the names put in."""
    return tuple(
        (heading, tuple(line.format(**names) for line in lines))
        for heading, lines in words_of(version)[kind]["sections"]
    )
