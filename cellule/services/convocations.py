"""The convocation to a session: the mail says that one waits, and nothing else."""

from django.conf import settings

from cellule.models import Session
from partners.models import Membership
from partners.object_rights import roles_with
from veille.core.mails import write_to


def convene_seats(session: Session) -> int:
    """Write to each person who has a seat in the instance today; returns how many."""
    seats = Membership.objects.current().filter(
        instance=session.instance_id, role__in=roles_with("sheet_frozen", "R"), user__is_active=True
    )
    addresses = set(seats.order_by("user__email").values_list("user__email", flat=True))
    for address in sorted(addresses):
        write_to(
            address,
            subject="une convocation vous attend",
            template="cellule/email/convocation.txt",
            context={"address": settings.SITE_ORIGIN},
        )
    return len(addresses)
