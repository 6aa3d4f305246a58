"""The charter of a shared dwelling in a file: given word for word, signed as the plan is, nobody else in it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accompaniment import services
from accompaniment.models import CharterAgreement, Signature
from households.services import leave_place, write_charter
from partners.roles import Role
from tests import factories
from tests.households.places import add_place, enter


@pytest.fixture
def room(world, cast):
    return add_place(world, cast.manager, "Chambre 1", modality="shared_sublease")


@pytest.fixture
def stay(case, room, cast):
    return enter(case, room, cast.worker)


@pytest.fixture
def given(stay, room, cast):
    charter(room, cast, 0, "Chacun son tour.")
    return services.give_charter(period=stay, by=cast.worker)


def charter(room, cast, after, text):
    return write_charter(dwelling=room.dwelling, after=after, common_parts="Cuisine.", text=text, by=cast.manager)


def sign(given, cast, **fields):
    told = {"digest": given.digest, "part": "household", "name": "Sonia Vande", "way": "paper", **fields}
    return services.sign(subject=given, by=cast.worker, **told)


def address(name, *args):
    return reverse(f"accompaniment:{name}", args=args)


def test_the_worker_gives_the_charter_and_the_household_signs_it(case, stay, room, cast, sign_in):
    charter(room, cast, 0, "Chacun son tour.")
    client = sign_in(cast.worker)
    assert "Remettre la version 1" in client.get(address("charters_fragment", case.pk)).content.decode()
    assert client.post(address("charter_give", case.pk)).status_code == 302
    given = CharterAgreement.objects.get()
    assert "Chacun son tour." in client.get(address("charter_sign", given.pk)).content.decode()
    data = {
        "who": "other",
        "other_name": "Sonia Vande",
        "way": "oral",
        "signed_on": "2018-12-14",
        "digest": given.digest,
    }
    answer = client.post(address("charter_sign", given.pk), data)
    assert answer.status_code == 302, answer.content.decode()
    assert Signature.objects.get().charter == given
    assert "Sonia Vande" in client.get(address("charters_fragment", case.pk)).content.decode()


def test_a_new_version_of_the_charter_is_given_anew_and_the_signed_one_stays(given, stay, room, cast):
    sign(given, cast)
    charter(room, cast, 1, "Le ménage est partagé.")
    second = services.give_charter(period=stay, by=cast.worker)
    given.refresh_from_db()
    assert (given.state, second.state) == ("replaced", "current")
    assert given.content["sections"][-1]["lines"] == ["Chacun son tour."]
    with pytest.raises(ValidationError, match="une version l’a remplacé"):
        sign(given, cast, name="Nadia Vande")


def test_the_same_version_is_given_once(given, stay, cast):
    with pytest.raises(ValidationError, match="déjà dans ce dossier"):
        services.give_charter(period=stay, by=cast.worker)


def test_the_text_given_never_changes(given):
    with pytest.raises(IntegrityError, match="jamais récrit"), transaction.atomic():
        CharterAgreement.objects.filter(pk=given.pk).update(content={"sections": []})


def test_a_signature_is_on_the_very_text(given, cast):
    with pytest.raises(ValidationError, match="a changé"):
        sign(given, cast, digest="0" * 64)


def test_a_signature_on_a_charter_is_never_moved(given, cast):
    signature = sign(given, cast)
    with pytest.raises(IntegrityError, match="jamais récrit"), transaction.atomic():
        Signature.objects.filter(pk=signature.pk).update(name="Autre nom")


def test_who_has_left_is_given_nothing(stay, room, cast):
    charter(room, cast, 0, "Chacun son tour.")
    leave_place(period=stay, on=date(2018, 12, 10), by=cast.worker)
    with pytest.raises(ValidationError, match="ne vit pas dans une place"):
        services.give_charter(period=stay, by=cast.worker)


def test_a_dwelling_without_charter_gives_none(stay, cast):
    with pytest.raises(ValidationError, match="pas encore de charte"):
        services.give_charter(period=stay, by=cast.worker)


def test_two_residents_of_the_same_name_sign_each_in_her_file(given, room, world, cast):
    second = add_place(world, cast.manager, "Chambre 2", room.dwelling)
    other = enter(factories.make_accompanied_case(world, cast), second, cast.worker)
    sign(given, cast)
    sign(services.give_charter(period=other, by=cast.worker), cast)
    assert Signature.objects.count() == 2
    assert Signature.objects.filter(case=given.case).count() == 1


def test_the_landlord_of_the_dwelling_reads_neither_the_copy_nor_who_signed(given, case, cast, sign_in):
    sign(given, cast)
    landlord = sign_in(cast[Role.LANDLORD_REFERENT])
    assert landlord.get(address("charters_fragment", case.pk)).status_code == 403
    assert landlord.get(address("charter_print", given.pk)).status_code == 404


def test_the_charter_is_printed_under_a_neutral_name(given, cast, sign_in):
    answer = sign_in(cast.worker).get(address("charter_print", given.pk))
    assert answer["Content-Type"] == "application/pdf"
    assert "charte.pdf" in answer["Content-Disposition"]
