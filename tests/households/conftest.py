"""What the tests of the files share."""

import pytest

from tests.cellule.reading import reading


@pytest.fixture
def journal(cast):
    """As if a page of the worker were being made, for functions that journal what they show."""
    with reading(cast.worker):
        yield
