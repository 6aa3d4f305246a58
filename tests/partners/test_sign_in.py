"""Signing in: by e-mail and password, with a second factor when she has one, by invitation only."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from partners.adapters import EncryptedMfaAdapter
from partners.models import User

PASSWORD = "une phrase de passe bien longue"


@pytest.fixture
def secret(cast) -> str:
    """The second factor of the referent."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(cast.referent.user, secret)
    return secret


def sign_in(client, user, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def test_she_lands_on_what_awaits_her(cast, client):
    assert sign_in(client, cast.referent.user).url == reverse("home")


def test_a_wrong_password_says_nothing_of_the_account(cast, client):
    known = sign_in(client, cast.referent.user, "pas le bon mot de passe")
    unknown = client.post(reverse("account_login"), {"login": "inconnue@exemple.invalid", "password": "x"})
    said = [list(answer.context["form"].non_field_errors()) for answer in (known, unknown)]
    assert said[0] == said[1] != []


def test_her_second_factor_is_asked_and_opens(cast, client, secret):
    assert sign_in(client, cast.referent.user).url.startswith(reverse("mfa_authenticate"))
    assert client.get(reverse("home")).status_code == 302
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    assert client.post(reverse("mfa_authenticate"), {"code": code}).url == reverse("home")
    assert client.get(reverse("home")).status_code == 200


def test_a_wrong_code_does_not_open(cast, client, secret):
    sign_in(client, cast.referent.user)
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert client.get(reverse("home")).status_code == 302


def test_the_secret_is_not_kept_in_clear(cast, secret):
    stored = str(Authenticator.objects.get(user=cast.referent.user).data)
    assert secret not in stored
    assert EncryptedMfaAdapter().decrypt(Authenticator.objects.get().data["secret"]) == secret


def test_nobody_signs_up_by_herself(client, db):
    address = reverse("account_signup")
    client.post(address, {"email": "nouvelle@exemple.invalid", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.filter(email="nouvelle@exemple.invalid").exists()


def test_an_inactive_account_does_not_open(cast, client):
    user = cast.referent.user
    user.is_active = False
    user.save()
    sign_in(client, user)
    assert client.get(reverse("home")).status_code == 302


def test_signing_out_takes_a_post(cast, client):
    sign_in(client, cast.referent.user)
    client.get(reverse("account_logout"))
    assert client.get(reverse("home")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("home")).status_code == 302
