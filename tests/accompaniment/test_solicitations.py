"""Somebody asks: until when an answer is promised, what satisfies it, who reads it, who is reminded."""

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accompaniment import promises, reminders, solicitation_choices, solicited
from accompaniment import solicitation_lists as lists
from accompaniment.models import Solicitation
from accompaniment.services import record_intervention
from accompaniment.services import solicitations as services
from households.grants import GrantLevel
from households.models import CaseAccess, CaseTeamMember
from partners.configuration import Promise, parse
from partners.roles import Role
from tests import factories
from tests.accompaniment.rules import configured
from tests.accompaniment.test_todo import titles
from tests.core.test_working_time import naive
from veille.core import clock
from veille.core.models import AuditEvent
from veille.core.public_holidays import PublicHolidays
from veille.core.transitions import ForbiddenMove
from veille.core.working_time import WorkingCalendar

PARIS = ZoneInfo("Europe/Paris")


def at(text):
    """« 10:05 » of the day of the tests, a Friday; or a whole moment."""
    text = text if "-" in text else f"2018-12-14 {text}"
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


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


def promised(world, cast, **promise):
    case = factories.make_accompanied_case(world, cast)
    return configured(case, promise=promise)


def ask(case, by, received="10:05", **fields):
    return services.record_solicitation(case=case, by=by, received_at=at(received), **fields)


def colour_of(solicitation, now="17:00"):
    solicitation.refresh_from_db()
    return promises.colour(solicitation, at(now))


# The promise


@pytest.mark.parametrize(
    ("received", "answered", "colour"),
    [
        ("2018-12-14 10:05", "2018-12-14 11:20", "green"),
        ("2018-12-14 10:05", "2018-12-14 12:00", "green"),
        ("2018-12-14 10:05", "2018-12-14 12:01", "amber"),
        ("2018-12-14 10:05", "2018-12-14 18:00", "amber"),
        ("2018-12-14 10:05", "2018-12-14 18:01", "late"),
        ("2018-12-14 13:00", "2018-12-14 17:59", "green"),
        # A night: what comes after six counts from the next morning.
        ("2018-12-12 19:40", "2018-12-12 20:10", "green"),
        ("2018-12-12 19:40", "2018-12-13 11:59", "green"),
        ("2018-12-12 19:40", "2018-12-13 16:00", "amber"),
        ("2018-12-12 19:40", "2018-12-14 08:00", "late"),
        # A week-end.
        ("2018-12-07 18:30", "2018-12-10 09:00", "green"),
        ("2018-12-08 11:00", "2018-12-10 17:00", "amber"),
        ("2018-12-08 11:00", "2018-12-11 08:00", "late"),
        # A public holiday: All Saints’ day.
        ("2018-10-31 18:10", "2018-11-02 10:00", "green"),
        ("2018-11-01 09:00", "2018-11-02 15:00", "amber"),
        ("2018-11-01 09:00", "2018-11-05 09:00", "late"),
        # The night when the clock went back.
        ("2018-10-28 02:30", "2018-10-29 12:00", "green"),
        ("2018-10-26 18:30", "2018-10-29 12:01", "amber"),
        ("2018-10-26 18:30", "2018-10-30 08:00", "late"),
    ],
)
def test_an_answer_is_green_amber_or_late(world, cast, it_is, received, answered, colour):
    it_is("23:00")
    case = factories.make_accompanied_case(world, cast, opened_on=at("2018-10-01 09:00").date())
    configured(case, promise={"kind": "half_day", "satisfied_by": "answer"})
    solicitation = ask(case, cast.worker, received)
    services.answer_solicitation(solicitation=solicitation, by=cast.worker, at=at(answered))
    assert colour_of(solicitation) == colour


@pytest.mark.parametrize(("now", "colour"), [("11:59", "green"), ("12:01", "amber"), ("18:01", "late")])
def test_what_waits_changes_colour_as_time_goes(case, cast, now, colour):
    solicitation = ask(case, cast.worker)
    assert colour_of(solicitation, now) == colour


