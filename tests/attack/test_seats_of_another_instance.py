"""A seat opens its own instance: what another seat allows elsewhere is not carried over."""

from datetime import date

from django.urls import reverse

from cellule.documents import record_lines
from cellule.models import Session
from partners.actors import actor_of
from partners.models import Instance, Membership
from partners.roles import Role
from tests.cellule import minutes_scenes


def _seat(actor, instance, role) -> None:
    Membership.objects.create(
        user=actor.user, organisation=actor.organisation, role=role, instance=instance, starts_on=date(2015, 1, 1)
    )


def test_an_expert_of_the_south_reads_as_a_member_in_the_north(world, cast, sign_in):
    south = Instance.objects.exclude(pk=world.instance.pk).get()
    _seat(cast.member, south, Role.EXPERT)
    minutes_scenes.given(world, cast)
    page = sign_in(cast.member).get(reverse("cellule:minutes_detail", args=[world.session.pk])).content.decode()
    assert "Phrase du point 3." in page
    assert not any(f"Phrase du point {rank}." in page for rank in (1, 2))
    again = actor_of(cast.member.user, cast.member.organisation_id)
    assert record_lines(Session.objects.get(pk=world.session.pk), again) == []


def test_an_expert_who_sits_there_reads_the_whole_record(world, cast, sign_in):
    _seat(cast.member, world.instance, Role.EXPERT)
    minutes_scenes.given(world, cast)
    page = sign_in(cast.member).get(reverse("cellule:minutes_detail", args=[world.session.pk])).content.decode()
    assert all(f"Phrase du point {rank}." in page for rank in (1, 2, 3))


def test_a_funder_of_the_north_reads_no_record_by_her_seat_in_the_south(world, cast, sign_in):
    funder = cast[Role.FUNDER]
    south = Instance.objects.exclude(pk=world.instance.pk).get()
    _seat(funder, world.instance, Role.FUNDER)
    _seat(funder, south, Role.EXPERT)
    minutes_scenes.given(world, cast)
    client = sign_in(funder)
    assert client.get(reverse("cellule:minutes_detail", args=[world.session.pk])).status_code == 403
    assert client.get(reverse("cellule:minutes_document", args=[world.session.pk])).status_code == 403
    assert client.get(reverse("cellule:session_record", args=[world.session.pk])).status_code == 403
