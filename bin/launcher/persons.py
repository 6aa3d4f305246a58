"""The demonstration's persons, as the loader wrote them down: who they are, and how to sign in as each."""

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from launcher.messages import table

HEADINGS = ("Rôle", "Organisation", "Adresse électronique", "Mot de passe")
COLUMNS = ("label", "organisation", "email", "password")


def listing(path: Path) -> str:
    """One line a person, or two where the terminal is too narrow for a table."""
    try:
        persons = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return "La liste des comptes de démonstration manque. → bin/demo --reset la refait, avec des données neuves."
    rows = [[str(person[column]) for column in COLUMNS] for person in persons]
    return "\n".join([_fitting(rows), *_secrets(persons)])


def _fitting(rows: Sequence[Sequence[str]]) -> str:
    wide = table(HEADINGS, rows)
    if not sys.stdout.isatty() or max(map(len, wide.splitlines())) <= shutil.get_terminal_size().columns:
        return wide
    longest = max(len(email) for _, _, email, _ in rows)
    return "\n".join(f"{label}, {where}\n    {email:<{longest}}  {password}" for label, where, email, password in rows)


def _secrets(persons: Sequence[dict[str, Any]]) -> list[str]:
    return [
        f"\nDouble authentification de {person['email']}, secret à donner à votre application de codes :\n"
        f"    {person['totp']}"
        for person in persons
        if person.get("totp")
    ]