def test_the_promise_of_a_day_ends_in_the_evening(world, cast, it_is):
    solicitation = ask(promised(world, cast, kind="day", satisfied_by="answer"), cast.worker)
    assert solicitation.due_at == at("18:00")
    assert solicitation.alert_at == at("17:00")


def test_where_nothing_is_promised_nothing_is_late(world, cast, it_is):
    case = factories.make_accompanied_case(world, cast)
    solicitation = ask(case, cast.worker, "2018-12-03 10:00")
    assert (solicitation.promise, solicitation.green_until, solicitation.due_at) == ("none", None, None)
    assert colour_of(solicitation) == "none"
    assert reminders.remind(at("17:00")) == 0


def test_a_dispositif_has_its_own_hours_and_its_own_notice(world, cast, it_is):
    hours = {"half_days": [["09:00", "12:30"], ["13:30", "17:00"]], "week_days": [1, 2, 3, 4], "alert_minutes": 30}
    case = promised(world, cast, kind="half_day", satisfied_by="answer", **hours)
    solicitation = ask(case, cast.worker)
    assert (solicitation.green_until, solicitation.amber_until) == (at("12:30"), at("17:00"))
    assert solicitation.alert_at == at("12:00")
    monday = ask(case, cast.worker, "2018-12-10 10:00")
    assert monday.green_until == at("2018-12-11 12:30")


@pytest.mark.parametrize(
    "promise",
    [
        {"kind": "week"},
        {"satisfied_by": "smile"},
        {"half_days": [["12:00", "08:00"]]},
        {"week_days": []},
        {"alert_minutes": -5},
    ],
)
def test_a_promise_that_makes_no_sense_is_refused_with_its_version(world, promise):
    data = world.version.data | {"promise": {"kind": "half_day", "satisfied_by": "answer"} | promise}
    with pytest.raises(ValidationError):
        parse(data)


def test_the_calendar_of_a_solicitation_is_the_one_of_the_day_it_came(case, cast):
    solicitation = ask(case, cast.worker)
    configured(case, promise={"kind": "day", "satisfied_by": "answer"})
    solicitation.refresh_from_db()
    assert (solicitation.promise, solicitation.due_at) == ("half_day", at("12:00"))


_MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2018, 12, 10)).map(lambda moment: moment.replace(tzinfo=PARIS))
CALENDAR = WorkingCalendar(Promise("half_day", "answer").hours, PublicHolidays())


@settings(max_examples=25, deadline=None)
@given(received=_MOMENTS, minutes=st.integers(0, 6 * 24 * 60))
def test_a_colour_is_the_one_of_a_naive_recount(received, minutes):
    half_day, day = naive(CALENDAR, received)
    answered = received.astimezone(UTC) + timedelta(minutes=minutes)
    row = Solicitation(
        promise="half_day",
        state="answered",
        received_at=received,
        green_until=CALENDAR.half_day_end(received),
        amber_until=CALENDAR.day_end(received),
        answered_at=answered,
    )
    expected = "green" if answered <= half_day else "amber" if answered <= day else "late"
    assert promises.colour(row, answered) == expected


def test_the_database_tells_the_same_colours_and_rates_as_the_rules(case, cast):
    """Forty answers over a fortnight, and some that nobody gave."""
    dice = random.Random(14)
    for number in range(40):
        received = at("2018-11-26 09:00") + timedelta(minutes=dice.randrange(14 * 24 * 60))
        row = ask(case, cast.worker, received.strftime("%Y-%m-%d %H:%M"))
        if number % 4:
            later = received + timedelta(minutes=dice.randrange(3 * 24 * 60))
            services.answer_solicitation(solicitation=row, by=cast.worker, at=min(later, clock.now()))
        elif number % 8 == 0:
            services.drop_solicitation(solicitation=row, by=cast.worker, reason="mistake")
    rows, now = Solicitation.objects.filter(case=case), clock.now()
    told = {row.pk: promises.colour(row, now) for row in rows.order_by("pk")}
    for colour in solicitation_choices.SolicitationColour:
        found = set(lists.in_colour(rows, colour, now).values_list("pk", flat=True))
        assert found == {key for key, said in told.items() if said == colour}
    answered = [told[row.pk] for row in rows.filter(state="answered").order_by("pk")]
    waiting = [told[row.pk] for row in rows.filter(state="open").order_by("pk")]
    kept = lists.kept(rows, now)
    assert (kept["half_day"].n, kept["day"].n) == (answered.count("green"), len(answered) - answered.count("late"))
    assert kept["half_day"].total == len(answered) + len([one for one in waiting if one != "green"])
    assert kept["day"].total == len(answered) + waiting.count("late")


