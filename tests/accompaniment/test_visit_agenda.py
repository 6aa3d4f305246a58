"""Visits in one's own agenda: an hour and a neutral title, nothing of the household."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accompaniment import services
from cellule.services.feeds import give_feed
from partners.roles import Role
from tests import factories

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def visit(world, cast):
    case = factories.make_accompanied_case(world, cast)
    factories.make_measure(case, world.association)
    return services.plan_visit(case=case, on=date(2018, 12, 19), starts_at=time(14), by=cast.worker)


def read(answer):
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).events)


def test_she_takes_her_appointments_away(world, cast, visit, sign_in):
    client = sign_in(cast.worker)
    (event,) = read(client.get(reverse("accompaniment:visit_file")))
    assert event["SUMMARY"] == f"Rendez-vous – {world.dispositif.public_name}"
    assert event.start == datetime(2018, 12, 19, 14, tzinfo=PARIS)
    assert event["CLASS"] == "PRIVATE" and "LOCATION" not in event and "DESCRIPTION" not in event
    text = client.get(reverse("accompaniment:visit_file")).content.decode()
    person = visit.case.household.people.get()
    assert visit.case.number not in text and person.last_name not in text


def test_without_an_hour_it_takes_the_day(cast, visit, sign_in):
    moved = {"on": date(2018, 12, 20), "starts_at": None, "minutes": 45, "worker": cast.worker.user}
    services.move_visit(visit=visit, by=cast.worker, **moved)
    (event,) = read(sign_in(cast.worker).get(reverse("accompaniment:visit_file")))
    assert event.start == date(2018, 12, 20)


def test_nobody_takes_those_of_another(cast, visit, sign_in):
    for actor in (cast.manager, cast.other_worker, cast.referent):
        assert read(sign_in(actor).get(reverse("accompaniment:visit_file"))) == []


def test_her_agenda_follows_them_from_its_address(cast, visit):
    address = reverse("cellule:feed_read", args=[give_feed(by=cast.worker)])
    assert len(read(Client().get(address))) == 1
    services.cancel_visit(visit=visit, by=cast.worker)
    assert read(Client().get(address)) == []


def test_the_address_of_somebody_who_follows_nothing_gives_nothing(cast, visit):
    address = reverse("cellule:feed_read", args=[give_feed(by=cast[Role.FUNDER])])
    assert Client().get(address).status_code == 404
