"""Which sheets are still to prepare, for the list and for « À faire »."""

from django.db.models import Exists, OuterRef, Q

from cellule.choices import AgendaKind, AgendaState, ReferralState
from cellule.models import AgendaItem, Referral
from cellule.querysets import instances_kept_by, open_to_keeper
from cellule.services.sheets import BEFORE_SESSION
from households.models import Case, Exclusion
from veille.core.actor import Actor


def to_prepare(actor: Actor):
    """Items of sessions not yet open that she presents, or whose instance she keeps, each with its last sheet."""
    items = AgendaItem.objects.filter(session__state__in=BEFORE_SESSION, state=AgendaState.LISTED)
    return items.filter(_entries(actor) | _coming_back(actor)).with_sheet_progress()


def _entries(actor: Actor) -> Q:
    seen = Referral.objects.visible_to(actor)
    presented = seen.filter(presenter=actor.organisation_id) | seen.filter(instance__in=instances_kept_by(actor))
    return Q(referral__state=ReferralState.SCHEDULED, referral__in=presented.values("pk"))


def _coming_back(actor: Actor) -> Q:
    """Follow-ups: who accompanies and opens the file, or keeps the instance; not who withdrew from it."""
    hers = Q(owner=actor.organisation_id, case__in=Case.objects.visible_to(actor).values("pk"))
    kept = Q(session__instance__in=instances_kept_by(actor)) & open_to_keeper(actor, Case, "case")
    excluded = Exists(Exclusion.objects.filter(case=OuterRef("case"), user=actor.user_id))
    return Q(kind=AgendaKind.FOLLOW_UP) & (hers | kept) & ~Q(excluded)