# What satisfies it


def visit(case, by, **fields):
    return record_intervention(case=case, by=by, **{"kind": "home_visit", "happened_on": clock.today(), **fields})


def test_a_contact_noted_afterwards_answers_by_itself(case, cast):
    solicitation = ask(case, cast.worker)
    met = visit(case, cast.worker, started_at=time(11, 30))
    solicitation.refresh_from_db()
    assert (solicitation.state, solicitation.answered_with, solicitation.intervention) == (
        "answered",
        "intervention",
        met,
    )
    assert solicitation.answered_at == at("11:30")
    assert colour_of(solicitation) == "green"


@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": "no_show"},
        {"kind": "no_show"},
        {"kind": "partner_contact"},
        {"started_at": time(9, 0)},
        {"started_at": time(18, 30)},
        {"happened_on": date(2018, 12, 13)},
    ],
    ids=["absent", "absence", "another than the household", "before", "to come", "an hour nobody knows"],
)
def test_what_reached_nobody_since_answers_nothing(case, cast, fields):
    solicitation = ask(case, cast.worker, "2018-12-14 10:05" if "happened_on" not in fields else "2018-12-13 10:00")
    visit(case, cast.worker, **fields)
    solicitation.refresh_from_db()
    assert solicitation.state == "open"


def test_a_contact_answers_the_household_and_not_the_landlord(case, cast):
    ask(case, cast.worker)
    landlord = ask(case, cast.referent, organisation=cast.worker.organisation, origin="landlord")
    visit(case, cast.worker, started_at=time(11, 0))
    assert list(Solicitation.objects.filter(state="open")) == [landlord]


def test_where_an_intervention_is_promised_a_call_is_not_enough(world, cast, it_is):
    case = promised(world, cast, kind="half_day", satisfied_by="intervention")
    solicitation = ask(case, cast.worker)
    call = visit(case, cast.worker, kind="phone_call", started_at=time(10, 30))
    solicitation.refresh_from_db()
    assert solicitation.state == "open"
    for fields in ({}, {"intervention": call}):
        with pytest.raises(ValidationError, match="intervention"):
            services.answer_solicitation(solicitation=solicitation, by=cast.worker, **fields)
    visit(case, cast.worker, started_at=time(11, 45))
    assert colour_of(solicitation) == "green"


def test_the_database_refuses_a_call_where_an_intervention_is_promised(world, cast, it_is):
    solicitation = ask(promised(world, cast, kind="half_day", satisfied_by="intervention"), cast.worker)
    answered = {"state": "answered", "answered_at": at("11:00"), "answered_by": cast.worker.user}
    with pytest.raises(IntegrityError, match="satisfied_as_promised"), transaction.atomic():
        Solicitation.objects.filter(pk=solicitation.pk).update(**answered, answered_with="answer")


@pytest.mark.parametrize(("moment", "words"), [("10:04", "la réponse la suit"), ("17:01", "heure passée")])
def test_an_answer_comes_after_the_question_and_before_now(case, cast, moment, words):
    solicitation = ask(case, cast.worker)
    with pytest.raises(ValidationError, match=words):
        services.answer_solicitation(solicitation=solicitation, by=cast.worker, at=at(moment))


def test_an_intervention_of_another_file_answers_nothing(world, cast, case):
    solicitation = ask(case, cast.worker)
    other = visit(factories.make_accompanied_case(world, cast), cast.worker)
    with pytest.raises(ValidationError, match="de ce dossier"):
        services.answer_solicitation(solicitation=solicitation, by=cast.worker, intervention=other)


