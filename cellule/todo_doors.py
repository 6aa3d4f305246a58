"""What awaits a person before a file exists: deposits to take in, orientations to approve, alerts of caretakers."""

from datetime import timedelta

from django.urls import reverse

from cellule.choices import AlertState, HeldState, HeldWay, Urgency
from cellule.held_permissions import handles_alerts
from cellule.models import HeldReferral, SocialAlert
from cellule.querysets import instances_kept_by
from cellule.todo_referrals import CLAIM_DAYS
from partners.object_rights import may
from veille.core.actor import Actor
from veille.core.todo import TODAY, Kind, Topic, WorkItem, group_for

_DEPOSIT = Kind("deposit", "Orientation déposée par un lien", Topic.REFERRALS)
_APPROVAL = Kind("approval", "Orientation à valider", Topic.REFERRALS)
_RETURNED = Kind("approval_returned", "Orientation renvoyée, à compléter", Topic.REFERRALS)
_ALERT = Kind("social_alert", "Alerte au pôle social", Topic.REFERRALS)

# A caretaker's alert is looked at within so many days, an approval does not hold an orientation longer.
ALERT_DAYS = 3
APPROVAL_DAYS = 3


def door_items(actor: Actor) -> list[WorkItem]:
    return [*_deposits(actor), *_approvals(actor), *_returned(actor), *_alerts(actor)]


def _waiting(actor: Actor, **fields):
    rows = HeldReferral.objects.visible_to(actor).filter(**fields)
    return rows.defer("payload").order_by("sent_on", "pk")


def _deposits(actor: Actor) -> list[WorkItem]:
    """Brought by a link to the instances she keeps; late as an orientation nobody has taken up is."""
    found = _waiting(actor, way=HeldWay.LINK, state=HeldState.SENT, instance__in=instances_kept_by(actor))
    days = CLAIM_DAYS[Urgency.NORMAL]
    return [
        _item(_DEPOSIT, held, "Orientation déposée par un lien", "cellule:held_detail", "Recevoir", days)
        for held in found
    ]


def _approvals(actor: Actor) -> list[WorkItem]:
    if not may(actor, "orientation_validate", "W"):
        return []
    found = _waiting(actor, way=HeldWay.VALIDATION, state=HeldState.SENT).exclude(author=actor.user_id)
    return [
        _item(_APPROVAL, held, "Orientation à valider avant l’envoi", "cellule:approval_detail", "Lire", APPROVAL_DAYS)
        for held in found
    ]


def _item(kind: Kind, held: HeldReferral, title: str, page: str, action: str, days: int) -> WorkItem:
    due = held.sent_on + timedelta(days=days)
    return WorkItem(
        kind=kind,
        about=str(held.pk),
        group=group_for(due),
        title=title,
        door=held.door or None,
        since=held.sent_on,
        due=due,
        url=reverse(page, args=[held.pk]),
        action_label=action,
    )


def _returned(actor: Actor) -> list[WorkItem]:
    """Hers, sent back by those who approve."""
    found = _waiting(actor, way=HeldWay.VALIDATION, state=HeldState.RETURNED, author=actor.user_id)
    return [
        WorkItem(
            kind=_RETURNED,
            about=str(held.pk),
            group=TODAY,
            title="Orientation renvoyée par votre organisme, à compléter",
            door=held.door or None,
            since=held.answered_on,
            url=reverse("cellule:approval_detail", args=[held.pk]),
            action_label="Lire",
        )
        for held in found
    ]


def _alerts(actor: Actor) -> list[WorkItem]:
    """The address is on its own page, which is journalled."""
    if not handles_alerts(actor):
        return []
    found = SocialAlert.objects.visible_to(actor).filter(state=AlertState.RECEIVED).order_by("sent_on", "pk")
    return [
        WorkItem(
            kind=_ALERT,
            about=str(alert.pk),
            group=group_for(alert.sent_on + timedelta(days=ALERT_DAYS)),
            title="Alerte au pôle social",
            since=alert.sent_on,
            due=alert.sent_on + timedelta(days=ALERT_DAYS),
            url=reverse("cellule:alert_detail", args=[alert.pk]),
            action_label="Traiter",
        )
        for alert in found
    ]
