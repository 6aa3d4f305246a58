"""Every state of an action and of a session, with every target."""

import pytest
from django.core.exceptions import ValidationError

from accompaniment.collective import choices as collective
from accompaniment.models import CollectiveAction, CollectiveSession
from tests.accompaniment.collective.scenes import action_in, session_in
from veille.core.transitions import move

pytestmark = pytest.mark.django_db
ACTION, SESSION = collective.CollectiveState, collective.CollectiveSessionState


@pytest.mark.parametrize("before", ACTION.values)
@pytest.mark.parametrize("after", ACTION.values)
def test_an_action_moves_only_where_the_table_leads(world, cast, before, after):
    action = action_in(world, cast, before)
    changes = {"assessment": "Utile."} if after == ACTION.ASSESSED else {}
    changes |= {"ended_on": action.sessions.get().held_on if after in collective.ENDED_STATES else None}
    if after in collective.COLLECTIVE_MOVES[before]:
        move(action, after, allowed=collective.COLLECTIVE_MOVES, **changes)
        assert CollectiveAction.objects.get().state == after
    else:
        with pytest.raises(ValidationError):
            move(action, after, allowed=collective.COLLECTIVE_MOVES, **changes)


@pytest.mark.parametrize("before", SESSION.values)
@pytest.mark.parametrize("after", SESSION.values)
def test_a_session_moves_only_where_the_table_leads(world, cast, before, after):
    session = session_in(world, cast, before)
    told = {"adults": 6, "children": 0} if after == SESSION.HELD else {"adults": None, "children": None}
    if after in collective.COLLECTIVE_SESSION_MOVES[before]:
        move(session, after, allowed=collective.COLLECTIVE_SESSION_MOVES, **told)
        assert CollectiveSession.objects.get().state == after
    else:
        with pytest.raises(ValidationError):
            move(session, after, allowed=collective.COLLECTIVE_SESSION_MOVES, **told)