@pytest.mark.parametrize(("received", "words"), [("17:01", "heure passée"), ("2018-01-02 10:00", "à partir du")])
def test_it_was_received_in_the_life_of_the_file(case, cast, received, words):
    with pytest.raises(ValidationError, match=words):
        ask(case, cast.worker, received)


_STATES = solicitation_choices.SolicitationState


@pytest.mark.parametrize("state", _STATES)
@pytest.mark.parametrize("target", _STATES)
def test_every_state_and_target(case, cast, state, target):
    acts = {
        "open": services.reopen_solicitation,
        "answered": services.answer_solicitation,
        "dropped": lambda **fields: services.drop_solicitation(reason="settled", **fields),
    }
    solicitation = ask(case, cast.worker)
    if state != "open":
        acts[state](solicitation=solicitation, by=cast.worker)
    if target in solicitation_choices.SOLICITATION_MOVES[state]:
        acts[target](solicitation=solicitation, by=cast.worker)
        solicitation.refresh_from_db()
        assert solicitation.state == target
    else:
        with pytest.raises(ForbiddenMove):
            acts[target](solicitation=solicitation, by=cast.worker)


def test_what_was_answered_too_fast_waits_again_since_the_same_hour(case, cast):
    solicitation = ask(case, cast.worker)
    services.answer_solicitation(solicitation=solicitation, by=cast.worker, at=at("10:10"))
    services.reopen_solicitation(solicitation=solicitation, by=cast.worker)
    assert colour_of(solicitation) == "amber"
    assert (solicitation.answered_by, solicitation.answered_with) == (None, "")


def test_each_act_is_in_the_journal_without_a_word(case, cast):
    solicitation = ask(case, cast.worker, asker="Sa sœur", about="Elle n’a plus de chauffage.")
    services.answer_solicitation(solicitation=solicitation, by=cast.worker)
    events = AuditEvent.objects.filter(object_id=solicitation.pk).order_by("at")
    assert [event.name for event in events] == ["solicitation.received", "solicitation.answered"]
    assert "chauffage" not in str([event.changes for event in events])


# Who reads it


def reads(actor, solicitation):
    return Solicitation.objects.visible_to(actor).filter(pk=solicitation.pk).exists()


def test_what_the_household_asks_of_the_association_stays_there(case, cast):
    solicitation = ask(case, cast.worker)
    assert not solicitation.is_shared
    assert reads(cast.worker, solicitation)
    assert reads(cast.manager, solicitation)
    landlord = [Role.LANDLORD_REFERENT, Role.LANDLORD_CLIENT_MANAGER, Role.LANDLORD_MANAGER, Role.LANDLORD_CASE_WORKER]
    assert not any(reads(cast[role], solicitation) for role in [*landlord, Role.PROJECT_MANAGER])
    assert not reads(cast.other_worker, solicitation)


def test_what_crosses_to_the_landlord_is_read_on_both_sides(world, case, cast):
    asked = ask(case, cast.worker, organisation=world.landlord, origin="partner")
    asking = ask(case, cast.referent, organisation=world.association, origin="landlord")
    for solicitation in (asked, asking):
        assert solicitation.is_shared
        assert reads(cast.worker, solicitation)
        assert reads(cast.referent, solicitation)
        assert reads(cast[Role.LANDLORD_CLIENT_MANAGER], solicitation)
        assert not reads(cast[Role.LANDLORD_MANAGER], solicitation)


def test_a_landlord_that_accompanies_keeps_it_to_its_team(world, cast, it_is):
    """Its own case worker leads; its referent, its manager and its people of the dwelling are another thing."""
    case, worker = led_by_the_landlord(world, cast)
    solicitation = ask(case, worker)
    assert not solicitation.is_shared
    assert reads(worker, solicitation)
    assert not reads(cast.referent, solicitation)
    assert not reads(cast[Role.LANDLORD_MANAGER], solicitation)


