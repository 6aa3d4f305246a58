"""A role held in one place sends households to that place only."""

import pytest

from cellule.intake import dispositifs_open_to
from cellule.models import Referral
from partners.actors import actor_of
from partners.models import Membership
from tests import factories
from tests.cellule.referral_answers import LEAST, fill, send, start


@pytest.fixture
def scoped(cast):
    """Agathe, with the scope of her role written by hand."""

    def give(**scope):
        Membership.objects.filter(user=cast.referent.user).update(**scope)
        return actor_of(cast.referent.user, cast.referent.organisation_id)

    return give


def test_a_role_without_scope_sends_to_every_dispositif_of_her_organisation(world, cast):
    assert list(dispositifs_open_to(cast.referent)) == [world.dispositif]


def test_a_role_held_in_another_dispositif_does_not_send_here(scoped):
    assert not dispositifs_open_to(scoped(dispositif=factories.DispositifFactory())).exists()


def test_a_role_held_in_another_territory_is_told_at_the_commune(world, scoped, sign_in):
    client = sign_in(scoped(territory=world.other_territory))
    address = start(client)
    client.post(f"{address}entree/", {**LEAST["entree"], "action": "next", "page_key": "page"})
    answer = client.post(f"{address}logement/", {**LEAST["logement"], "action": "next", "page_key": "page"})
    assert answer.status_code == 422
    assert "n’oriente pas dans ce territoire" in answer.content.decode()


def test_a_role_that_lost_its_territory_meanwhile_is_brought_back_to_the_dwelling(world, cast, scoped, sign_in):
    client = sign_in(cast.referent)
    address = start(client)
    fill(client, address)
    scoped(territory=world.other_territory)
    assert "/logement/" in send(client, address)["Location"]
    assert not Referral.objects.exists()
