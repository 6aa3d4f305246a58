"""Encrypt what must not be read from the disk: protected data, second factors, drafts.

AES-GCM with a random nonce. The purpose and the table are authenticated with the text, so that a
ciphertext copied elsewhere opens nowhere. A key file holds one key a line, the current one first:
rotating is adding a line on top. A wrong key fails loudly.
"""

import base64
import hashlib
import os
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

PROTECTED, TOTP, DRAFTS = "protected", "totp", "drafts"
_NONCE_BYTES = 12
_KEY_ID_BYTES = 4


class DecryptionFailed(Exception):
    """The text was not written with one of our keys, or not for this place."""


class KeysMissing(Exception):
    """A key file is absent or unreadable."""


def encrypt(text: str, *, purpose: str, table: str) -> bytes:
    """Seal a text for one purpose and one table."""
    return seal(text.encode(), purpose=purpose, place=table)


def decrypt(sealed: bytes | memoryview, *, purpose: str, table: str) -> str:
    """Open what `encrypt` sealed; raises DecryptionFailed otherwise."""
    return unseal(bytes(sealed), purpose=purpose, place=table).decode()


def seal(content: bytes, *, purpose: str, place: str) -> bytes:
    """Seal bytes for one purpose and one place: a table, or a file that must not be swapped with another."""
    key_id, key = next(iter(_keys(purpose).items()))
    nonce = os.urandom(_NONCE_BYTES)
    return key_id + nonce + AESGCM(key).encrypt(nonce, content, _bound_to(purpose, place, key_id))


def unseal(sealed: bytes, *, purpose: str, place: str) -> bytes:
    """Open what `seal` closed; raises DecryptionFailed otherwise."""
    key_id, nonce = sealed[:_KEY_ID_BYTES], sealed[_KEY_ID_BYTES : _KEY_ID_BYTES + _NONCE_BYTES]
    key = _keys(purpose).get(key_id)
    if key is None:
        raise DecryptionFailed("Aucune clé connue n’a chiffré ce texte.")
    try:
        return AESGCM(key).decrypt(nonce, sealed[_KEY_ID_BYTES + _NONCE_BYTES :], _bound_to(purpose, place, key_id))
    except InvalidTag as error:
        raise DecryptionFailed("Ce texte a été altéré ou déplacé.") from error


def _bound_to(purpose: str, place: str, key_id: bytes) -> bytes:
    return f"{purpose}|{place}|".encode() + key_id


@cache
def _keys(purpose: str) -> dict[bytes, bytes]:
    path = Path(settings.VEILLE_KEYS_DIR) / f"{purpose}.key"
    try:
        lines = path.read_text().split()
    except OSError as error:
        raise KeysMissing(f"La clé « {purpose} » est introuvable.") from error
    keys = [base64.b64decode(line) for line in lines]
    return {hashlib.sha256(key).digest()[:_KEY_ID_BYTES]: key for key in keys}
