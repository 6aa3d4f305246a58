"""Collective actions: planned with their sessions, changed, ended with their numbers, assessed, cancelled."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from accompaniment.collective.choices import COLLECTIVE_MOVES, CollectiveSessionState, CollectiveState
from accompaniment.models import (
    CollectiveAction,
    CollectiveAnimator,
    CollectiveAttendance,
    CollectiveCoOrganiser,
    CollectiveParticipant,
    CollectiveSession,
)
from partners.models import Organisation
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.transitions import move
from veille.core.versions import hold, lock_version

FIELDS = (
    "dispositif", "cooperative", "title", "theme", "purpose", "site", "commune", "place", "budget_line",
)  # fmt: skip
# Somebody who came this many times comes regularly.
REGULAR = 3


@transaction.atomic
def plan_action(
    *,
    by: Actor,
    first: dict[str, Any],
    times: int = 1,
    weeks: int = 1,
    beside: Iterable[Organisation] = (),
    **fields: Any,
) -> CollectiveAction:
    """An action and its sessions: `first` says the day, the hour, how long and how many are awaited; the others
    follow every so many weeks. Whoever plans it animates it until somebody says otherwise."""
    action = CollectiveAction(organisation=by.organisation, author=by.user, **fields)
    _check(action)
    action.save()
    _organise_beside(action, beside)
    for number in range(times):
        told = {**first, "held_on": first["held_on"] + timedelta(weeks=weeks * number)}
        session = CollectiveSession(action=action, **told)
        session.full_clean()
        session.save()
        CollectiveAnimator.objects.create(session=session, user=by.user, organisation=by.organisation)
    audit.record("collective_action.planned", action, by=by)
    return action


@transaction.atomic
def change_action(
    *, action: CollectiveAction, version: str, by: Actor, beside: Iterable[Organisation] = (), **fields: Any
) -> CollectiveAction:
    """Its words, its place, who organises it; raises ValidationError when somebody else has changed it since."""
    stored = lock_version(action, version)
    for name in FIELDS:
        if name in fields:
            setattr(stored, name, fields[name])
    _check(stored)
    stored.save(update_fields=list(FIELDS))
    _organise_beside(stored, beside)
    audit.record("collective_action.changed", stored, by=by)
    return stored


def _check(action: CollectiveAction) -> None:
    if action.site_id and action.site.dispositif_id != action.dispositif_id:
        raise ValidationError({"site": "Choisissez un site de ce dispositif."})
    if action.budget_line_id and action.budget_line.volet.plan.dispositif_id != action.dispositif_id:
        raise ValidationError({"budget_line": "Choisissez une ligne du plan de ce dispositif."})
    cooperative = action.cooperative
    if cooperative and (cooperative.dispositif_id, cooperative.organisation_id) != (
        action.dispositif_id,
        action.organisation_id,
    ):
        raise ValidationError({"cooperative": "Choisissez une coopérative que vous soutenez dans ce dispositif."})
    action.full_clean()


def _organise_beside(action: CollectiveAction, beside: Iterable[Organisation]) -> None:
    """An organisation that keeps a list of its own is not taken out of the action: its list would be lost to it."""
    chosen = {organisation.pk for organisation in beside} - {action.organisation_id}
    leaving = action.co_organisers.exclude(organisation__in=chosen)
    keeping = CollectiveParticipant.objects.filter(action=action).values("organisation")
    if leaving.filter(organisation__in=keeping).exists():
        raise ValidationError({"beside": "Un organisme que vous retirez tient encore une liste pour cette action."})
    leaving.delete()
    known = set(action.co_organisers.values_list("organisation", flat=True))
    for organisation in sorted(chosen - known):
        CollectiveCoOrganiser.objects.create(action=action, organisation_id=organisation)


@transaction.atomic
def end_action(*, action: CollectiveAction, by: Actor) -> CollectiveAction:
    """No session any more: its numbers are what they are, those of the list included."""
    hold(action, "state")  # nobody adds a session meanwhile
    states = Counter(action.sessions.values_list("state", flat=True))
    if states[CollectiveSessionState.PLANNED]:
        raise ValidationError("Notez ou annulez d’abord les séances prévues.")
    if not states[CollectiveSessionState.HELD]:
        raise ValidationError("Aucune séance n’a eu lieu : annulez l’action plutôt que de la terminer.")
    people, regulars = _counted(action)
    told = {"ended_on": clock.today(), "people": people, "regulars": regulars}
    move(action, CollectiveState.HELD, allowed=COLLECTIVE_MOVES, **told)
    audit.record("collective_action.ended", action, by=by)
    return action


def _counted(action: CollectiveAction) -> tuple[int | None, int | None]:
    """Different people, and those who came three times, on the list of who keeps the action; nothing without one."""
    hers = Q(member__isnull=False) | Q(participant__organisation=action.organisation_id)
    there = CollectiveAttendance.objects.filter(
        hers, session__action=action, session__state=CollectiveSessionState.HELD
    )
    found = list(there.order_by("pk").values_list("participant", "member"))
    if not found:
        return None, None
    times = Counter(found)
    return len(times), sum(1 for count in times.values() if count >= REGULAR)


@transaction.atomic
def assess_action(*, action: CollectiveAction, words: str, by: Actor) -> CollectiveAction:
    """What it gave, in a few words and without a name; written again, it is corrected."""
    hold(action, "state")
    if not words.strip():
        raise ValidationError({"assessment": "Dites en quelques mots ce que l’action a donné."})
    if action.state == CollectiveState.ASSESSED:
        action.assessment = words
        action.save(update_fields=["assessment"])
        audit.record("collective_action.corrected", action, by=by)
        return action
    move(action, CollectiveState.ASSESSED, allowed=COLLECTIVE_MOVES, assessment=words)
    audit.record("collective_action.assessed", action, by=by)
    return action


@transaction.atomic
def cancel_action(*, action: CollectiveAction, by: Actor) -> CollectiveAction:
    """It will not take place; whoever gave her contact can still be told."""
    hold(action, "state")
    if action.sessions.filter(state=CollectiveSessionState.HELD).exists():
        raise ValidationError("Une séance a déjà eu lieu : annulez les autres et terminez l’action.")
    move(action, CollectiveState.CANCELLED, allowed=COLLECTIVE_MOVES)
    audit.record("collective_action.cancelled", action, by=by)
    return action


@transaction.atomic
def plan_action_again(*, action: CollectiveAction, by: Actor) -> CollectiveAction:
    move(action, CollectiveState.PLANNED, allowed=COLLECTIVE_MOVES)
    audit.record("collective_action.planned", action, by=by)
    return action
