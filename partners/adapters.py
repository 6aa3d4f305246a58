"""What allauth asks the project: no sign-up, encrypted second factors."""

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter

from veille.core import crypto

_TABLE = "mfa_authenticator"


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """Accounts come from an invitation and from nowhere else."""

    def is_open_for_signup(self, request) -> bool:
        return False


class EncryptedMfaAdapter(DefaultMFAAdapter):
    """allauth keeps TOTP secrets and recovery seeds in clear unless these two say otherwise."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(crypto.encrypt(text, purpose=crypto.TOTP, table=_TABLE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(base64.b64decode(encrypted_text), purpose=crypto.TOTP, table=_TABLE)
