"""« Alerter le pôle social »: one sentence of a caretaker, for those who may make an orientation of it."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from cellule.choices import ALERT_MOVES, AlertState
from cellule.models import SocialAlert
from cellule.services import referral_drafts
from households.models import Case
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.transitions import move

KEPT_DAYS = 90


@transaction.atomic
def alert_social_team(*, address: str, fact: str, happened_on: date, sender_name: str, by: Actor) -> SocialAlert:
    """Keep what was seen. No file is looked for: the answer cannot tell whether there is one."""
    alert = SocialAlert(
        organisation=by.organisation,
        author=by.user,
        sender_name=sender_name,
        address=address,
        fact=fact,
        happened_on=happened_on,
        sent_on=clock.today(),
    )
    alert.full_clean()
    alert.save()
    audit.record("social_alert.sent", alert, by=by)
    return alert


@transaction.atomic
def turn_alert(*, alert: SocialAlert, danger: str, by: Actor) -> UUID:
    """Begin an orientation with what the alert says; it is one of her drafts from then on.

    Who alerted stays on the alert: a colleague is not named in the file of the household, which may ask for it.
    """
    draft = referral_drafts.start(by=by, danger=danger, alert=str(alert.pk))
    handled = {"handled_by": by.user, "handled_on": clock.today(), "draft": draft}
    before = move(alert, AlertState.TURNED, allowed=ALERT_MOVES, **handled)
    seen = f"Constaté sur place le {alert.happened_on:%d/%m/%Y} : {alert.fact}"
    answers = {"door": {"door": "retention"}, "housing": {"address": alert.address}, "situation": {"situation": seen}}
    referral_drafts.prefill(by=by, draft_id=draft, answers=answers, chosen=frozenset())
    audit.record("social_alert.turned", alert, by=by, changes={"state": [before, alert.state]})
    return draft


@transaction.atomic
def close_alert(*, alert: SocialAlert, reason: str, by: Actor) -> SocialAlert:
    """No orientation comes of it, and why."""
    handled = {"handled_by": by.user, "handled_on": clock.today(), "reason": reason, "draft": None}
    before = move(alert, AlertState.CLOSED, allowed=ALERT_MOVES, **handled)
    audit.record("social_alert.closed", alert, by=by, changes={"state": [before, alert.state]})
    return alert


@transaction.atomic
def reopen_alert(*, alert: SocialAlert, by: Actor) -> SocialAlert:
    """Somebody takes another look: it waits again, and its draft, if it had one, stays where it is."""
    emptied = {"handled_by": None, "handled_on": None, "reason": "", "draft": None}
    before = move(alert, AlertState.RECEIVED, allowed=ALERT_MOVES, **emptied)
    audit.record("social_alert.reopened", alert, by=by, changes={"state": [before, alert.state]})
    return alert


def attach_alert(*, key: str, case: Case, by: Actor) -> None:
    """The orientation begun from an alert was sent: the alert is kept, and erased, with its file."""
    SocialAlert.objects.filter(pk=key, organisation=by.organisation_id, case=None).update(case=case)


def purge_alerts() -> int:
    """Forget the alerts that were handled long ago and hang on no file; returns how many."""
    oldest = clock.today() - timedelta(days=KEPT_DAYS)
    handled = SocialAlert.objects.exclude(state=AlertState.RECEIVED).filter(case=None, handled_on__lt=oldest)
    return handled.delete()[0]
