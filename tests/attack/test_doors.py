"""Ways in beside the front door, and what is left in the room after one has gone."""

import re

import pytest
from django.contrib import admin
from django.core import mail
from django.test import Client
from django.urls import reverse

from partners.models import Partnership, User
from partners.roles import Role
from tests import factories

ADMIN_SIGN_IN = "/administration/login/"
PHRASE = "une phrase de passe bien longue"


def test_the_admin_holds_reference_data_only():
    """An e-mail address, a second factor or a session written there would give an account away."""
    assert {model._meta.label for model in admin.site._registry} == {
        "core.ReferenceList",
        "partners.Commune",
        "partners.Organisation",
        "partners.Partnership",
        "partners.Territory",
    }


@pytest.mark.parametrize("is_staff", [False, True])
def test_the_sign_in_of_the_admin_leads_round_no_second_factor(cast, sign_in, is_staff):
    """Its own form asks the password alone: nobody becomes another person through it."""
    keeper = User.objects.create_superuser("gardienne@exemple.invalid", PHRASE)
    User.objects.filter(pk=cast.referent.user_id).update(is_staff=is_staff)
    client = sign_in(cast.referent)
    answer = client.post(ADMIN_SIGN_IN, {"username": keeper.email, "password": PHRASE})
    assert answer.status_code in {403, 405}
    assert client.session["_auth_user_id"] == str(cast.referent.user_id)
    assert Client().get(ADMIN_SIGN_IN).url.startswith(reverse("account_login"))


def test_a_forgotten_password_is_chosen_anew_once_and_opens_nothing_by_itself(cast, sign_in):
    open_before = sign_in(cast.referent)
    visitor = Client()
    visitor.post(reverse("account_reset_password"), {"email": cast.referent.user.email})
    link = re.search(r"/compte/mot-de-passe/oublie/\S+", mail.outbox[0].body).group()
    form = visitor.get(link).url
    other = "six petits canards tout jaunes"
    assert visitor.post(form, {"password1": other, "password2": other}).status_code == 302
    assert User.objects.get(pk=cast.referent.user_id).check_password(other)
    assert visitor.get(reverse("home")).url.startswith(reverse("account_login"))
    assert open_before.get(reverse("home")).url.startswith(reverse("account_login"))
    assert Client().get(link).status_code == 200  # says that the link is spent, and leads to no form


def test_no_page_of_hers_stays_on_the_disk_of_a_shared_machine(world, cast, sign_in, client):
    case = factories.make_accompanied_case(world, cast)
    for name, args in (("home", []), ("households:case_detail", [case.pk]), ("households:case_list", [])):
        assert "no-store" in sign_in(cast.worker).get(reverse(name, args=args))["Cache-Control"]
    missing = sign_in(cast.worker).get(reverse("households:case_detail", args=[world.landlord.pk]))
    assert "no-store" in missing["Cache-Control"]


def test_a_pilot_puts_nobody_at_the_head_of_a_partner_of_another_dispositif(world, cast, sign_in):
    """She would reach its files through whom she invites."""
    elsewhere = factories.DispositifFactory()
    stranger = factories.OrganisationFactory(name="Logis d’ailleurs", kind="landlord")
    Partnership.objects.create(dispositif=elsewhere, organisation=stranger, part="landlord")
    new = factories.OrganisationFactory(name="Logis nouveau", kind="landlord")
    pilot, administrator = sign_in(cast.pilot), sign_in(cast[Role.PLATFORM_ADMIN])

    def opened(client, organisation):
        return client.get(reverse("partners:manager_invite", args=[organisation.pk])).status_code

    assert opened(pilot, stranger) == 403
    assert opened(pilot, new) == 200
    assert opened(administrator, stranger) == 200
