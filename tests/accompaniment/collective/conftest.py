"""What the tests of this folder share."""

import pytest

from tests import factories


@pytest.fixture
def other_dispositif(world):
    """One where nobody of the cast works."""
    return factories.DispositifFactory(carrier=world.organiser)
