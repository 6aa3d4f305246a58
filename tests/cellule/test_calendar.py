"""The calendar: days for those who keep, sit or pilot; the feed of one's agenda, read back by a calendar library."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.urls import reverse
from icalendar import Calendar

from cellule.choices import SessionState
from cellule.ics import calendar_of
from cellule.models import CalendarFeed, Session
from cellule.services.feeds import SHOWN_SINCE, feed_of, give_feed, purge_revoked
from cellule.services.moving import cancel_session, move_session
from partners.models import User
from partners.roles import Role
from tests.cellule import scenes
from tests.second_body import body
from veille.core import clock, links

CALENDAR = "cellule:session_calendar"


def planned(instance, day: date, **fields) -> Session:
    return Session.objects.create(instance=instance, held_on=day, **{"starts_at": time(9, 30)} | fields)


def page(client, **query) -> str:
    return client.get(reverse(CALENDAR), query).content.decode()


# The page


@pytest.mark.parametrize("who", ["secretary", "member", "pilot"])
def test_days_are_shown_to_who_keeps_sits_or_pilots(cast, sign_in, who):
    text = page(sign_in(getattr(cast, who)))
    assert "20\u00a0décembre 2018" in text
    assert "Prévue" in text


@pytest.mark.parametrize("role", [Role.LANDLORD_REFERENT, Role.STATE_SERVICE, Role.FUNDER, Role.DPO])
def test_the_others_see_an_empty_calendar(world, cast, sign_in, role):
    text = page(sign_in(cast[role]))
    assert world.instance.label not in text
    assert "Aucune séance à venir pour vous" in text


def test_a_planned_session_is_a_day_and_no_page_for_a_seat(world, cast, sign_in):
    detail = reverse("cellule:session_detail", args=[world.session.pk])
    assert detail not in page(sign_in(cast.member))
    assert detail in page(sign_in(cast.secretary))
    Session.objects.update(state=SessionState.CONVENED)
    assert detail in page(sign_in(cast.member))
    assert detail not in page(sign_in(cast.pilot))


def test_the_calendar_is_narrowed_and_turned(world, cast, sign_in):
    client = sign_in(cast.pilot)
    south = world.dispositif.instances.exclude(pk=world.instance.pk).get()
    planned(south, date(2019, 2, 21), place="Orléans")
    assert "Orléans" not in page(client)
    assert "Orléans" in page(client, mois="2019-02")
    assert "Orléans" in page(client, vue="annee")
    assert "Orléans" not in page(client, vue="annee", instance=world.instance.pk)
    assert "Orléans" not in page(client, vue="annee", territory=world.territory.pk)
    assert "Orléans" in page(client, mois="pas un mois", vue="annee")


def test_an_empty_month_leads_to_the_next_session(cast, sign_in):
    text = page(sign_in(cast.secretary), mois="2018-10")
    assert "Aller au mois de la prochaine séance" in text
    assert "mois=2018-12" in text
    assert "Prévoir les séances" in page(sign_in(cast.secretary), mois="2030-01")


def test_a_year_of_forty_sessions_is_one_list(world, cast, sign_in):
    for week in range(40):
        planned(world.instance, date(2019, 1, 3) + timedelta(days=7 * week), place="Une salle au nom très long " * 5)
    text = page(sign_in(cast.secretary), mois="2019-01", vue="annee")
    assert text.count("Une salle au nom très long") >= 40


# The feed


def read(client, address) -> Calendar:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer["Cache-Control"]
    return Calendar.from_ical(answer.content)


def subscribe(sign_in, actor) -> str:
    text = sign_in(actor).post(reverse("cellule:feed_give")).content.decode()
    return text.partition('value="http')[2].partition('"')[0].partition("/calendrier/")[2].join(["/calendrier/", ""])


def test_an_agenda_reads_her_sessions_and_nothing_of_what_is_examined(world, cast, sign_in):
    item = scenes.scheduled(world, cast)
    Session.objects.update(state=SessionState.CONVENED, place="Maison des associations")
    calendar = read(sign_in(None), subscribe(sign_in, cast.member))
    (event,) = calendar.events
    assert event["SUMMARY"] == f"Réunion – {world.dispositif.public_name}"
    assert (event["LOCATION"], event["STATUS"]) == ("Maison des associations", "CONFIRMED")
    text = calendar.to_ical().decode()
    for hidden in (item.case.number, "Vandecasteele", world.instance.label, cast.member.user.last_name, "ATTENDEE"):
        assert hidden not in text


@pytest.mark.parametrize(
    ("day", "utc"), [(date(2019, 3, 30), 8), (date(2019, 4, 1), 7), (date(2019, 10, 26), 7), (date(2019, 10, 28), 8)]
)
def test_half_past_nine_stays_half_past_nine_across_changes_of_hour(world, day, utc):
    session = planned(world.instance, day, planned_minutes=120)
    (event,) = Calendar.from_ical(calendar_of([session])).events
    starts, ends = event.decoded("DTSTART"), event.decoded("DTEND")
    assert (starts.hour, starts.minute) == (9, 30)
    assert starts.astimezone(UTC) == datetime(day.year, day.month, day.day, utc, 30, tzinfo=UTC)
    assert ends - starts == timedelta(minutes=120)
    assert event["DTSTART"].params["TZID"] == "Europe/Paris"


def test_the_calendar_describes_its_time_zone(world):
    calendar = Calendar.from_ical(calendar_of([world.session]))
    assert [zone["TZID"] for zone in calendar.timezones] == ["Europe/Paris"]
    assert calendar["METHOD"] == "PUBLISH"


def test_moved_and_cancelled_are_the_same_event_told_again(world, cast, sign_in):
    address = subscribe(sign_in, cast.member)
    (before,) = read(sign_in(None), address).events
    move_session(
        session=world.session,
        held_on=date(2019, 1, 3),
        starts_at=time(14),
        place="Arras",
        reason="Salle prise",
        by=cast.secretary,
    )
    (after,) = read(sign_in(None), address).events
    assert (before["STATUS"], before["SEQUENCE"], after["SEQUENCE"]) == ("TENTATIVE", 0, 1)
    assert (before["UID"], after.decoded("DTSTART").date()) == (after["UID"], date(2019, 1, 3))
    cancel_session(session=world.session, by=cast.secretary, reason="Grève")
    (last,) = read(sign_in(None), address).events
    assert (last["STATUS"], last["SEQUENCE"], last["UID"]) == ("CANCELLED", 2, before["UID"])


def test_the_meeting_about_one_situation_gives_no_place(world, cast):
    item = scenes.scheduled(world, cast)
    session = planned(world.instance, date(2019, 3, 1), place="12 rue des Lilas", case=item.case)
    assert "LOCATION" not in Calendar.from_ical(calendar_of([session])).events[0]


def test_the_address_is_told_once_and_only_its_digest_kept(cast, sign_in):
    address = subscribe(sign_in, cast.member)
    token = address.split("/")[2]
    assert len(token) >= 40
    assert token not in CalendarFeed.objects.get().digest
    assert token not in sign_in(cast.member).get(reverse("cellule:feed_detail")).content.decode()


def test_renewed_withdrawn_unknown_or_ended_it_is_the_same_404(world, cast, sign_in):
    first = subscribe(sign_in, cast.member)
    second = subscribe(sign_in, cast.member)
    anybody = sign_in(None)
    assert anybody.get(first).status_code == 404
    assert anybody.get(second).status_code == 200
    cast.member.memberships[0].end_now()
    ended = anybody.get(second)
    unknown = anybody.get(reverse("cellule:feed_read", args=["jamais-donnee"]))
    assert ended.status_code == unknown.status_code == 404
    third = subscribe(sign_in, cast.secretary)
    assert sign_in(cast.secretary).post(reverse("cellule:feed_revoke")).status_code == 302
    assert anybody.get(third).status_code == 404


def test_who_may_no_longer_sign_in_is_followed_no_more(cast):
    token = give_feed(by=cast.member)
    User.objects.filter(pk=cast.member.user_id).update(is_active=False)
    assert feed_of(token) is None


def test_somebody_without_a_seat_follows_nothing(cast, sign_in):
    address = subscribe(sign_in, cast[Role.FUNDER])
    assert sign_in(None).get(address).status_code == 404


def test_too_many_wrong_addresses_close_the_door_to_who_tries(cast, sign_in, monkeypatch):
    monkeypatch.setattr(links, "cache", LocMemCache("feeds", {}))  # runs side by side share the other one
    links.cache.clear()
    good = subscribe(sign_in, cast.member)
    anybody = sign_in(None)
    for attempt in range(20):
        anybody.get(reverse("cellule:feed_read", args=[f"essai-{attempt}"]))
    assert anybody.get(good).status_code == 404


def test_old_sessions_leave_the_agenda_and_old_addresses_the_table(world, cast, sign_in):
    planned(world.instance, clock.today() - SHOWN_SINCE - timedelta(days=1), state=SessionState.CLOSED)
    assert len(read(sign_in(None), subscribe(sign_in, cast.member)).events) == 1
    CalendarFeed.objects.update(revoked_at=clock.now() - timedelta(days=366))
    assert purge_revoked() == 1


# Other instances


def test_an_instance_that_decides_nothing_holds_subjects_only(world, cast, sign_in):
    client = sign_in(cast.secretary)
    steering = body(world, code="steering", kind="steering", frequency="quarterly", day_rule="quarter_second_thursday")
    session = planned(steering, date(2019, 3, 14))
    text = client.get(reverse("cellule:session_detail", args=[session.pk])).content.decode()
    assert "porte des sujets" in text
    assert "Prêtes à être examinées" not in text
    assert "Ajouter un sujet" in text
