"""Passwords of the private database's roles, random per cluster."""

import json
import secrets
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from launcher.keys import write_private
from launcher.messages import LaunchError


@dataclass(frozen=True)
class Passwords:
    """`admin` made the cluster, `owner` migrates, `app` runs the application and owns nothing."""

    admin: str
    owner: str
    app: str


def make_passwords(path: Path) -> Passwords:
    passwords = Passwords(*(secrets.token_urlsafe(24) for _ in fields(Passwords)))
    path.unlink(missing_ok=True)
    write_private(path, json.dumps(asdict(passwords)))
    return passwords


def read_passwords(path: Path) -> Passwords:
    try:
        return Passwords(**json.loads(path.read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        raise LaunchError(
            f"La base de données existe, mais le fichier de ses mots de passe ({path}) manque ou est abîmé.",
            way_out="Remettez-le depuis une sauvegarde, ou lancez bin/demo --reset pour repartir de données vides.",
        ) from None
