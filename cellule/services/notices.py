"""Mails about orientations: they say that something waits, and nothing else."""

from functools import partial

from django.db import transaction

from cellule.models import HeldReferral, Referral
from partners.actors import actor_of
from partners.models import Membership, User
from partners.roles import MANAGER_ROLES
from veille.core.mails import lead_to_sign_in, write_to


def notify_answer_waits(referral: Referral) -> None:
    """After commit, tell who sent the orientation that an answer waits: no name, no number, no address of a file.

    When her rights have ended since, the managers of her organisation are told instead. A mail that
    cannot leave does not undo the act: the answer waits in « À faire » as well.
    """
    if referral.came_by_link:
        _tell_by_link(referral)
        return
    for user in people_told(referral):
        transaction.on_commit(partial(_send, user.email), robust=True)


def people_told(referral: Referral) -> list[User]:
    """Who reads the answer in the organisation that sent it; nobody there when it came by a link."""
    if referral.came_by_link:
        return []
    return [user for user in [referral.submitted_by] if _follows(user, referral)] or _managers(referral)


def _tell_by_link(referral: Referral) -> None:
    """Who deposited it opens her link again: the mail does not hold it, and says nothing else."""
    held = HeldReferral.objects.filter(referral=referral).first()
    if held is not None:
        notify_link(held)


def notify_link(held: HeldReferral) -> None:
    """The same for an orientation that has no file yet, when the service gave an address."""
    if held.mail:
        transaction.on_commit(partial(_send_behind_the_link, held.mail), robust=True)


def _follows(user: User, referral: Referral) -> bool:
    """Whether she still sees it from the organisation that sent it."""
    actor = actor_of(user, referral.referrer_organisation_id)
    if actor is None or actor.organisation_id != referral.referrer_organisation_id:
        return False
    return Referral.objects.visible_to(actor).filter(pk=referral.pk).exists()


def _managers(referral: Referral) -> list[User]:
    held = Membership.objects.current().filter(
        organisation=referral.referrer_organisation_id, role__in=MANAGER_ROLES, user__is_active=True
    )
    people = User.objects.filter(pk__in=held.values("user")).order_by("last_name", "first_name", "id")
    return [user for user in people if _follows(user, referral)]


def _send_behind_the_link(address: str) -> None:
    """The link itself is not in it: whoever was given it has it."""
    write_to(address, subject="une réponse vous attend", template="cellule/email/link_answer_waits.txt", context={})


def _send(address: str) -> None:
    lead_to_sign_in(address, subject="une réponse vous attend", template="cellule/email/answer_waits.txt")
