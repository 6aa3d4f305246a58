"""Mails about orientations: they say that something waits, and nothing else."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from cellule.models import Referral
from partners.actors import actor_of

SUBJECT = "Une réponse vous attend"


def notify_answer_waits(referral: Referral) -> None:
    """After commit, tell who sent the orientation that an answer waits: no name, no number, no address of a file.

    Somebody whose rights have ended since is told nothing.
    """
    author = referral.submitted_by
    actor = actor_of(author, referral.referrer_organisation_id)
    if actor is None or actor.organisation_id != referral.referrer_organisation_id:
        return
    if not Referral.objects.visible_to(actor).filter(pk=referral.pk).exists():
        return
    transaction.on_commit(lambda: _send(author.email))


def _send(address: str) -> None:
    sign_in = f"{settings.SITE_ORIGIN}{reverse('account_login')}"
    text = render_to_string("cellule/email/answer_waits.txt", {"sign_in": sign_in})
    send_mail(SUBJECT, text, settings.DEFAULT_FROM_EMAIL, [address])
