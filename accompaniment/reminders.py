"""The reminder that comes before a promise is broken."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accompaniment.models import Solicitation
from accompaniment.solicited import people_to_tell
from veille.core import audit, clock
from veille.core.mails import write_to


def remind(now: datetime | None = None) -> int:
    """Write to who must answer what its promise leaves little time for; returns how many were reminded.

    Written before the row is marked: who dies in between writes twice, and no reminder is lost. One that could not
    leave keeps none of the others; it is tried again at the next turn.
    """
    now = now or clock.now()
    due = Solicitation.objects.waiting().filter(alerted_at=None, alert_at__lte=now).order_by("alert_at", "pk")
    reminded, failures = 0, []
    for key in due.values_list("pk", flat=True):
        try:
            reminded += _remind(key, now)
        except OSError as failure:
            failures.append(failure)
    if failures:
        raise failures[-1]
    return reminded


@transaction.atomic
def _remind(key: UUID, now: datetime) -> bool:
    rows = Solicitation.objects.waiting().filter(pk=key, alerted_at=None)
    solicitation = rows.select_for_update(skip_locked=True).first()
    if solicitation is None:
        return False
    _tell(solicitation, _say_it_is_due)
    Solicitation.objects.filter(pk=key).update(alerted_at=now)
    audit.record("solicitation.reminded", solicitation, by=None)
    return True


def tell(key: str) -> None:
    """Say to who must answer that another organisation asks; done twice, it writes twice and does no other harm."""
    solicitation = Solicitation.objects.waiting().filter(pk=key).first()
    if solicitation is not None:
        _tell(solicitation, _say_it_is_asked)


def _tell(solicitation: Solicitation, say: Callable[[str, str], None]) -> None:
    address = settings.SITE_ORIGIN + reverse("accompaniment:solicitation_list")
    for user in people_to_tell(solicitation):
        say(user.email, address)


def _say_it_is_due(email: str, address: str) -> None:
    template = "accompaniment/email/solicitation_due.txt"
    write_to(email, subject="une réponse est attendue bientôt", template=template, context={"address": address})


def _say_it_is_asked(email: str, address: str) -> None:
    template = "accompaniment/email/solicitation_asked.txt"
    write_to(email, subject="on sollicite votre équipe", template=template, context={"address": address})
