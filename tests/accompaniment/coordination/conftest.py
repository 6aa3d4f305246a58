"""A meeting of the team, one with the landlord, and a person without an account."""

import pytest

from accompaniment.services import meeting_guests as inviting
from tests.accompaniment.coordination.acts import name_guest, planned


@pytest.fixture
def tripartite(case, world, cast):
    return planned(case, cast, [world.landlord], kind="tripartite")


@pytest.fixture
def meeting(case, cast):
    return planned(case, cast)


@pytest.fixture
def guest(meeting, cast):
    return name_guest(meeting, cast)


@pytest.fixture
def address(meeting, cast):
    """Of somebody who has no mail: the address is told to who invites."""
    return inviting.invite_guest(guest=name_guest(meeting, cast, email=""), by=cast.worker)
