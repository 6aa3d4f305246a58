import pytest

from tests.accompaniment.solicitations.asking import at, promised
from veille.core import clock


@pytest.fixture
def it_is(monkeypatch):
    """`it_is("17:00")`: the hour of the day, wherever the machine stands."""

    def move_to(text):
        monkeypatch.setattr(clock, "now", lambda: at(text))

    move_to("17:00")
    return move_to


@pytest.fixture
def case(world, cast, it_is):
    """A file of a dispositif that answers in the half-day."""
    return promised(world, cast, kind="half_day", satisfied_by="answer")
