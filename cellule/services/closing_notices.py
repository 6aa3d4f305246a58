"""What leaves when a session closes: one mail a person, whatever waits for her, and nothing in it."""

from collections.abc import Iterable
from functools import partial

from celery import current_app
from django.conf import settings
from django.db import transaction

from cellule.models import Assignment, Referral, Session
from cellule.services.notices import notify_answer_waits, people_told
from partners.models import Membership, User
from partners.roles import MANAGER_ROLES
from veille.core.mails import write_to

# More mails than this are written in the background.
_A_HANDFUL = 5
TELL_TASK = "cellule.tasks.tell_closed"


def tell_closed(session: Session, *, referrals: Iterable[Referral], tasks: Iterable[Assignment]) -> set[User]:
    """After commit: referrers read their answer, those with a task find it; each gets one mail."""
    referrals = list(referrals)
    people = {user for referral in referrals for user in people_told(referral)} | people_given(tasks)
    for referral in referrals:
        if referral.came_by_link:
            notify_answer_waits(referral)
    keys = sorted(str(user.pk) for user in people)
    transaction.on_commit(partial(_write_soon, keys), robust=True)
    return people


def people_given(tasks: Iterable[Assignment]) -> set[User]:
    """The person a task names, else the managers of its organisation."""
    tasks = list(tasks)
    owners = {task.owner for task in tasks if task.owner}
    unnamed = {task.organisation_id for task in tasks if task.owner is None}
    held = Membership.objects.current().filter(organisation__in=unnamed, role__in=MANAGER_ROLES, user__is_active=True)
    return owners | {membership.user for membership in held.select_related("user").order_by("user__email", "id")}


def _write_soon(keys: list[str]) -> None:
    if len(keys) > _A_HANDFUL:
        current_app.send_task(TELL_TASK, args=[keys])
    else:
        write_to_each(keys)


def write_to_each(keys: Iterable[str]) -> int:
    """Write to each of these people; returns how many."""
    people = User.objects.filter(pk__in=list(keys), is_active=True).order_by("email")
    for user in people:
        write_to(
            user.email,
            subject="du nouveau vous attend",
            template="cellule/email/session_closed.txt",
            context={"address": settings.SITE_ORIGIN},
        )
    return len(people)
