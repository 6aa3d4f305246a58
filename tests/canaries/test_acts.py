"""What is taken away and sent is judged like a page: lists in three formats, letters, forms and what follows them.

Mails, logs, messages for the workers, Redis, addresses, names of files and properties of documents name nobody,
whoever reads: each answer of each walk is listened to (`channels.py`).
"""

import pytest

from tests.canaries.acts import Acts
from tests.canaries.test_canaries import WHOLE, judged

WORKER, REFERENT = "association_worker", "landlord_referent"
# Who may take names away or write a letter; under --full, more of them, and those who live nearest to it.
TAKERS = (REFERENT, WORKER)
MORE_TAKERS = (
    "landlord_case_worker",
    "landlord_manager",
    "association_manager",
    "partner_association_worker",
    "landlord_litigation",
    "instance_secretary",
    "project_manager",
    "dpo",
)
SENDERS = (REFERENT, WORKER, "instance_secretary", "dpo")


def acts_of(visitor, key: str) -> Acts:
    """Under --full, one of them tries everything."""
    return Acts(visitor, visitor.scene.people[key], thorough=WHOLE and key == WORKER)


@pytest.mark.parametrize("key", TAKERS + MORE_TAKERS if WHOLE else TAKERS)
def test_the_lists_taken_away_hold_what_she_may_read(key, visitor, tokens):
    assert judged(acts_of(visitor, key).exports(), visitor, tokens, key) == {}


@pytest.mark.parametrize("key", TAKERS + MORE_TAKERS if WHOLE else TAKERS)
def test_the_letters_hold_what_she_may_read(key, visitor, tokens):
    assert judged(acts_of(visitor, key).letters(), visitor, tokens, key) == {}


@pytest.mark.parametrize("key", SENDERS if WHOLE else SENDERS[:1])
def test_what_she_sends_answers_no_more(key, visitor, tokens):
    assert judged(acts_of(visitor, key).posts(), visitor, tokens, key) == {}
