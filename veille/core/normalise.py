"""Text as it is sorted and searched: lower case, no accents, œ as oe, single spaces."""

import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "-": " "})


def sort_text(value: str) -> str:
    """The form under which a name is sorted and compared."""
    decomposed = unicodedata.normalize("NFKD", value.lower().translate(_LIGATURES))
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())
