"""Demonstration accounts: passwords drawn for this database, written where only its owner reads."""

import json
import os
import secrets
from pathlib import Path

from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret

from partners.models import User
from partners.roles import Role
from veille.demonstration.dice import data
from veille.demonstration.frames import World, email_of

_WORDS = 4


def open_accounts(world: World, people: dict[str, User]) -> list[dict]:
    """Give a password to each person who has an account; returns what `bin/demo` prints."""
    cards = []
    for entry in data("staff.json"):
        if not entry.get("account"):
            continue
        user, password = people[email_of(entry)], _password()
        user.set_password(password)
        totp = _enrol(user) if entry.get("totp") else ""
        world.extra.append(EmailAddress(user=user, email=user.email, verified=True, primary=True))
        world.extra.extend(totp[1:])
        cards.append(_card(world, entry, password, totp[0] if totp else ""))
    return cards


def write_accounts(path: Path, cards: list[dict]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
        json.dump(cards, target, ensure_ascii=False, indent=2)


def _card(world: World, entry: dict, password: str, totp: str) -> dict:
    role = entry["roles"][0]["role"]
    return {
        "role": role,
        "label": entry.get("label", Role(role).label),
        "organisation": world.organisations[entry["organisation"]].short_name,
        "name": f"{entry['first']} {entry['last']}",
        "email": email_of(entry),
        "password": password,
        "totp": totp,
    }


def _password() -> str:
    """Four words and two digits: long enough for the CNIL, short enough to type."""
    words = [secrets.choice(data("password_words.txt")) for _ in range(_WORDS)]
    return "-".join([*words, f"{secrets.randbelow(90) + 10}"])


def _enrol(user: User) -> tuple[str, Authenticator]:
    secret = generate_totp_secret()
    sealed = get_adapter().encrypt(secret)
    return secret, Authenticator(user=user, type=Authenticator.Type.TOTP, data={"secret": sealed})
