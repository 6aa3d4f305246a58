"""Collective actions and cooperatives as the tests of this folder make them."""

from datetime import date, timedelta

from accompaniment.models import (
    CollectiveAction,
    CollectiveCoOrganiser,
    CollectiveParticipant,
    CollectiveSession,
    CooperativeMember,
    ResidentCooperative,
)
from tests.cast import Cast, World
from veille.core import clock
from veille.core.actor import Actor

HELD_ON = date(2018, 12, 5)
WORDS = {"assessed": "Les habitants veulent continuer."}


def action_of(world: World, by: Actor, *, beside: tuple = (), **fields) -> CollectiveAction:
    """An action planned, without a session yet."""
    told = {"title": "Atelier des charges", "theme": "charges", "state": "planned"} | fields
    action = CollectiveAction.objects.create(
        dispositif=world.dispositif, organisation=by.organisation, author=by.user, **told
    )
    for organisation in beside:
        CollectiveCoOrganiser.objects.create(action=action, organisation=organisation)
    return action


def session_of(action: CollectiveAction, *, on: date = HELD_ON, adults: int | None = None, **fields):
    """A session planned; held when somebody came."""
    held = {} if adults is None else {"state": "held", "adults": adults, "children": fields.pop("children", 0)}
    return CollectiveSession.objects.create(action=action, held_on=on, **held, **fields)


def action_in(world: World, cast: Cast, state: str, by: Actor | None = None, **fields) -> CollectiveAction:
    """An action in a state, with one session where twelve adults came."""
    ended = {"ended_on": HELD_ON} if state in ("held", "assessed") else {}
    action = action_of(world, by or cast.worker, state=state, assessment=WORDS.get(state, ""), **ended, **fields)
    session_of(action, adults=None if state == "cancelled" else 12)
    return action


def session_in(world: World, cast: Cast, state: str) -> CollectiveSession:
    session = session_of(action_of(world, cast.worker), adults=8 if state == "held" else None)
    if state == "cancelled":
        CollectiveSession.objects.filter(pk=session.pk).update(state=state)
        session.refresh_from_db()
    return session


def participant_of(action: CollectiveAction, by: Actor, first_name: str = "Zohra", **fields) -> CollectiveParticipant:
    return CollectiveParticipant.objects.create(
        action=action, organisation=by.organisation, first_name=first_name, **fields
    )


def cooperative_of(world: World, by: Actor, **fields) -> ResidentCooperative:
    told = {"name": "Les Jardins de la Source", "starts_on": date(2017, 3, 1)} | fields
    return ResidentCooperative.objects.create(
        dispositif=world.dispositif, organisation=by.organisation, author=by.user, **told
    )


def member_of(cooperative: ResidentCooperative, first_name: str = "Fernanda", **fields) -> CooperativeMember:
    told = {"joined_on": date(2017, 4, 1)} | fields
    return CooperativeMember.objects.create(cooperative=cooperative, first_name=first_name, **told)


def days_ago(days: int) -> date:
    return clock.today() - timedelta(days=days)
