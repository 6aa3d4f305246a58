"""Seats of an instance: given and withdrawn by its secretary and by the pilot, never by nor for oneself."""

import pytest
from django.core import mail
from django.urls import reverse

from cellule.models import Session
from partners.actors import actor_of
from partners.models import Membership, Partnership, User
from partners.roles import Role
from tests import factories
from tests.second_body import body
from veille.core import clock
from veille.core.models import AuditEvent

GUEST = {"first_name": "Solène", "last_name": "Inventée", "email": "solene@exemple.invalid"}


def _list(instance):
    return reverse("cellule:seat_list", args=[instance.pk])


def _give(instance):
    return reverse("cellule:seat_give", args=[instance.pk])


def _end(membership):
    return reverse("cellule:seat_end", args=[membership.instance_id, membership.pk])


def _south(world):
    return world.dispositif.instances.get(territory=world.other_territory)


def _seat_of(actor) -> Membership:
    return Membership.objects.get(user=actor.user, role=Role.INSTANCE_MEMBER)


@pytest.mark.parametrize("role", [Role.INSTANCE_SECRETARY, Role.PROJECT_MANAGER])
def test_who_keeps_the_instance_gives_a_seat_to_a_partner(
    world, cast, sign_in, role, django_capture_on_commit_callbacks
):
    client = sign_in(cast[role])
    assert client.get(_give(world.instance)).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(_give(world.instance), GUEST | {"organisation": str(world.state.pk)})
    assert answer.url == _list(world.instance)
    seat = Membership.objects.get(user__email=GUEST["email"])
    assert (seat.organisation, seat.role, seat.instance) == (world.state, Role.INSTANCE_MEMBER, world.instance)
    assert [message.to for message in mail.outbox] == [[GUEST["email"]]]
    page = client.get(answer.url).content.decode()
    assert "Solène Inventée" in page
    assert "DDTM du Nord" in page


def test_an_agent_of_the_state_with_a_seat_reads_the_session(world, cast, sign_in):
    state, url = cast[Role.STATE_SERVICE], reverse("cellule:session_detail", args=[world.session.pk])
    Session.objects.update(state="convened")
    assert sign_in(state).get(url).status_code == 404
    typed = GUEST | {"email": state.user.email, "organisation": str(world.state.pk)}
    sign_in(cast.secretary).post(_give(world.instance), typed)
    assert sign_in(actor_of(state.user, world.state.pk)).get(url).status_code == 200


def test_only_a_partner_of_the_dispositif_sits(world, cast, sign_in):
    stranger = factories.OrganisationFactory()
    former = factories.OrganisationFactory()
    Partnership.objects.create(
        dispositif=world.dispositif, organisation=former, part="operator", starts_on="2015-01-01", ends_on="2016-01-01"
    )
    for organisation in (stranger, former):
        answer = sign_in(cast.secretary).post(_give(world.instance), GUEST | {"organisation": str(organisation.pk)})
        assert answer.status_code == 422
        assert GUEST["last_name"] in answer.content.decode()  # nothing typed is lost
    assert not User.objects.filter(email=GUEST["email"]).exists()


def test_nobody_gives_a_seat_to_herself(world, cast, sign_in):
    typed = GUEST | {"email": cast.secretary.user.email.upper(), "organisation": str(world.landlord.pk)}
    answer = sign_in(cast.secretary).post(_give(world.instance), typed)
    assert answer.status_code == 422
    assert "On ne se donne pas de rôle à soi-même" in answer.content.decode()


def test_a_seat_is_held_once(world, cast, sign_in):
    member = cast.member
    typed = GUEST | {"email": member.user.email, "organisation": str(member.organisation_id)}
    answer = sign_in(cast.secretary).post(_give(world.instance), typed)
    assert answer.status_code == 422
    assert "tient déjà ce rôle" in answer.content.decode()


def test_a_withdrawn_seat_is_closed_at_the_next_request(world, cast, sign_in):
    Session.objects.update(state="convened")
    member, url = sign_in(cast.member), reverse("cellule:session_detail", args=[world.session.pk])
    assert member.get(url).status_code == 200
    seat = _seat_of(cast.member)
    secretary = sign_in(cast.secretary)
    assert secretary.get(_end(seat)).status_code == 405
    assert secretary.post(_end(seat)).url == _list(world.instance)
    assert member.get(url).status_code in {403, 404}
    assert secretary.post(_end(seat)).status_code == 404
    assert AuditEvent.objects.filter(name="membership.ended").count() == 1


