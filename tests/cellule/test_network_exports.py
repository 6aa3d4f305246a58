"""The lists of the network, taken away: the rows of their pages, the same filters, names where they may be told."""

import pytest
from django.urls import reverse

from partners.roles import Role
from tests.cellule.capacity import say_dwellings, say_places
from tests.partners.network import convention_of, register
from veille.core.exports import listing_named
from veille.core.exports.listings import columns_for


@pytest.fixture
def network(world, cast):
    register(cast.manager, territories=[world.territory])
    convention_of(world.dispositif, world.organiser, world.association)
    say_places(world, cast.manager, "3.5")
    say_dwellings(world, cast[Role.LANDLORD_MANAGER])


def _taken(name: str, actor, **state) -> list[list]:
    listing = listing_named(name)
    columns = columns_for(listing, actor, state)
    rows = [row for batch in listing.batches(actor, state) for row in batch]
    assert len(rows) == listing.count(actor, state)
    return [[column.cell(row) for column in columns] for row in rows]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("registre-du-reseau", "Solène Inventée"),
        ("annuaire", "La Vie active"),
        ("conventions", "Convention de partenariat"),
        ("places-declarees", "La Vie active"),
        ("logements-disponibles", "Harnes"),
    ],
)
def test_a_list_leaves_with_the_rows_of_its_page(name, said, cast, network):
    assert any(said in row for row in _taken(name, cast.pilot))


def test_the_filters_of_the_page_are_those_of_the_file(world, cast, network):
    assert _taken("registre-du-reseau", cast.pilot, query="q=personne") == []
    assert _taken("annuaire", cast.pilot, query="competence=legal") == []
    assert _taken("conventions", cast.pilot, query="kind=funding") == []
    board = str(world.dispositif.pk)
    assert _taken("logements-disponibles", cast.pilot, dispositif=board, type="t2") == []
    assert len(_taken("logements-disponibles", cast.pilot, dispositif=board, type="t3", territory="rien")) == 1


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("registre-du-reseau", Role.FUNDER),
        ("annuaire", Role.EVALUATOR),
        ("conventions", Role.ASSOCIATION_WORKER),
        ("places-declarees", Role.LANDLORD_REFERENT),
        ("logements-disponibles", Role.STATE_SERVICE),
    ],
)
def test_who_does_not_open_the_page_does_not_take_it_away(name, role, cast, sign_in, network):
    assert sign_in(cast[role]).get(reverse("core:export_new", args=[name])).status_code in {403, 404}


def test_a_landlord_takes_away_its_own_dwellings_alone(world, cast, network):
    other = cast.play(Role.LANDLORD_MANAGER, world.other_landlord, "Autre")
    assert _taken("logements-disponibles", other) == []
    assert len(_taken("logements-disponibles", cast[Role.LANDLORD_MANAGER])) == 1


def test_a_form_sent_twice_does_it_once(world, cast, sign_in):
    key = "22222222-2222-4222-8222-222222222222"
    typed = {
        "dispositif": str(world.dispositif.pk),
        "kind": "partnership",
        "title": "Une seule fois",
        "purpose": "Ensemble.",
        "starts_on": "2019-01-01",
        "reminder_days": "90",
        "submission_key": key,
    }
    client = sign_in(cast.pilot)
    first, second = (client.post(reverse("partners:convention_create"), typed) for _ in range(2))
    assert first.url == second.url
    assert world.dispositif.conventions.count() == 1
