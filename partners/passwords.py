"""Passwords as the CNIL asks (délibération 2022-100): long, or shorter and varied."""

from django.core.exceptions import ValidationError

LONG = 15
VARIED = 12  # with four classes of characters, 80 bits


class CnilPasswordValidator:
    """At least 15 characters, or 12 with lower case, upper case, digit and sign."""

    def validate(self, password: str, user=None) -> None:
        if len(password) >= LONG or (len(password) >= VARIED and _classes(password) == 4):
            return
        raise ValidationError(self.get_help_text(), code="password_too_weak")

    def get_help_text(self) -> str:
        return (
            "Au moins 15 caractères (une phrase convient), ou 12 avec des minuscules, des majuscules, "
            "des chiffres et des signes."
        )


def _classes(password: str) -> int:
    tests = (str.islower, str.isupper, str.isdigit, lambda char: not char.isalnum())
    return sum(any(test(char) for char in password) for test in tests)
