"""Which sheets are still to prepare, for the list and for « À faire »."""

from cellule.choices import AgendaState, ReferralState
from cellule.models import AgendaItem, Referral
from cellule.querysets import instances_kept_by
from cellule.services.sheets import BEFORE_SESSION
from veille.core.actor import Actor


def to_prepare(actor: Actor):
    """Items of sessions not yet open that she presents, or whose instance she keeps, each with its last sheet."""
    items = AgendaItem.objects.filter(
        session__state__in=BEFORE_SESSION, state=AgendaState.LISTED, referral__state=ReferralState.SCHEDULED
    )
    seen = Referral.objects.visible_to(actor)
    presented = seen.filter(presenter=actor.organisation_id) | seen.filter(instance__in=instances_kept_by(actor))
    return items.filter(referral__in=presented.values("pk")).with_sheet_progress()
