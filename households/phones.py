"""Telephone numbers as they are searched: ten digits, whatever was typed between them, +33 read as 0."""

import re

from django.db.models import F, Func, TextField, Value

_FRANCE = r"^\s*(\+|00)\s*33\s*(\(0\))?\s*"
_NOT_A_DIGIT = r"\D"
_TYPED = re.compile(r"[\d\s.\-/()+]+")
# Fewer digits would name half of the files.
LEAST = 6


class PhoneDigits(Func):
    """The same in the database; an index stands on this very expression."""

    output_field = TextField()

    def __init__(self, column: str):
        national = Func(F(column), Value(_FRANCE), Value("0"), function="REGEXP_REPLACE")
        super().__init__(national, Value(_NOT_A_DIGIT), Value(""), Value("g"), function="REGEXP_REPLACE")


def phone_digits(text: str) -> str:
    """The digits of what may be a telephone number, or of a part of one; empty for any other text."""
    if not _TYPED.fullmatch(text):
        return ""
    digits = re.sub(_NOT_A_DIGIT, "", re.sub(_FRANCE, "0", text))
    return digits if len(digits) >= LEAST else ""
