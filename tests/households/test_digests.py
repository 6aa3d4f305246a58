"""The mail that counts what awaits: who gets one, when, once, and what it never says."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client

from households.digests import forget_days, send_due, stop_address, topics_of
from households.services.digests import choose_digest
from households.services.waiting_lines import put_off
from partners.models import Digest, DigestDay, Membership
from tests import factories
from tests.households.test_waiting_lines import line
from veille.core import clock
from veille.core.models import AccessEvent
from veille.core.todo import Topic

FRIDAY = date(2018, 12, 14)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=clock.PARIS)


@pytest.fixture
def measure(world, cast):
    return factories.make_measure(factories.make_accompanied_case(world, cast), world.association, state="not_started")


@pytest.fixture
def digest(cast, measure):
    return choose_digest(daily=["accompaniment"], weekly=["contacts"], weekday=0, by=cast.worker)


def test_it_counts_by_topic_and_names_nothing(cast, measure, digest):
    assert send_due(at("2018-12-14 07:00")) == 1
    (told,) = mail.outbox
    assert (told.to, told.subject) == ([cast.worker.user.email], "Veille sociale : ce qui vous attend")
    assert f"- {Topic.ACCOMPANIMENT.label} : 2" in told.body
    case = measure.case
    names = [person.last_name for person in case.household.people.all()]
    said = [case.number, str(case.pk), case.rules.dispositif.name, case.rules.dispositif.public_name, *names]
    assert [word for word in said if word and word in told.body + told.subject] == []
    assert told.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert not AccessEvent.objects.filter(user=cast.worker.user_id).exists()


def test_once_a_day_from_seven_in_paris(digest):
    assert send_due(at("2018-12-14 06:59")) == 0
    assert [send_due(at("2018-12-14 07:10")), send_due(at("2018-12-14 07:20"))] == [1, 0]
    assert send_due(at("2018-12-17 07:00")) == 1


def test_another_worker_that_has_begun_sends_it_alone(digest):
    """The key of the day is written first: what another has written is not sent again."""
    DigestDay.objects.create(digest=digest, day=FRIDAY)
    assert send_due(at("2018-12-14 07:10")) == 0
    with pytest.raises(IntegrityError):
        DigestDay.objects.create(digest=digest, day=FRIDAY)


def test_one_that_could_not_leave_is_tried_again(digest, monkeypatch):
    def broken(*args, **kwargs):
        raise OSError("serveur absent")

    with monkeypatch.context() as patched:
        patched.setattr("households.digests.write_to", broken)
        with pytest.raises(OSError, match="absent"):
            send_due(at("2018-12-14 07:00"))
    assert not DigestDay.objects.exists()
    assert send_due(at("2018-12-14 07:10")) == 1


def test_nothing_leaves_when_nothing_awaits(cast, digest, measure):
    for _ in range(2):
        waiting = line(cast.worker, "information") if _ else line(cast.worker)
        put_off(line=waiting, until=clock.today() + timedelta(days=3), reason="partner", by=cast.worker)
    assert send_due(at("2018-12-14 07:00")) == 0
    assert mail.outbox == []


def test_nor_to_somebody_whose_membership_has_ended(cast, digest):
    Membership.objects.filter(user=cast.worker.user).update(ends_on=clock.today() - timedelta(days=1))
    assert send_due(at("2018-12-14 07:00")) == 0


@pytest.mark.parametrize(
    ("day", "topics"),
    [
        (date(2018, 12, 14), {"accompaniment"}),  # a Friday
        (date(2018, 12, 15), set()),
        (date(2018, 12, 17), {"accompaniment", "contacts"}),  # the Monday that was chosen
        (date(2018, 12, 25), set()),
        (date(2018, 4, 2), set()),  # Easter Monday: the mail of the week comes on the Tuesday
        (date(2018, 4, 3), {"accompaniment", "contacts"}),
        (date(2018, 4, 4), {"accompaniment"}),
    ],
)
def test_working_days_and_the_day_of_the_week(digest, day, topics):
    assert topics_of(digest, day) == topics


def test_nobody_asks_for_it_unless_she_does(measure):
    assert send_due(at("2018-12-14 07:00")) == 0


def test_a_topic_is_counted_at_one_pace(cast):
    with pytest.raises(ValidationError, match="pas les deux"):
        choose_digest(daily=["contacts"], weekly=["contacts"], weekday=0, by=cast.worker)


def test_she_chooses_on_her_page(cast, sign_in):
    client = sign_in(cast.worker)
    assert "Récapitulatif par courriel" in client.get("/").content.decode()
    rhythms = {topic: "never" for topic in Topic.values} | {"contacts": "daily", "sessions": "weekly", "weekday": "3"}
    assert client.post("/recapitulatif/", rhythms).status_code == 302
    digest = Digest.objects.get(user=cast.worker.user)
    assert (digest.daily, digest.weekly, digest.weekday) == (["contacts"], ["sessions"], 3)


def test_each_list_has_an_answer_and_none_is_marked_as_needed(cast, digest, sign_in):
    client = sign_in(cast.worker)
    assert "asteriskField" not in client.get("/recapitulatif/").content.decode()
    before = (digest.daily, digest.weekly, digest.weekday)
    assert client.post("/recapitulatif/", {"sessions": "daily"}).status_code == 302
    digest.refresh_from_db()
    assert (digest.daily, digest.weekly, digest.weekday) == ([*before[0], "sessions"], *before[1:])


def test_one_click_stops_it_and_opening_the_address_does_not(digest):
    client = Client(enforce_csrf_checks=True)
    address = stop_address(digest)
    assert client.get(address).status_code == 200
    digest.refresh_from_db()
    assert digest.daily
    sent = client.post(address, {"List-Unsubscribe": "One-Click"})
    assert sent.status_code == 200
    digest.refresh_from_db()
    assert (digest.daily, digest.weekly) == ([], [])


def test_another_seal_stops_nothing(digest):
    address = stop_address(digest)
    forged = address.replace(address.split("/")[-3], "0" * 64)
    assert Client().post(forged).status_code == 404
    digest.refresh_from_db()
    assert digest.daily


def test_days_are_forgotten_after_a_month(digest):
    for back in (10, 31):
        DigestDay.objects.create(digest=digest, day=clock.today() - timedelta(days=back))
    assert forget_days() == 1
