"""An orientation that is over may be sent again: a new one on the same file, the former one stays."""

from uuid import uuid4

import pytest

from cellule.models import Referral
from cellule.services import withdraw_referral
from households.models import Case
from tests.cellule.referral_answers import LEAST, send
from tests.factories import make_referred_case

pytestmark = pytest.mark.django_db


def again(client, referral):
    return client.post(f"/orientations/{referral.pk}/reprendre/", {"submission_key": uuid4()})


@pytest.fixture
def withdrawn(cast, world):
    referral = make_referred_case(world, cast)
    return withdraw_referral(referral=referral, reason="Le ménage hésite", by=cast.referent)


def test_it_begins_with_what_the_former_one_said(cast, sign_in, withdrawn):
    client = sign_in(cast.referent)
    assert "Orienter de nouveau" in client.get(f"/orientations/{withdrawn.pk}/").content.decode()
    asked = again(client, withdrawn)["Location"]
    assert "Y a-t-il un danger" in client.get(asked).content.decode()
    address = asked.removesuffix("danger/")
    assert withdrawn.situation in client.get(f"{address}situation/").content.decode()
    client.post(f"{address}danger/", {"danger": "no"})
    for step in ("logement", "situation"):
        client.post(f"{address}{step}/", {**LEAST[step], "action": "next", "page_key": "page"})
    send(client, address)
    second = Referral.objects.exclude(pk=withdrawn.pk).get()
    assert second.case == withdrawn.case and second.former == withdrawn
    assert Case.objects.count() == 1 and second.case.closed_on is None


def test_its_history_is_shown_to_who_sent_it(cast, sign_in, withdrawn, world):
    client = sign_in(cast.referent)
    second = make_referred_case(world, cast)
    Referral.objects.filter(pk=second.pk).update(case=withdrawn.case, former=withdrawn)
    shown = client.get(f"/orientations/{second.pk}/")
    page = shown.content.decode() if shown.status_code == 200 else ""
    assert f"/orientations/{withdrawn.pk}/" in page


def test_while_one_is_under_way_it_is_not_taken_up(cast, sign_in, world):
    referral = make_referred_case(world, cast)
    assert again(sign_in(cast.referent), referral).status_code == 403


def test_nor_while_another_one_of_the_same_file_is(cast, sign_in, withdrawn, world):
    second = make_referred_case(world, cast)
    Referral.objects.filter(pk=second.pk).update(case=withdrawn.case)
    client = sign_in(cast.referent)
    assert "Orienter de nouveau" not in client.get(f"/orientations/{withdrawn.pk}/").content.decode()
    assert again(client, withdrawn).status_code == 403


def test_nobody_takes_up_the_orientation_of_others(cast, sign_in, withdrawn):
    assert again(sign_in(cast.partner("landlord_referent")), withdrawn).status_code == 404
    assert again(sign_in(cast.pilot), withdrawn).status_code == 404


def test_a_double_click_begins_one_draft(cast, sign_in, withdrawn):
    client, key = sign_in(cast.referent), str(uuid4())
    places = {
        client.post(f"/orientations/{withdrawn.pk}/reprendre/", {"submission_key": key})["Location"] for _ in range(2)
    }
    assert len(places) == 1
