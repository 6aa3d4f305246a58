"""The feed and the quick entry: what is noted, and what each side sees of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accompaniment import services
from accompaniment.feed import PAGE, Filters, feed
from accompaniment.models import Intervention, Note
from households.grants import GrantLevel
from partners.roles import Role
from tests import factories
from veille.core import clock


def visit(case, cast, days_ago=0, **fields):
    fields = {"kind": "home_visit", "text": "", "level": "association_only", **fields}
    return services.record_intervention(
        case=case, happened_on=clock.today() - timedelta(days=days_ago), by=cast.worker, **fields
    )


def shown(actor, case, **filters):
    entries = feed(actor, case, filters=Filters(**filters)).entries
    return [(entry.intervention, [note.text for note in entry.notes]) for entry in entries]


def test_a_visit_belongs_to_the_running_measure_and_lasts_what_it_usually_does(world, cast, case):
    measure = factories.make_measure(case, world.association)
    row = visit(case, cast)
    assert (row.measure, row.minutes, row.is_shared) == (measure, 45, False)


def test_an_absence_is_no_meeting(cast, case):
    assert visit(case, cast, kind="no_show").outcome == "no_show"


def test_an_unannounced_visit_says_why(cast, case):
    with pytest.raises(ValidationError, match="pourquoi cette visite"):
        visit(case, cast, was_announced=False)


def test_nothing_is_noted_in_the_future_nor_before_the_file(cast, case):
    for days in (-1, 61):
        with pytest.raises(ValidationError, match="Date"):
            visit(case, cast, days_ago=days)


def test_the_sentence_goes_under_its_level_and_a_refused_level_leaves_nothing(cast, case):
    row = visit(case, cast, text="Elle a ouvert.", level="team_shared")
    assert Note.objects.get().intervention == row
    with pytest.raises(ValidationError):
        visit(case, cast, text="Non.", level="landlord_internal")
    assert Intervention.objects.count() == 1


def test_the_landlord_sees_the_shared_date_and_nothing_else(cast, case):
    hidden = visit(case, cast, text="Elle pleure.")
    shared = visit(case, cast, days_ago=2, is_shared=True, text="Elle a peur.")
    fact = services.write_note(case=case, text="Bilan le 12.", level="factual_shared", by=cast.worker)
    assert shown(cast.worker, case) == [
        (hidden, ["Elle pleure."]),
        (None, ["Bilan le 12."]),
        (shared, ["Elle a peur."]),
    ]
    assert shown(cast.referent, case) == [(None, ["Bilan le 12."]), (shared, [])]
    assert fact.pk


def test_a_shared_sentence_of_a_hidden_visit_stands_alone(cast, case):
    visit(case, cast, text="Bilan convenu.", level="factual_shared")
    assert shown(cast.referent, case) == [(None, ["Bilan convenu."])]


def test_what_the_landlord_does_is_seen_by_both(cast, case):
    row = services.record_intervention(
        case=case, kind="landlord_gla_action", happened_on=clock.today(), by=cast.referent
    )
    assert row.is_shared
    assert shown(cast.referent, case) == shown(cast.worker, case) == [(row, [])]


def test_a_landlord_that_leads_may_keep_its_visits_within_the_team(world, cast, case):
    carer = cast[Role.LANDLORD_CASE_WORKER]
    factories.grant(case, world.landlord, GrantLevel.LEAD)
    factories.put_in_team(case, carer)
    row = services.record_intervention(case=case, kind="home_visit", happened_on=clock.today(), by=carer)
    assert not row.is_shared
    assert shown(carer, case) == [(row, [])]
    assert shown(cast.referent, case) == []


def test_filters(cast, case):
    call = visit(case, cast, kind="phone_call")
    own = services.record_intervention(case=case, kind="home_visit", happened_on=clock.today(), by=cast.referent)
    services.write_note(case=case, text="Une note.", level="association_only", by=cast.worker)
    assert shown(cast.worker, case, kind="phone_call") == [(call, [])]
    assert shown(cast.worker, case, kind="notes") == [(None, ["Une note."])]
    visit(case, cast, days_ago=1, text="Sous une visite.")
    assert shown(cast.worker, case, kind="notes") == [(None, ["Une note."]), (None, ["Sous une visite."])]
    assert shown(cast.referent, case, author="me") == [(own, [])]
    assert own.pk not in {row.pk for row, _ in shown(cast.worker, case, author="own") if row}


def test_twenty_then_the_older_ones_each_once(cast, case):
    for number in range(30):
        visit(case, cast, days_ago=number, text=f"Jour {number}")
    first = feed(cast.worker, case)
    second = feed(cast.worker, case, offset=first.next_offset)
    assert (len(first.entries), first.next_offset, len(second.entries), second.next_offset) == (PAGE, PAGE, 10, None)
    texts = [note.text for entry in (*first.entries, *second.entries) for note in entry.notes]
    assert texts == [f"Jour {number}" for number in range(30)]


def test_the_feed_costs_the_same_for_two_entries_and_for_twelve(cast, case, django_assert_num_queries):
    for _ in range(2):
        visit(case, cast, text="…")
    with django_assert_num_queries(3):
        feed(cast.worker, case)
    for _ in range(10):
        visit(case, cast, text="…")
    with django_assert_num_queries(3):
        feed(cast.worker, case)