def led_by_the_landlord(world, cast):
    case = factories.make_case(world, admitted_on=clock.today())
    worker = cast[Role.LANDLORD_CASE_WORKER]
    factories.grant(case, world.landlord, GrantLevel.LANDLORD_OF_DWELLING)
    factories.grant(case, world.landlord, GrantLevel.LEAD)
    factories.put_in_team(case, worker, "lead")
    return case, worker


def test_only_who_is_there_for_the_household_may_be_asked(world, case, cast):
    assert solicited.organisations(cast.worker, case) == [world.association, world.landlord]
    assert solicited.organisations(cast.referent, case) == [world.landlord, world.association]
    with pytest.raises(ValidationError, match="n’accompagne pas"):
        ask(case, cast.worker, organisation=world.other_association)


# Who is told


def test_a_reminder_comes_before_the_promise_is_broken_and_once(case, cast):
    ask(case, cast.worker, asker="Sa sœur", about="Plus de chauffage")
    assert reminders.remind(at("10:59")) == 0
    assert [reminders.remind(at("11:00")), reminders.remind(at("11:01"))] == [1, 0]
    (sent,) = mail.outbox
    assert sent.to == [cast.worker.user.email]
    assert "chauffage" not in sent.subject + sent.body
    assert case.number not in sent.subject + sent.body


def test_what_comes_when_little_time_is_left_is_recalled_at_once(case, cast):
    assert ask(case, cast.worker, "11:40").alert_at == at("11:40")


def test_nobody_is_reminded_of_what_is_answered(case, cast):
    services.answer_solicitation(solicitation=ask(case, cast.worker), by=cast.worker)
    assert reminders.remind(at("17:00")) == 0


def test_a_reminder_that_cannot_leave_is_tried_again_and_stops_no_other(world, case, cast, monkeypatch):
    ask(case, cast.worker, "10:00")
    ask(case, cast.worker, "10:05")
    real, tried = reminders._write, []

    def fails_once(solicitation, words):
        tried.append(solicitation)
        if len(tried) == 1:
            raise ConnectionRefusedError
        real(solicitation, words)

    monkeypatch.setattr(reminders, "_write", fails_once)
    with pytest.raises(ConnectionRefusedError):
        reminders.remind(at("17:00"))
    assert len(mail.outbox) == 1
    assert reminders.remind(at("17:00")) == 1


def test_without_a_lead_person_the_managers_are_told(world, case, cast):
    CaseTeamMember.objects.filter(case=case).delete()
    assert cast.manager
    solicitation = ask(case, cast.referent, organisation=world.association, origin="landlord")
    assert solicited.people_to_tell(solicitation) == [cast.manager.user]


def test_who_lost_the_file_is_told_nothing(world, case, cast):
    solicitation = ask(case, cast.worker)
    CaseAccess.objects.filter(case=case, organisation=world.association).delete()
    assert solicited.people_to_tell(solicitation) == []


def test_the_other_organisation_is_told_that_it_is_asked(world, case, cast):
    solicitation = ask(case, cast.referent, organisation=world.association, origin="landlord")
    reminders.tell(str(solicitation.pk))
    assert [one.to for one in mail.outbox] == [[cast.worker.user.email]]


def test_it_awaits_who_carries_the_file_with_its_hour(case, cast, it_is):
    it_is("10:30")
    ask(case, cast.worker, is_urgent=True)
    words = "Le ménage sollicite en urgence : à répondre avant 12\u00a0h\u00a000"
    assert words in titles(cast.worker)
    it_is("12:30")
    assert "Le ménage sollicite en urgence : délai dépassé depuis 12\u00a0h\u00a000" in titles(cast.worker)
    assert not any("sollicite" in title for title in [*titles(cast.manager), *titles(cast.referent)])


def test_a_file_that_nobody_carries_awaits_its_manager(case, cast):
    ask(case, cast.worker)
    CaseTeamMember.objects.filter(case=case).delete()
    assert any("sollicite" in title for title in titles(cast.manager))