def test_nobody_withdraws_her_own_seat(world, cast, sign_in):
    own = Membership.objects.create(
        user=cast.pilot.user,
        organisation=cast.pilot.organisation,
        role=Role.INSTANCE_MEMBER,
        instance=world.instance,
        starts_on="2015-01-01",
    )
    client = sign_in(actor_of(cast.pilot.user, cast.pilot.organisation_id))
    assert _end(own) not in client.get(_list(world.instance)).content.decode()
    assert client.post(_end(own)).status_code == 403
    assert sign_in(cast.secretary).post(_end(own)).status_code == 302


def test_a_role_that_its_organisation_gave_is_not_withdrawn_here(world, cast, sign_in):
    """A referent scoped to the instance sits there; her role is her manager's to end."""
    Membership.objects.filter(user=cast.referent.user).update(instance=world.instance)
    given = Membership.objects.get(user=cast.referent.user)
    client = sign_in(cast.secretary)
    page = client.get(_list(world.instance)).content.decode()
    assert str(cast.referent.user) in page
    assert _end(given) not in page
    assert client.post(_end(given)).status_code == 403


def test_the_seat_of_another_instance_is_not_found_through_this_one(world, cast, sign_in):
    seat = _seat_of(cast.member)
    Membership.objects.filter(pk=seat.pk).update(instance=_south(world))
    address = reverse("cellule:seat_end", args=[world.instance.pk, seat.pk])
    assert sign_in(cast.secretary).post(address).status_code == 404


def test_a_foreign_instance_is_not_found_and_a_member_gives_no_seat(world, cast, sign_in):
    foreign = factories.DispositifFactory()
    elsewhere = foreign.instances.create(code="cellule", label="Cellule", organiser=world.organiser)
    for instance in (elsewhere, _south(world)):
        assert sign_in(cast.secretary).get(_list(instance)).status_code == 404
        assert sign_in(cast.secretary).post(_give(instance), GUEST).status_code == 404
    assert sign_in(cast.pilot).get(_list(elsewhere)).status_code == 404
    assert sign_in(cast.pilot).get(_list(_south(world))).status_code == 200
    assert sign_in(cast.member).get(_list(world.instance)).status_code == 403
    assert sign_in(cast.worker).get(_list(world.instance)).status_code == 404


def test_an_instance_that_no_longer_meets_takes_nobody_in(world, cast, sign_in):
    seat = _seat_of(cast.member)
    world.dispositif.instances.update(is_active=False)
    client = sign_in(cast.secretary)
    assert _give(world.instance) not in client.get(_list(world.instance)).content.decode()
    assert client.post(_give(world.instance), GUEST).status_code == 403
    assert client.post(_end(seat)).status_code == 302


def test_an_instance_without_seats_says_so(world, cast, sign_in):
    page = sign_in(cast.pilot).get(_list(_south(world))).content.decode()
    assert "Personne ne siège encore" in page
    assert "<table" not in page


def test_a_former_seat_is_not_listed(world, cast, sign_in):
    Membership.objects.filter(pk=_seat_of(cast.member).pk).update(ends_on=clock.today().replace(day=1))
    assert str(cast.member.user) not in sign_in(cast.secretary).get(_list(world.instance)).content.decode()


def test_the_seats_are_one_link_away(world, cast, sign_in):
    secretary, link = sign_in(cast.secretary), _list(world.instance)
    assert link in secretary.get(reverse("cellule:session_list")).content.decode()
    assert link in secretary.get(reverse("cellule:session_detail", args=[world.session.pk])).content.decode()
    configuration = reverse("partners:dispositif_detail", args=[world.dispositif.pk])
    assert link in sign_in(cast.pilot).get(configuration).content.decode()
    assert link not in sign_in(cast[Role.GROUP_COORDINATOR]).get(configuration).content.decode()
    assert link not in sign_in(cast.member).get(reverse("cellule:session_list")).content.decode()


def test_the_seats_of_a_nominative_instance_are_its_closed_list(world, cast, sign_in):
    made = body(world, anonymous=False)
    page = sign_in(cast.pilot).get(reverse("cellule:seat_list", args=[made.pk])).content.decode()
    assert "Liste fermée" in page
    assert (
        "Liste fermée"
        not in sign_in(cast.pilot).get(reverse("cellule:seat_list", args=[world.instance.pk])).content.decode()
    )
