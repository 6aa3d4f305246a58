"""Roles are given by managers, never to oneself; accounts come by invitation only."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from partners import services
from partners.actors import actor_of
from partners.models import Membership, User
from partners.roles import Role
from veille.core import clock
from veille.core.models import AuditEvent

INVITATION = {
    "first_name": "Solène",
    "last_name": "Inventée",
    "email": "solene@exemple.invalid",
    "role": "landlord_referent",
}


def test_a_manager_invites_and_the_person_chooses_her_password(
    cast, sign_in, client, django_capture_on_commit_callbacks
):
    manager = cast[Role.LANDLORD_MANAGER]
    with django_capture_on_commit_callbacks(execute=True):
        answer = sign_in(manager).post(reverse("partners:membership_invite"), INVITATION)
    assert answer.status_code == 302
    path = re.search(r"/invitation/\S+", mail.outbox[0].body).group()
    passwords = {"new_password1": "cinq petits canards jaunes", "new_password2": "cinq petits canards jaunes"}
    assert client.post(path, passwords).url == reverse("account_login")
    assert User.objects.get(email=INVITATION["email"]).check_password("cinq petits canards jaunes")
    assert client.get(path).status_code == 410


def test_a_short_password_is_refused_in_french(cast):
    user = cast.referent.user
    with pytest.raises(ValidationError, match="Au moins 15 caractères"):
        from django.contrib.auth.password_validation import validate_password

        validate_password("court123", user)


def test_nobody_gives_a_role_to_herself(cast):
    manager = cast[Role.LANDLORD_MANAGER]
    with pytest.raises(ValidationError, match="On ne se donne pas"):
        services.invite(**INVITATION | {"email": manager.user.email}, organisation=manager.organisation, by=manager)


def test_a_referent_may_not_give_roles(cast, sign_in):
    assert sign_in(cast.referent).get(reverse("partners:membership_invite")).status_code == 403


def test_a_seat_in_an_instance_is_not_the_managers_to_give(world, cast, sign_in):
    client = sign_in(cast[Role.LANDLORD_MANAGER])
    page = client.get(reverse("partners:membership_invite")).content.decode()
    assert 'value="instance_member"' not in page
    assert 'name="instance"' not in page
    seat = INVITATION | {"role": "instance_member", "instance": str(world.instance.pk)}
    assert client.post(reverse("partners:membership_invite"), seat).status_code == 422
    client.post(reverse("partners:membership_invite"), INVITATION | {"instance": str(world.instance.pk)})
    assert Membership.objects.get(user__email=INVITATION["email"]).instance is None


def test_a_role_of_another_organisation_is_not_found(cast, sign_in):
    foreign = Membership.objects.get(user=cast.worker.user)
    answer = sign_in(cast[Role.LANDLORD_MANAGER]).post(reverse("partners:membership_end", args=[foreign.pk]))
    assert answer.status_code == 404


def test_an_ended_role_no_longer_acts_at_the_next_request(cast, sign_in):
    referent = cast.referent
    client = sign_in(referent)
    assert client.get(reverse("home")).status_code == 200
    services.end_membership(membership=Membership.objects.get(user=referent.user), by=cast[Role.LANDLORD_MANAGER])
    assert client.get(reverse("home")).status_code == 403
    assert AuditEvent.objects.filter(name="membership.ended").count() == 1


def test_roles_never_add_up_across_organisations(world, cast):
    user = cast.referent.user
    Membership.objects.create(
        user=user,
        organisation=world.association,
        role=Role.ASSOCIATION_MANAGER,
        starts_on=clock.today() - timedelta(days=1),
    )
    assert actor_of(user, world.landlord.pk).roles == {Role.LANDLORD_REFERENT}
    assert actor_of(user, world.association.pk).roles == {Role.ASSOCIATION_MANAGER}


def test_a_form_made_for_one_organisation_is_not_received_for_another(world, cast, sign_in):
    answer = sign_in(cast[Role.LANDLORD_MANAGER]).post(
        reverse("partners:membership_invite"), INVITATION | {"acting_organisation": str(world.association.pk)}
    )
    assert answer.status_code == 409
    assert not User.objects.filter(email=INVITATION["email"]).exists()


def test_one_switches_only_to_her_own_organisations(world, cast, sign_in):
    client = sign_in(cast.referent)
    answer = client.post(reverse("partners:organisation_switch"), {"organisation": str(world.association.pk)})
    assert answer.status_code == 404


def test_without_a_second_factor_production_sends_there_first(cast, sign_in, settings):
    settings.MFA_REQUIRED = True
    assert sign_in(cast.referent).get(reverse("home")).url == reverse("mfa_activate_totp")
