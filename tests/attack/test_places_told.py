"""A secret place stays secret whatever was typed before; what is told of a shared dwelling has the readers its page says."""

from django.urls import reverse

from households.models import Dwelling, NamedPerson, TransitionalPlace
from partners.roles import Role
from tests import factories
from tests.households.places import add_place, enter


def address(name, *args):
    return reverse(f"households:{name}", args=args)


def test_a_secret_place_that_names_several_is_one_row_for_who_is_named_on_a_file(world, cast, sign_in):
    case = factories.make_accompanied_case(world, cast)
    place = add_place(world, cast.manager, is_secret=True, named_people=[cast.other_worker.user])
    enter(case, place, cast.manager)
    NamedPerson.objects.create(case=case, user=cast.worker.user, starts_on=case.opened_on)
    assert list(TransitionalPlace.objects.visible_to(cast.worker)) == [place]
    assert sign_in(cast.worker).get(address("place_detail", place.pk)).status_code == 200


def test_a_landlord_keeps_a_place_secret_in_a_dwelling_it_had_already_written(world, cast):
    known = Dwelling.objects.create(landlord=world.landlord, commune=world.commune, reference="L-12")
    where = {"landlord": world.landlord, "commune": world.commune, "reference": "L-12", "is_secret": True}
    place = add_place(world, cast[Role.LANDLORD_MANAGER], dwelling_fields=where)
    assert place.dwelling.is_secret
    assert place.dwelling_id != known.pk
    assert not TransitionalPlace.objects.visible_to(cast.referent).filter(pk=place.pk).exists()
