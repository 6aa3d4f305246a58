"""« À faire » of every account of the demonstration: each line opens what it names, and most kinds are met."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse

from partners.actors import actor_of, current_memberships
from partners.models import User
from tests.demonstration.conftest import STORY_DAY
from veille.core import clock
from veille.core.actor import Actor
from veille.core.offers import offered
from veille.core.todo import KINDS, WorkItem

# What awaits nobody there on the day of the story: a new kind is met, or named here.
NOT_MET = {
    "accepted_without_offer",
    "agreement_ends",
    "agreement_to_sign",
    "approval_returned",
    "collective_to_end",
    "commission",
    "conclusions_to_write",
    "condition_unmet",
    "diagnosis_ordered",
    "document_failed",
    "dwelling_ends",
    "dwellings_to_confirm",
    "file_handed_over",
    "file_of_departed",
    "file_to_close",
    "landlord_late",
    "lease_prefect",
    "lease_review",
    "lease_term",
    "measure_without_lead",
    "meeting_decision",
    "no_adhesion",
    "offer_to_follow",
    "opinion_asked",
    "places_to_renew",
    "plan_review",
    "preparation_attendance",
    "preparation_modules",
    "promise_put_off",
    "reference_ends",
    "referral_draft",
    "session_answer",
    "stay_term",
}


@pytest.fixture
def undone(loaded) -> Iterator[None]:
    """Reading is journalled: what the test writes is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def at_the_end_of_the_day(monkeypatch) -> None:
    """Whatever the hour of the run, what was loaded is past."""
    monkeypatch.setattr(clock, "now", lambda: clock.at(STORY_DAY, 23, 59))


@pytest.fixture
def people(accounts) -> list[Actor]:
    """Each account, in each of the organisations it acts for."""
    users = [User.objects.get(email=account["email"]) for account in accounts]
    acting = ((user, row.organisation_id) for user in users for row in current_memberships(user))
    return [actor_of(user, organisation) for user, organisation in dict.fromkeys(acting)]


def lines_of(client: Client) -> list[WorkItem]:
    """One line of each kind and page: the others differ by their object alone."""
    items = client.get(reverse("home")).context["desk"].items
    return list({(item.kind.key, page_of(item)): item for item in items}.values())


def page_of(item: WorkItem) -> str:
    return resolve(item.url.partition("#")[0].partition("?")[0]).view_name


@pytest.mark.usefixtures("undone", "at_the_end_of_the_day")
def test_each_line_of_each_account_opens(people, sign_in):
    offered("work_items")
    met, refused = set(), []
    for actor in people:
        client = sign_in(actor)
        lines = lines_of(client)
        met.update(line.kind.key for line in lines)
        opened = [(actor.user.email, line.kind.key, client.get(line.url).status_code) for line in lines]
        refused += [one for one in opened if one[2] != 200]
    assert refused == []
    assert sorted(KINDS.keys() - met) == sorted(NOT_MET)
