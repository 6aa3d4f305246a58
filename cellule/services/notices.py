"""Mails about orientations: they say that something waits, and nothing else."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from cellule.models import Referral
from partners.actors import actor_of
from partners.models import Membership, User
from partners.roles import MANAGER_ROLES
from veille.core.mails import write_to


def notify_answer_waits(referral: Referral) -> None:
    """After commit, tell who sent the orientation that an answer waits: no name, no number, no address of a file.

    When her rights have ended since, the managers of her organisation are told instead. A mail that
    cannot leave does not undo the act: the answer waits in « À faire » as well.
    """
    told = [user for user in [referral.submitted_by] if _follows(user, referral)] or _managers(referral)
    for user in told:
        transaction.on_commit(partial(_send, user.email), robust=True)


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


def _send(address: str) -> None:
    sign_in = f"{settings.SITE_ORIGIN}{reverse('account_login')}"
    write_to(
        address,
        subject="une réponse vous attend",
        template="cellule/email/answer_waits.txt",
        context={"sign_in": sign_in},
    )
