"""What is forgotten every night."""

from households.services.shared_dwellings import forget_old_incidents
from households.services.waiting_lines import forget as forget_waiting_lines


def forget() -> int:
    """Lines put off, days handed on, incidents of three years ago; returns how many rows left."""
    return forget_waiting_lines() + forget_old_incidents()
