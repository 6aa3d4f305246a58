"""The convocation to a session: the mail says that one waits, and nothing else."""

from django.conf import settings
from django.core.mail import send_mail

from cellule.models import Session
from partners.models import Membership
from partners.object_rights import roles_with

SUBJECT = "Veille sociale : une convocation vous attend"
BODY = """Bonjour,

Une convocation vous attend dans Veille sociale, avec son ordre du jour.
Connectez-vous pour la lire : {address}

Ce message est automatique ; il ne contient aucune information sur les situations examinées.
"""


def convene_seats(session: Session) -> int:
    """Write to each person who has a seat in the instance today; returns how many."""
    seats = Membership.objects.current().filter(
        instance=session.instance_id, role__in=roles_with("sheet_frozen", "R"), user__is_active=True
    )
    addresses = set(seats.order_by("user__email").values_list("user__email", flat=True))
    for address in sorted(addresses):
        send_mail(SUBJECT, BODY.format(address=settings.SITE_ORIGIN), settings.DEFAULT_FROM_EMAIL, [address])
    return len(addresses)
