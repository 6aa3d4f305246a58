"""What is forgotten every night."""

from partners.services.absences import forget_old_absences
from partners.services.duty import forget_old_shifts
from partners.services.network import forget_old_workers


def forget() -> int:
    """Shifts, absences and lines of the register, a year after their end; returns how many."""
    return forget_old_shifts() + forget_old_absences() + forget_old_workers()
