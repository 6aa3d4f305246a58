"""The command: where it runs, what it prints, the same each time."""

import hashlib
import stat
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, hotp_value, yield_hotp_counters_from_time
from django.core.management import CommandError, call_command

from accompaniment.models import Intervention, Measure, Note
from cellule.models import AgendaItem, Decision, PresentationSheet, Referral
from households.models import Case, CaseAccess, Finding, HousingPeriod, Person
from partners.actors import actor_of, organisations_of
from partners.models import Organisation, User
from partners.passwords import CnilPasswordValidator
from partners.roles import Right, Role
from tests.demonstration.conftest import load_into
from veille.core.models import AccessEvent, AuditEvent

TABLES = (Organisation, Case, CaseAccess, Person, Finding, HousingPeriod, Measure, Intervention, Note, Decision)
MORE_TABLES = (Referral, AgendaItem, PresentationSheet)
# Told by the clock of the machine.
CLOCK = {"created_at"}
# What the services draw when they prepare the coming sessions and the funding plans, which no dice decides.
KEYS = {Intervention: {"budget_line"}, AgendaItem: {"id", "sheet"}, PresentationSheet: {"id", "pseudonym"}}


def test_refuses_in_production(settings):
    settings.VEILLE_ENV = "production"
    with pytest.raises(CommandError, match="demo ou test"):
        call_command("load_demonstration")


def test_does_nothing_when_there_are_data(loaded, capsys):
    before = Case.objects.count()
    call_command("load_demonstration")
    assert "déjà des données" in capsys.readouterr().out
    assert Case.objects.count() == before


def test_every_role_has_an_account_and_the_secretary_a_stand_in(accounts):
    roles = [account["role"] for account in accounts]
    assert set(roles) == set(Role.values)
    assert roles.count("instance_secretary") >= 2


def test_accounts_open_and_act_for_their_organisation(accounts):
    for account in accounts:
        user = User.objects.get(email=account["email"])
        assert user.check_password(account["password"])
        roles = {role for organisation in organisations_of(user) for role in actor_of(user, organisation.pk).roles}
        assert account["role"] in roles
        assert account["email"].endswith("@demo.veille.invalid")


def test_passwords_are_long_and_all_different(accounts):
    passwords = [account["password"] for account in accounts]
    assert len(set(passwords)) == len(passwords)
    for password in passwords:
        assert len(password) >= 15
        CnilPasswordValidator().validate(password)


def test_those_without_an_account_cannot_sign_in(accounts):
    others = User.objects.exclude(email__in=[account["email"] for account in accounts])
    assert others.exists()
    assert not any(user.has_usable_password() for user in others)


def test_the_file_of_accounts_is_for_its_owner_alone(loaded: Path):
    assert stat.S_IMODE(loaded.stat().st_mode) == 0o600


def test_one_account_has_a_second_factor_that_works(accounts):
    (account,) = [account for account in accounts if account["totp"]]
    enrolled = Authenticator.objects.get(user__email=account["email"])
    assert account["totp"] not in str(enrolled.data)
    code = hotp_value(account["totp"], next(iter(yield_hotp_counters_from_time())))
    assert TOTP(enrolled).validate_code(f"{code:06}")


def test_the_only_readings_invented_are_those_of_people_who_open_the_file(loaded):
    """A few, so that « Qui a regardé » shows something."""
    for event in AccessEvent.objects.order_by("at", "pk"):
        reader = actor_of(User.objects.get(pk=event.user), event.organisation)
        assert Case.objects.visible_to(reader, event.section, Right.READ).filter(pk__in=event.cases).exists()
    assert 0 < AccessEvent.objects.count() < 100


def test_the_load_says_so_in_the_journal_of_acts(loaded):
    """Besides the acts of the story that services wrote."""
    assert AuditEvent.objects.filter(name="demonstration.loaded").count() == 3


def test_two_loads_are_the_same(loaded, databases, tmp_path):
    first = digest()
    with databases.copy():
        load_into(tmp_path)
        assert digest() == first


def digest() -> dict[str, str]:
    """A print of each key table, whatever the order of its rows."""
    return {model.__name__: _print_of(model) for model in (*TABLES, *MORE_TABLES)}


def _print_of(model) -> str:
    left_out = CLOCK | KEYS.get(model, set())
    names = [field.attname for field in model._meta.concrete_fields if field.name not in left_out]
    rows = sorted(map(repr, model._base_manager.order_by("pk").values_list(*names)))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()
