"""Who configures a dispositif says how soon it answers, on its own days and hours."""

from uuid import uuid4

import pytest
from django.urls import reverse

from partners.configuration import Promise
from veille.core.working_time import WorkingHours

TYPED = {
    "kind": "half_day",
    "satisfied_by": "intervention",
    "week_days": ["1", "2", "3", "4"],
    "morning_start": "09:00",
    "morning_end": "12:30",
    "afternoon_start": "13:30",
    "afternoon_end": "17:00",
    "alert_minutes": "30",
}


@pytest.fixture
def publish(world, cast, sign_in):
    def sent(**changes):
        url = reverse("accompaniment:promise_edit", args=[world.dispositif.pk])
        answers = {"number": world.dispositif.rules.number, "submission_key": str(uuid4()), **TYPED, **changes}
        return sign_in(cast.pilot).post(url, answers)

    return sent


def test_a_promise_is_a_version_that_the_next_files_follow(world, publish):
    assert publish().status_code == 302
    rules = world.dispositif.rules
    hours = WorkingHours.read([["09:00", "12:30"], ["13:30", "17:00"]], [1, 2, 3, 4])
    assert (rules.number, rules.configuration.promise.hours) == (2, hours)
    assert rules.configuration.promise.words.startswith("Dans la demi-journée (9 h à 12 h 30, 13 h 30 à 17 h, du mardi")
    assert world.version.configuration.promise.kind == "next_session"


def test_the_same_promise_publishes_nothing(world, publish):
    publish()
    publish()
    assert world.dispositif.rules.number == 2


def test_a_day_in_one_stretch(world, publish):
    assert publish(morning_end="16:00", afternoon_start="", afternoon_end="").status_code == 302
    assert len(world.dispositif.rules.configuration.promise.hours.half_days) == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"morning_end": "08:00"}, "Les heures se suivent"),
        ({"afternoon_end": ""}, "Les heures se suivent"),
        ({"week_days": []}, "Choisissez au moins un jour"),
        ({"alert_minutes": "2000"}, "1440"),
        ({"number": "7"}, "vient d’être publiée"),
    ],
)
def test_hours_that_make_no_day_are_said(world, publish, wrong, words):
    page = publish(**wrong)
    assert f'name="number" value="{world.dispositif.rules.number}"' in page.content.decode()
    assert page.status_code == 422
    assert words in page.content.decode()
    assert world.dispositif.rules.number == 1


def test_the_promise_is_told_with_its_dispositif(world, cast, sign_in):
    page = sign_in(cast.pilot).get(reverse("partners:dispositif_detail", args=[world.dispositif.pk]))
    assert "À la prochaine séance" in page.content.decode()
    typed = sign_in(cast.pilot).get(reverse("accompaniment:promise_edit", args=[world.dispositif.pk]))
    assert 'value="08:00"' in typed.content.decode()


@pytest.mark.parametrize(
    ("week_days", "words"),
    [([0, 1, 2, 3, 4], "du lundi au vendredi"), ([0, 3], "lundi et jeudi"), ([5, 6], "samedi et dimanche")],
)
def test_days_are_said_in_words(week_days, words):
    assert Promise("day", "answer", week_days=tuple(week_days)).words.endswith(f"{words})")


def test_what_was_typed_comes_back_as_it_was_typed(publish):
    form = publish(morning_end="08:00").context["form"]
    assert (form["morning_start"].value(), form["week_days"].value()) == ("09:00", ["1", "2", "3", "4"])
