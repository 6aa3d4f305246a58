"""Somebody closes a file at the instant a colleague lets something of it leave: nothing stays open behind her."""

import pytest

from accompaniment.coordination.rules import INVITATION
from accompaniment.services import meeting_guests as inviting
from households.services import restrict_case
from tests import factories
from tests.accompaniment.coordination.acts import name_guest, planned
from tests.attack.test_races import at_once
from tests.cast import Cast
from veille.core import links


@pytest.mark.parametrize("turn", range(3))
def test_no_invitation_outlives_a_restriction(committed_world, turn):
    cast = Cast(committed_world)
    case = factories.make_accompanied_case(committed_world, cast)
    guest = name_guest(planned(case, cast), cast, email="")
    closing = {"reason": "violence", "people": [], "kept": [], "hides_place": False}
    at_once(
        lambda: inviting.invite_guest(guest=guest, by=cast.worker),
        lambda: restrict_case(case=case, by=cast.worker, **closing),
    )
    case.refresh_from_db()
    assert case.is_restricted
    assert not links.of(INVITATION, guest.pk).filter(revoked_at=None).exists()
