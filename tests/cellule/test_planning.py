"""Sessions planned ahead: seen before they are written, once, and moved off the days nobody works."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cellule.instance_rules import rules_of
from cellule.models import ClosingPeriod, MeetingHabits, Session
from cellule.services.moving import cancel_session, move_session
from cellule.services.planning import add_closing, keep_ahead, keep_habits, plan_ahead, proposals
from tests.second_body import body
from veille.core.formats import plus_months
from veille.core.models import AuditEvent

FIRST, LAST = date(2019, 1, 1), date(2020, 12, 31)


def plan(instance, by, first=FIRST, last=LAST, **fields) -> list[Session]:
    days = fields.pop("days", None) or {one.slot.regular_on for one in proposals(instance, first, last)}
    usual = {"starts_at": time(9, 30), "place": "Salle Jean-Macé", "planned_minutes": 120}
    return plan_ahead(instance=instance, first=first, last=last, days=days, by=by, **usual | fields)


@pytest.mark.parametrize(
    ("frequency", "day_rule", "count"),
    [
        ("monthly", "third_thursday", 24),
        ("fortnightly", "every_14_days", 52),
        ("quarterly", "quarter_second_thursday", 8),
    ],
)
def test_two_years_ahead_match_the_frequency(world, cast, frequency, day_rule, count):
    """12, 26 and 4 a year; a year of fortnights is 364 days."""
    instance = body(world, frequency=frequency, day_rule=day_rule)
    last = FIRST + timedelta(days=727) if frequency == "fortnightly" else LAST
    made = plan(instance, cast.secretary, last=last)
    assert len(made) == count == Session.objects.filter(instance=instance).count()
    assert not any(session.held_on.weekday() > 4 for session in made)


def test_planning_again_adds_nothing_even_moved_or_cancelled(world, cast):
    made = plan(world.instance, cast.secretary)
    move_session(
        session=made[0],
        held_on=made[0].held_on + timedelta(days=1),
        starts_at=time(14, 0),
        place="",
        reason="Salle prise",
        by=cast.secretary,
    )
    cancel_session(session=made[1], by=cast.secretary, reason="Grève")
    assert plan(world.instance, cast.secretary) == []
    assert {one.obstacle for one in proposals(world.instance, FIRST, LAST)} == {"déjà au calendrier"}


def test_a_session_on_a_holiday_says_why_it_is_elsewhere(world, cast):
    instance = body(world, frequency="monthly", day_rule="first_wednesday")
    made = plan(instance, cast.secretary)
    moved = next(session for session in made if session.regular_on == date(2019, 5, 1))
    assert (moved.held_on, moved.moved_from) == (date(2019, 5, 2), date(2019, 5, 1))
    assert moved.change_reason == "Fête du Travail (jour férié)"


def test_only_the_days_left_ticked_are_planned(world, cast):
    chosen = {date(2019, 1, 17), date(2019, 3, 21), date(2019, 3, 22)}
    made = plan(world.instance, cast.secretary, days=chosen)
    assert [session.held_on for session in made] == [date(2019, 1, 17), date(2019, 3, 21)]


def test_more_than_two_years_is_refused(world, cast):
    with pytest.raises(ValidationError, match="deux ans"):
        plan(world.instance, cast.secretary, last=date(2022, 1, 1))


def test_one_act_one_line_of_the_journal(world, cast):
    made = plan(world.instance, cast.secretary)
    event = AuditEvent.objects.get(name="instance.planned_ahead")
    assert event.changes["sessions"] == [str(session.pk) for session in made]


def test_an_instance_that_wants_it_is_kept_ahead(world, cast):
    habits = {"starts_at": time(14, 0), "place": "Mairie", "planned_minutes": 90}
    keep_habits(instance=world.instance, months_ahead=6, by=cast.secretary, **habits)
    until = plus_months(date(2018, 12, 15), 6)
    expected = len([one for one in proposals(world.instance, date(2018, 12, 15), until) if not one.obstacle])
    assert expected == 5
    assert (keep_ahead(), keep_ahead()) == (expected, 0)
    session = Session.objects.filter(instance=world.instance, held_on__gt=date(2018, 12, 31)).first()
    assert (session.starts_at, session.place, session.planned_minutes) == (time(14, 0), "Mairie", 90)


def test_nothing_is_kept_ahead_unless_asked(world, cast):
    keep_habits(
        instance=world.instance, starts_at=time(9), place="", planned_minutes=60, months_ahead=0, by=cast.secretary
    )
    assert keep_ahead() == 0
    assert MeetingHabits.objects.get().months_ahead == 0


def test_a_closing_is_kept_within_reason(world, cast):
    with pytest.raises(ValidationError, match="trois mois"):
        add_closing(
            instance=world.instance,
            starts_on=date(2019, 7, 1),
            ends_on=date(2019, 12, 1),
            label="Été",
            by=cast.secretary,
        )


def test_a_rule_by_weeks_counts_from_its_first_session(world, cast):
    instance = body(world, frequency="fortnightly", day_rule="every_14_days")
    first = plan(instance, cast.secretary, first=date(2019, 1, 8), last=date(2019, 2, 28))
    later = plan(instance, cast.secretary, first=date(2019, 3, 1), last=date(2019, 4, 30))
    gaps = {(later[0].regular_on - session.regular_on).days % 14 for session in first}
    assert gaps == {0}
    assert rules_of(instance).frequency == "fortnightly"


# Pages


def test_the_dates_are_seen_then_written(world, cast, sign_in):
    client = sign_in(cast.secretary)
    address = reverse("cellule:session_ahead", args=[world.instance.pk])
    asked = {"first": "2019-01-01", "last": "2019-06-30", "starts_at": "09:30", "planned_minutes": 120, "place": "Lens"}
    page = client.get(address, asked).content.decode()
    assert page.count('name="days"') == 6
    assert "le troisième jeudi de chaque mois" in page
    assert Session.objects.count() == 1
    key = "4f0a6c4e-0000-4000-8000-000000000001"
    for _ in range(2):
        sent = client.post(
            address, {**asked, "days": ["2019-01-17", "2019-02-21", "n’importe quoi"], "submission_key": key}
        )
    assert sent.status_code == 302
    assert Session.objects.filter(place="Lens").count() == 2


def test_a_wrong_period_is_said_beside_its_field(world, cast, sign_in):
    address = reverse("cellule:session_ahead", args=[world.instance.pk])
    asked = {"first": "2019-06-01", "last": "2019-01-01", "starts_at": "09:30", "planned_minutes": 120}
    answer = sign_in(cast.secretary).post(address, asked)
    assert answer.status_code == 422
    assert "qui suit la première" in answer.content.decode()


def test_an_instance_that_meets_when_needed_offers_no_date(world, cast, sign_in):
    client = sign_in(cast.secretary)
    instance = body(world, frequency="ad_hoc", day_rule="ad_hoc")
    page = client.get(reverse("cellule:session_ahead", args=[instance.pk])).content.decode()
    assert "selon les besoins" in page
    assert 'name="days"' not in page


def test_habits_and_closings_are_kept_from_their_pages(world, cast, sign_in):
    client, where = sign_in(cast.secretary), [world.instance.pk]
    habits = {"starts_at": "14:00", "planned_minutes": 90, "months_ahead": 3, "place": "Mairie"}
    client.post(reverse("cellule:habits_edit", args=where), habits)
    closing = {"starts_on": "2019-05-30", "ends_on": "2019-05-31", "label": "Pont de l’Ascension"}
    client.post(reverse("cellule:closing_add", args=where), closing)
    page = client.get(reverse("cellule:session_ahead", args=where)).content.decode()
    assert "Pont de l’Ascension" in page
    assert "Mairie" in page
    client.post(reverse("cellule:closing_remove", args=[*where, ClosingPeriod.objects.get().pk]))
    assert not ClosingPeriod.objects.exists()


def test_a_closing_ends_after_it_begins(world, cast, sign_in):
    closing = {"starts_on": "2019-05-30", "ends_on": "2019-05-29", "label": "Pont"}
    answer = sign_in(cast.secretary).post(reverse("cellule:closing_add", args=[world.instance.pk]), closing)
    assert answer.status_code == 422
    assert "ne peut pas précéder" in answer.content.decode()
