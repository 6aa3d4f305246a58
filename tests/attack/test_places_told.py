"""A secret place stays secret whatever was typed before; a shared dwelling is told to those its page names."""

from datetime import date

import pytest
from django.urls import reverse

from households import services
from households.models import Dwelling, DwellingCharter, NamedPerson, TransitionalPlace
from households.versions import version_of
from partners.roles import Role
from tests import factories
from tests.households.places import add_place, enter, note_incident


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


def test_one_room_more_does_not_forget_when_the_dwelling_ends(world, cast):
    ends_on = date(2019, 6, 30)
    first = add_place(world, cast.manager, "Chambre 1", available_until=ends_on)
    second = add_place(world, cast.manager, "Chambre 2", dwelling=first.dwelling)
    assert Dwelling.objects.get(pk=second.dwelling_id).available_until == ends_on


@pytest.fixture
def shared(world, cast):
    """An incident that an association told the landlord, in a dwelling that has a charter."""
    place = add_place(world, cast.manager)
    fields = {"after": 0, "common_parts": "", "text": "Chacun son tour."}
    services.write_charter(dwelling=place.dwelling, by=cast.manager, **fields)
    incident = note_incident(place.dwelling, cast.manager)
    return services.share_incident(incident=incident, version=version_of(incident), by=cast.manager)


def test_the_charter_is_not_told_with_an_incident(cast, shared, sign_in):
    answer = sign_in(cast[Role.LANDLORD_MANAGER]).get(address("shared_dwelling", shared.dwelling_id))
    assert "Chaudière arrêtée" in answer.content.decode()
    assert "Chacun son tour" not in answer.content.decode()
    assert not DwellingCharter.objects.visible_to(cast[Role.LANDLORD_MANAGER]).exists()


def test_who_writes_on_is_told_that_the_landlord_reads_what_was_shared(cast, shared, sign_in):
    text = sign_in(cast.manager).get(address("incident_follow", shared.pk)).content.decode()
    assert "Le bailleur ne le lit que si" not in text
    assert "Le bailleur le lit aussi" in text
