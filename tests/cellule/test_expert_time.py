"""The time of the experts against the 1.00 full-time post of 2014, and what a pilot sees of the requests."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from cellule.expert_time import year_of
from cellule.expertise_choices import ExpertActivity
from cellule.models import ExpertRequest
from cellule.services.experts import note_time
from partners.configuration import parse
from partners.roles import Role
from tests import factories
from tests.cellule import expert_scenes as scenes
from tests.templates import template

DAY = date(2018, 12, 14)


@pytest.fixture
def year(world, cast):
    return lambda: year_of(cast.pilot, world.dispositif, 2018)


def test_the_four_competences_of_2014_make_one_full_time_post(year):
    planned = {line.code: (line.planned, line.planned_days, line.people) for line in year().lines}
    assert planned == {
        "social_precarity": (Decimal("0.35"), 70, 2),
        "legal": (Decimal("0.10"), 20, 1),
        "psychic_addiction": (Decimal("0.40"), 80, 1),
        "public_safety": (Decimal("0.15"), 30, 1),
    }
    whole = year().whole
    assert (whole.planned, whole.planned_half_days, whole.people) == (Decimal("1.00"), 400, 5)
    assert "200 jours par an" in year().source


def test_half_days_become_a_share_of_a_post(world, cast, year):
    """16 half-days of psychic trouble = 8 days = 0.40 × 16 / 160 = 0.04 full-time post."""
    scenes.advised(world, cast, half_days=10)
    note_time(
        dispositif=world.dispositif,
        competence=scenes.COMPETENCE,
        activity=ExpertActivity.SESSION,
        spent_on=DAY,
        half_days=6,
        by=cast[Role.EXPERT],
    )
    line = next(line for line in year().lines if line.code == scenes.COMPETENCE)
    assert (line.half_days, line.days, line.spent, line.asked, line.answered) == (16, 8, Decimal("0.04"), 1, 1)
    assert year().whole.spent == Decimal("0.04")
    assert dict(year().activities)[ExpertActivity.SESSION.label] == 6


def test_time_of_another_year_or_dispositif_does_not_count(world, cast, year):
    scenes.advised(world, cast)
    assert year_of(cast.pilot, world.dispositif, 2017).whole.half_days == 0
    assert year().whole.half_days == 2


def test_how_many_people_answer_under_each_competence_today(world, cast, year):
    scenes.experts_at(cast)
    cast.play(Role.EXPERT, world.other_association, "Seconde")
    cast.hold(cast.play(Role.EXPERT, world.other_association, "Sans compétence"))
    holding = {line.code: line.holding for line in year().lines}
    assert holding == {"social_precarity": 0, "legal": 0, "psychic_addiction": 2, "public_safety": 0}
    assert year().whole.holding == 2


def test_a_competence_asked_without_being_planned_shows_too(world, cast, year):
    ExpertRequest.objects.create(
        dispositif=world.dispositif,
        competence="violence",
        organisation=world.landlord,
        asked_by=cast.referent.user,
        asked_on=DAY,
        due_on=DAY,
    )
    last = year().lines[-1]
    assert (last.code, last.people, last.spent, last.asked) == ("violence", None, None, 1)


def test_delays_and_late_answers(world, cast, year):
    answered, waiting = scenes.advised(world, cast), scenes.asked(world, cast)
    ExpertRequest.objects.filter(pk=answered.pk).update(asked_on=DAY - timedelta(days=10), due_on=DAY)
    ExpertRequest.objects.filter(pk=waiting.pk).update(
        asked_on=DAY - timedelta(days=20), due_on=DAY - timedelta(days=5)
    )
    assert (year().mean_delay, year().late) == (10, 1)


def test_the_pilot_sees_steps_and_time_and_no_word_nor_name(world, cast, sign_in):
    case = factories.make_accompanied_case(world, cast)
    request = scenes.advised(world, cast, case=case)
    shown = sign_in(cast.pilot).get(reverse("cellule:expert_time")).content.decode()
    assert "Préconisation" in shown and "0,40" in shown
    hidden = (
        request.subject,
        request.question,
        case.number,
        cast.referent.user.last_name,
        "Habitat du Nord",
        str(request.pk),
    )
    assert not [word for word in hidden if word in shown]


def test_a_pilot_of_another_dispositif_counts_nothing(world, cast):
    scenes.advised(world, cast)
    assert not ExpertRequest.objects.countable_by(cast.worker).exists()
    elsewhere = cast.play(Role.PROJECT_MANAGER, world.organiser, "Ailleurs")
    for membership in elsewhere.memberships:
        membership.dispositif_id = None
    assert not ExpertRequest.objects.countable_by(elsewhere).exists()


def test_an_expert_notes_time_and_reads_hers_only(world, cast, sign_in):
    expert = scenes.experts_at(cast)
    client, address = sign_in(expert), reverse("cellule:expert_time_note")
    sent = {
        "dispositif": world.dispositif.pk,
        "competence": scenes.COMPETENCE,
        "activity": "session",
        "spent_on": "2018-12-13",
        "half_days": "1",
    }
    assert client.post(address, sent).status_code == 302
    assert "Séance de la cellule" in client.get(address).content.decode()
    other = cast.play(Role.EXPERT, world.other_association, "Seconde")
    assert "Rien n’est noté" in sign_in(other).get(address).content.decode()
    assert client.post(address, {**sent, "competence": "legal"}).status_code == 422
    assert client.post(address, {**sent, "half_days": "11"}).status_code == 422


def test_a_version_published_before_these_keys_still_reads():
    old = {key: value for key, value in template("veille_sociale").items() if key not in {"expertise", "competences"}}
    data = parse(old)
    assert (data.expertise.days_a_year, data.expertise.answer_days, data.competences) == (200, 15, ())
