"""Lists of expertise taken away: steps and days of the questions, texts reread, trainings with their numbers."""

import pytest
from django.urls import reverse

from cellule.expertise_choices import CapitalisedSource
from cellule.services.capitalising import capitalise
from partners.roles import Role
from tests.cellule import expert_scenes as scenes
from tests.core.exports.test_lists_of_the_packages import address, take


def cells(table) -> str:
    return str([row.values for row in table.rows])


def test_questions_leave_without_a_word_of_them(world, cast, sign_in):
    scenes.advised(world, cast)
    for actor in (cast.referent, cast[Role.EXPERT]):
        table = take(sign_in(actor), "demandes-d-expertise")
        assert len(table.rows) == 1 and "Préconisation" in cells(table)
        assert scenes.WORDS["subject"] not in cells(table)


def test_the_pilot_takes_the_time_given(world, cast, sign_in):
    scenes.advised(world, cast, half_days=3)
    table = take(sign_in(cast.pilot), "temps-d-expertise")
    assert table.headers[-1] == "Demi-journées" and table.rows[0].values[-1] == 3


def test_what_is_searched_holds_in_the_file(world, cast, sign_in):
    for title in ("Accumulation", "Impayés"):
        text = capitalise(
            dispositif=world.dispositif,
            source=CapitalisedSource.PRACTICE_EXCHANGE,
            title=title,
            question="Que faire ?",
            answer="Ensemble.",
            by=cast.secretary,
        )
        scenes.published(text, cast.stand_in)
    client = sign_in(cast.worker)
    client.post(reverse("cellule:capitalised_search"), {"q": "acumulation"})
    assert [row.values[0] for row in take(client, "capitalisation").rows] == ["Accumulation"]


def test_trainings_leave_with_numbers_of_people(world, cast, sign_in):
    scenes.held(world, cast.pilot)
    table = take(sign_in(cast.worker), "formations", "?state=held")
    assert table.rows[0].values[-2:] == (2, 10)


@pytest.mark.parametrize(
    ("role", "name"),
    [
        (Role.ASSOCIATION_MANAGER, "demandes-d-expertise"),
        (Role.EXPERT, "temps-d-expertise"),
        (Role.FUNDER, "capitalisation"),
        (Role.DPO, "formations"),
    ],
)
def test_a_role_without_the_page_takes_nothing(cast, sign_in, role, name):
    assert sign_in(cast[role]).get(address(name)).status_code in {403, 404}
