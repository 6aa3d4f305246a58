"""New files of a table enter where she may open files: not wherever her organisation works."""

import pytest

from households.importing.follow_up.options import FollowUpOptions, territories_open_to
from households.importing.follow_up.work import FollowUpWork
from partners.actors import actor_of
from partners.models import Membership
from partners.roles import Role
from tests import factories


@pytest.fixture
def scoped(cast):
    """Agathe, with the scope of her role written by hand."""

    def give(**scope):
        person = cast.referent
        Membership.objects.filter(user=person.user).update(**scope)
        return actor_of(person.user, person.organisation_id)

    return give


def test_a_role_without_scope_reaches_every_territory_of_its_partnerships(world, cast):
    assert set(territories_open_to(cast.referent)) == {world.territory, world.other_territory}


def test_a_role_held_in_a_territory_stops_there(world, scoped):
    assert set(territories_open_to(scoped(territory=world.territory))) == {world.territory}


def test_a_role_held_in_an_instance_stops_at_its_territory(world, scoped):
    assert set(territories_open_to(scoped(instance=world.instance))) == {world.instance.territory}


def test_a_role_held_in_another_dispositif_opens_nothing_here(scoped):
    elsewhere = factories.DispositifFactory()
    assert not territories_open_to(scoped(dispositif=elsewhere)).exists()


def test_a_second_role_that_imports_nothing_adds_no_territory(world, scoped):
    actor = scoped(territory=world.territory)
    Membership.objects.create(
        user=actor.user,
        organisation=actor.organisation,
        role=Role.LANDLORD_CLIENT_MANAGER,
        starts_on=actor.memberships[0].starts_on,
    )
    actor = actor_of(actor.user, actor.organisation_id)
    assert set(territories_open_to(actor)) == {world.territory}


def test_the_page_offers_no_other_territory_and_the_work_takes_none(world, scoped):
    actor = scoped(territory=world.territory)
    form = FollowUpOptions(actor=actor)
    assert [key for key, _ in form.fields["territory"].choices] == [str(world.territory.pk)]
    assert FollowUpWork(actor, {"territory": str(world.other_territory.pk)}).territory is None
