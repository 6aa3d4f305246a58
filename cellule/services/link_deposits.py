"""Orientations by a link: a door given to one service, one deposit, one follow-up."""

from datetime import timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cellule.choices import HELD_ENDS, HELD_MOVES, HeldState, HeldWay
from cellule.intake import NewReferral, deciding_instance
from cellule.models import HeldReferral, Referral
from cellule.permissions import is_withdrawable
from cellule.services.held import decline_held, receive, return_held, withdraw_held
from cellule.services.notices import notify_link
from cellule.services.referrals import withdraw_referral
from cellule.services.submission import Deposit, submit_referral
from partners.models import Instance, Organisation
from veille.core import audit, clock, links
from veille.core.actor import Actor
from veille.core.mails import write_to
from veille.core.models import ExternalLink
from veille.core.transitions import move

PURPOSE = "orientation"
LINK_DAYS = 60
_UNSENT_KEPT = timedelta(days=90)


@transaction.atomic
def give_deposit_link(
    *,
    instance: Instance,
    organisation: Organisation,
    service: str,
    source: str,
    mail: str,
    by: Actor,
    days: int = LINK_DAYS,
) -> tuple[HeldReferral, str]:
    """Open a door to one service for one orientation; gives the address to hand over, told this once."""
    held = HeldReferral(
        way=HeldWay.LINK,
        state=HeldState.OPEN,
        dispositif=instance.dispositif,
        instance=instance,
        organisation=organisation,
        service=service,
        source=source,
        mail=mail,
        opened_on=clock.today(),
    )
    held.full_clean()
    held.save()
    audit.record("held_referral.opened", held, by=by, changes={"organisation": str(organisation.pk)})
    _, address = links.give(purpose=PURPOSE, object_id=held.pk, days=days, by=by)
    _hand_over(held, address)
    return held, address


@transaction.atomic
def renew_deposit_link(*, held: HeldReferral, by: Actor, days: int = LINK_DAYS) -> str:
    """Another address for the same orientation; the former ones open nothing any more."""
    close_links(held=held, by=by)
    _, address = links.give(purpose=PURPOSE, object_id=held.pk, days=days, by=by)
    _hand_over(held, address)
    return address


@transaction.atomic
def close_links(*, held: HeldReferral, by: Actor) -> None:
    """Nobody gets in by its links from the next request on."""
    links.close(purpose=PURPOSE, object_id=held.pk, by=by)


def _hand_over(held: HeldReferral, address: str) -> None:
    if held.mail:
        send = partial(
            write_to,
            held.mail,
            subject="un lien vous est remis",
            template="cellule/email/link_given.txt",
            context={"address": address},
        )
        transaction.on_commit(send, robust=True)


@transaction.atomic
def send_deposit(*, held: HeldReferral, new: NewReferral, by: Actor) -> HeldReferral:
    """The service has sent it: it waits for the secretariat of the instance that decides there."""
    instance = deciding_instance(new.dispositif, new.territory, new.door)
    before = move(
        held, HeldState.SENT, allowed=HELD_MOVES, instance=instance, door=new.door, sent_on=clock.today(), words=""
    )
    audit.record("held_referral.sent", held, by=by, changes={"state": [before, held.state], "door": new.door})
    return held


@transaction.atomic
def receive_deposit(*, held: HeldReferral, new: NewReferral, by: Actor) -> Referral:
    """Take it in: household, case and orientation are made for the service that sent it.

    They are written for that organisation, so that what it confided is not taken for the secretary's own
    (a landlord may keep the instance); its case is examined by `by`, who does not read who it is about.
    """
    locked = HeldReferral.objects.select_for_update(of=("self",)).get(pk=held.pk)
    if locked.state != HeldState.SENT:
        raise ValidationError("Cette orientation n’attend plus d’être reçue.")
    sender = Actor(user=by.user, organisation=held.organisation)
    deposit = Deposit(sent_on=locked.sent_on, received_by=by.user)
    referral = submit_referral(by=sender, new=new, deposit=deposit)
    receive(held=held, referral=referral, by=by)
    return referral


@transaction.atomic
def return_deposit(*, held: HeldReferral, words: str, by: Actor) -> HeldReferral:
    """Ask for what is missing before taking it in: the service writes it by the same link."""
    notify_link(held)
    return return_held(held=held, words=words, by=by)


@transaction.atomic
def decline_deposit(*, held: HeldReferral, words: str, by: Actor) -> HeldReferral:
    """Not for this instance, and why; what was written is erased."""
    notify_link(held)
    return decline_held(held=held, words=words, by=by)


@transaction.atomic
def withdraw_deposit(*, held: HeldReferral, reason: str, by: Actor) -> None:
    """The service takes it back by its link: what was written, or the orientation that came of it."""
    held = HeldReferral.objects.select_for_update(of=("self",)).select_related("referral__case").get(pk=held.pk)
    if held.referral is None:
        withdraw_held(held=held, reason=reason, by=by)
        return
    if not is_withdrawable(held.referral):
        raise ValidationError("Cette orientation ne peut plus être retirée : sa séance est en cours, ou sa fin connue.")
    withdraw_referral(referral=held.referral, reason=reason, by=by)


def attach_links(rows: list[HeldReferral]) -> None:
    """`link` on each row: the last one given to it, in one query."""
    given = ExternalLink.objects.filter(purpose=PURPOSE, object_id__in=[held.pk for held in rows])
    last = {link.object_id: link for link in given.order_by("given_at", "pk")}
    for held in rows:
        held.link = last.get(held.pk)


def link_of(held: HeldReferral) -> ExternalLink | None:
    """The last link given to it."""
    return links.of(PURPOSE, held.pk).first()


def purge_unsent() -> int:
    """Forget what was never sent, or ended without a file, once its time is over; returns how many."""
    oldest = timezone.localdate() - _UNSENT_KEPT
    unsent = HeldReferral.objects.filter(state__in=[*HELD_ENDS - {HeldState.RECEIVED}, HeldState.OPEN])
    return unsent.filter(opened_on__lt=oldest).exclude(answered_on__gte=oldest).delete()[0]
