"""What is forgotten every night."""

from accompaniment.services.collective_people import forget_lists
from accompaniment.services.meeting_guests import forget_addresses


def forget() -> int:
    """Addresses of guests, lists of participants and members whose term has come; how many."""
    return forget_addresses() + forget_lists()
