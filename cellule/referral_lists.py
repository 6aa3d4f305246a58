"""Orientations sent and received, narrowed as their pages and their exports are."""

from collections.abc import Mapping

from django.db.models import Case, QuerySet, Value, When

from cellule.choices import REFERRAL_ENDS, Urgency
from cellule.models import Referral
from cellule.querysets import instances_kept_by
from cellule.tracker import with_told_state
from veille.core.actor import Actor

_URGENT_FIRST = Case(
    When(urgency=Urgency.IMMEDIATE, then=Value(0)), When(urgency=Urgency.SOON, then=Value(1)), default=Value(2)
)


def own_referrals(actor: Actor) -> QuerySet[Referral]:
    """The orientations of her organisation that she sees."""
    return Referral.objects.visible_to(actor).filter(referrer_organisation=actor.organisation_id)


def sent_by(actor: Actor, chosen: Mapping) -> QuerySet[Referral]:
    """« Mes orientations », with the state that may be told."""
    sent = with_told_state(own_referrals(actor))
    if chosen.get("state"):
        sent = sent.filter(told=chosen["state"])
    if chosen.get("door"):
        sent = sent.filter(case__door=chosen["door"])
    return sent.with_list_data()


def received_by(actor: Actor, chosen: Mapping) -> QuerySet[Referral]:
    """Those of the instances she keeps; urgent first, then the oldest."""
    received = Referral.objects.visible_to(actor).filter(instance__in=instances_kept_by(actor))
    if chosen.get("state"):
        received = received.filter(state=chosen["state"])
    else:
        received = received.exclude(state__in=REFERRAL_ENDS)
    if chosen.get("door"):
        received = received.filter(case__door=chosen["door"])
    if chosen.get("claimed"):
        received = received.filter(seen_by=None if chosen["claimed"] == "no" else actor.user_id)
    return received.with_list_data().select_related("seen_by").order_by(_URGENT_FIRST, "submitted_at", "id")
