"""A meeting called about one situation: guests read a day; only who has the file learns which."""

import pytest
from django.urls import reverse

from cellule.models import AgendaItem, PresentationSheet, Session, SessionInvitation
from cellule.services.decisions import record_decision
from cellule.services.sessions import convene_session
from households.models import Exclusion
from partners.roles import Role
from tests.cellule import scenes
from tests.second_body import body
from veille.core import clock

CALL = "cellule:synthesis_call"


@pytest.fixture
def followed(world, cast):
    """An accompaniment decided by the cellule, and an instance that meets about one situation."""
    assert cast.secretary
    item = scenes.in_session(world, cast)
    record_decision(item=item, by=cast.secretary, **scenes.admission(world, cast))
    body(world, code="synthesis", kind="synthesis", frequency="ad_hoc", day_rule="ad_hoc", label="Synthèse")
    return item


def call(client, world, followed):
    sent = {
        "instance": world.dispositif.instances.get(code="synthesis").pk,
        "measure": followed.case.measures.get().pk,
        "held_on": "2019-01-10",
        "starts_at": "14:00",
        "planned_minutes": 60,
        "organisations": [world.association.pk, world.other_landlord.pk],
    }
    return client.post(reverse(CALL), sent)


def test_a_situation_is_chosen_under_its_pseudonym(world, cast, sign_in, followed):
    client = sign_in(cast.secretary)
    page = client.get(reverse(CALL)).content.decode()
    assert followed.sheet.pseudonym in page
    assert followed.case.number not in page
    assert call(client, world, followed).status_code == 302
    session = Session.objects.get(case=followed.case)
    assert AgendaItem.objects.get(session=session).case == followed.case
    assert PresentationSheet.objects.get(session=session).case == followed.case
    assert SessionInvitation.objects.filter(session=session).count() == 2


def test_only_who_has_the_file_learns_which(world, cast, sign_in, followed):
    call(sign_in(cast.secretary), world, followed)
    session = Session.objects.get(case=followed.case)
    convene_session(session=session, by=cast.secretary, confirmed=True)
    address = reverse("cellule:session_answer", args=[session.pk])
    assert followed.case.number in sign_in(cast.worker).get(address).content.decode()
    guest = sign_in(cast.partner(Role.LANDLORD_MANAGER)).get(address)
    assert guest.status_code == 200
    assert followed.case.number not in guest.content.decode()
    assert sign_in(cast.referent).get(address).status_code == 404


def test_a_conflict_of_interest_hides_the_situation(world, cast, sign_in, followed):
    Exclusion.objects.create(case=followed.case, user=cast.secretary.user, declared_on=clock.today())
    page = sign_in(cast.secretary).get(reverse(CALL)).content.decode()
    assert followed.sheet.pseudonym not in page


def test_what_she_does_not_follow_is_refused(world, cast, sign_in, followed):
    client = sign_in(cast.secretary)
    Exclusion.objects.create(case=followed.case, user=cast.secretary.user, declared_on=clock.today())
    assert call(client, world, followed).status_code in {200, 422}
    assert not Session.objects.filter(case=followed.case).exists()


def test_without_such_an_instance_the_page_says_so(cast, sign_in):
    assert "aucune réunion de synthèse" in sign_in(cast.secretary).get(reverse(CALL)).content.decode()
