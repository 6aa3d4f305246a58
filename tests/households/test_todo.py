"""À faire: households to inform, dwellings that end, each to whom it belongs."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from households import services, todo
from households.grants import GrantLevel
from households.models import Dwelling
from tests import factories
from veille.core import clock
from veille.core.todo import FOLLOW, KINDS, LATE, TODAY, WEEK, WorkItem, group_for, grouped

pytestmark = pytest.mark.usefixtures("journal")


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


def test_a_household_nobody_informed_waits_since_the_delay_of_the_dispositif(case, cast):
    (item,) = todo.work_items(cast.worker)
    assert item.group == LATE
    assert item.due == case.opened_on + timedelta(days=case.configuration.information_delay_days)
    assert item.name.startswith("Mireille")


def test_a_promise_moves_the_day_and_keeping_it_clears_the_line(case, cast):
    promised = clock.today() + timedelta(days=3)
    services.record_information(case=case, state="not_yet", by=cast.worker, reason="Absente", due_on=promised)
    (item,) = todo.work_items(cast.worker)
    assert (item.group, item.due) == (WEEK, promised)
    services.record_information(case=case, state="given_oral", by=cast.worker)
    assert todo.work_items(cast.worker) == []


def test_the_landlord_is_not_told_of_a_file_that_the_association_leads(case, cast):
    assert todo.work_items(cast.referent) == []


def test_the_referent_informs_a_household_nobody_leads_yet(world, cast):
    referral = factories.make_referred_case(world, cast)
    (item,) = todo.work_items(cast.referent)
    assert item.number == referral.case.number


def test_a_closed_file_waits_for_nobody(case, cast):
    services.close_case(case=case, by=cast.worker)
    assert todo.work_items(cast.worker) == []


def test_a_dwelling_that_ends_soon_is_followed(case, cast, world):
    services.record_information(case=case, state="given_oral", by=cast.worker)
    ends = clock.today() + timedelta(days=40)
    dwelling = Dwelling.objects.create(landlord=world.landlord, commune=world.commune, available_until=ends)
    factories.HousingPeriodFactory(case=case, dwelling=dwelling)
    (item,) = todo.work_items(cast.worker)
    assert (item.group, item.due) == (FOLLOW, ends)


def test_a_revoked_access_takes_its_lines_away(case, cast):
    services.end_access(case=case, level=GrantLevel.LEAD, by=None)
    assert todo.work_items(cast.worker) == []


def test_groups_go_from_the_most_urgent_to_the_least():
    today = date(2018, 12, 14)
    days = {-1: LATE, 0: TODAY, 7: WEEK, 8: FOLLOW}
    assert {n: group_for(today + timedelta(days=n), today) for n in days} == days
    assert group_for(None) == FOLLOW
    lines = [
        WorkItem(group=LATE, title=t, since=s, url="/", action_label="x") for t, s in (("b", today), ("a", date.min))
    ]
    groups = grouped(lines)
    assert [group.label for group in groups] == ["En retard", "Aujourd’hui", "Cette semaine", "À suivre"]
    assert [item.title for item in groups[0].items] == ["a", "b"]


def test_a_broken_promise_comes_before_what_is_older():
    told = [("older", None, date(2018, 1, 1)), ("promised", KINDS["solicitation"], date(2018, 12, 13))]
    lines = [WorkItem(group=LATE, title=t, kind=k, since=s, url="/", action_label="x") for t, k, s in told]
    assert [item.title for item in grouped(lines)[0].items] == ["promised", "older"]
    followed = [replace(line, group=FOLLOW) for line in lines]
    assert [item.title for item in grouped(followed)[3].items] == ["older", "promised"]


def test_an_urgent_request_comes_first_of_the_broken_promises():
    told = [("older", False, date(2018, 12, 1)), ("urgent", True, date(2018, 12, 13))]
    lines = [
        WorkItem(group=LATE, title=t, kind=KINDS["solicitation"], is_urgent=u, since=s, url="/", action_label="x")
        for t, u, s in told
    ]
    assert [item.title for item in grouped(lines)[0].items] == ["urgent", "older"]
    followed = [replace(line, group=FOLLOW) for line in lines]
    assert [item.title for item in grouped(followed)[3].items] == ["older", "urgent"]


def test_the_page_shows_the_line_and_the_act_that_clears_it(case, cast, sign_in):
    page = sign_in(cast.worker).get("/").content.decode()
    assert "Informer le ménage" in page
    assert reverse("households:information_add", args=[case.pk]) in page
