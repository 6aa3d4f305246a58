"""Mails about meetings: somebody is expected, the day changes, it is given up. None says about whom nor why.

Who has an account is led behind the sign-in page; who has none gets the address of a link, which travels there once.
"""

from collections.abc import Callable, Iterable
from functools import partial

from django.conf import settings
from django.db import transaction

from accompaniment.coordination.agenda import FILE_NAME, file_of
from accompaniment.coordination.choices import GuestKind
from accompaniment.models import CaseMeeting, MeetingGuest
from households.models import CaseTeamMember
from partners.models import Membership
from partners.roles import MANAGER_ROLES
from veille.core.actor import Actor
from veille.core.mails import write_to

Attached = tuple[str, bytes, str]
Say = Callable[[str, str, Attached], None]


def say_invited(email: str, address: str, agenda: Attached) -> None:
    template = "accompaniment/email/meeting_invited.txt"
    context = {"address": address}
    write_to(email, subject="une réunion vous attend", template=template, context=context, attachments=[agenda])


def say_moved(email: str, address: str, agenda: Attached) -> None:
    template = "accompaniment/email/meeting_moved.txt"
    context = {"address": address}
    write_to(email, subject="une réunion change de date", template=template, context=context, attachments=[agenda])


def say_cancelled(email: str, address: str, agenda: Attached) -> None:
    template = "accompaniment/email/meeting_cancelled.txt"
    context = {"address": address}
    write_to(email, subject="une réunion est annulée", template=template, context=context, attachments=[agenda])


def say_handed(email: str, address: str) -> None:
    template = "accompaniment/email/meeting_conclusions.txt"
    write_to(email, subject="un document vous est remis", template=template, context={"address": address})


def tell(meeting: CaseMeeting, guests: Iterable[MeetingGuest], say: Say, by: Actor) -> None:
    """After commit, tell those who have an account, but who acts. A mail that cannot leave does not undo the act."""
    addresses = {email for guest in guests for email in _addresses(guest)}
    for email in sorted(addresses - {by.user.email}):
        tell_one(meeting, email, settings.SITE_ORIGIN, say)


def tell_one(meeting: CaseMeeting, email: str, address: str, say: Say) -> None:
    agenda = (FILE_NAME, file_of([meeting]), "text/calendar")
    transaction.on_commit(partial(say, email, address, agenda), robust=True)


def _addresses(guest: MeetingGuest) -> list[str]:
    """A colleague herself; of an organisation, its team on the file, or its managers where it has none."""
    if guest.kind == GuestKind.TEAM:
        return [guest.user.email]
    if guest.kind == GuestKind.OUTSIDE:
        return []
    team = CaseTeamMember.objects.current().filter(case=guest.case_id, organisation=guest.organisation_id)
    found = list(team.filter(user__is_active=True).order_by("user__email").values_list("user__email", flat=True))
    return found or list(
        Membership.objects.current()
        .filter(organisation=guest.organisation_id, role__in=MANAGER_ROLES, user__is_active=True)
        .order_by("user__email")
        .values_list("user__email", flat=True)
    )
