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
from households.readers import actors_of
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
    """A colleague herself; of an organisation, its team on the file, or its managers where it has none.

    A mail says nothing, but that there is something: whoever no longer opens the meeting (a conflict of interest, a
    file closed to all but named persons) gets none.
    """
    if guest.kind == GuestKind.OUTSIDE:
        return []
    team = CaseTeamMember.objects.current().filter(case=guest.case_id)
    if guest.kind == GuestKind.TEAM:
        mine = team.filter(user=guest.user_id).order_by("pk").values("organisation")
        return [actor.user.email for actor in _opening(guest, mine) if actor.user_id == guest.user_id]
    opening = _opening(guest, [guest.organisation_id])
    hers = team.filter(organisation=guest.organisation_id).order_by("pk")
    carriers = set(hers.values_list("user", flat=True))
    named = [actor for actor in opening if actor.user_id in carriers]
    return [actor.user.email for actor in named or opening if named or actor.has_role(*MANAGER_ROLES)]


def _opening(guest: MeetingGuest, organisations) -> list[Actor]:
    """Their people who read the meeting today."""
    meetings = CaseMeeting.objects.filter(pk=guest.meeting_id)
    return [actor for actor in actors_of(organisations) if meetings.visible_to(actor).exists()]
