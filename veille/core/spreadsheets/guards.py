"""Texts that a tableur would take for a formula, in a CSV file: written behind an apostrophe, read without it."""

# In the wide forms of Asian keyboards too.
_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def _is_live(text: str) -> bool:
    return text.startswith("'") or text.lstrip(" \u00a0'").startswith(_LIVE)


def guarded(text: str) -> str:
    """As it is written."""
    return f"'{text}" if _is_live(text) else text


def unguarded(text: str) -> str:
    """As it was before."""
    return text[1:] if text.startswith("'") and _is_live(text[1:]) else text
