"""Mails about what is decided without a session, and about the compte rendu: that something waits, nothing else."""

from collections.abc import Iterable
from functools import partial

from django.conf import settings
from django.db import transaction

from cellule.models import Consultation, Session
from cellule.seats import seats_of
from partners.object_rights import roles_with
from veille.core.mails import write_to

_CONSULTED = ("votre avis est attendu", "cellule/email/consultation.txt")
_TO_DECIDE = ("une consultation vous attend", "cellule/email/consultation_to_decide.txt")
_MINUTES = ("un compte rendu vous attend", "cellule/email/minutes.txt")


def tell_consulted(consultation: Consultation) -> None:
    """Those whose opinion is asked, and those who will decide."""
    asked = set(consultation.consulted.order_by("pk").values_list("user__email", flat=True))
    entitled = consultation.instance.entitlements.current().filter(user__is_active=True)
    _tell(asked, *_CONSULTED)
    _tell(set(entitled.order_by("pk").values_list("user__email", flat=True)) - asked, *_TO_DECIDE)


def tell_minutes(session: Session) -> None:
    """The seats that read the record of the instance."""
    seats = seats_of(session.instance).filter(role__in=roles_with("session_record", "R"))
    _tell({seat.user.email for seat in seats}, *_MINUTES)


def _tell(addresses: Iterable[str], subject: str, template: str) -> None:
    """After commit; a mail that cannot leave does not undo the act."""
    context = {"address": settings.SITE_ORIGIN}
    for address in sorted(addresses):
        send = partial(write_to, address, subject=subject, template=template, context=context)
        transaction.on_commit(send, robust=True)
