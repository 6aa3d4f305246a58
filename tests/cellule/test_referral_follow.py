"""« Où en est mon orientation ? » tells the truth to the end, and nothing more."""

from datetime import date

import pytest

from cellule import services
from cellule.choices import ReferralState, SessionState
from cellule.models import AgendaItem, Decision, Referral
from cellule.todo import work_items
from cellule.tracker import Progress
from partners.roles import Role
from tests.cellule.reading import reading
from tests.cellule.referral_answers import start
from tests.factories import make_referred_case
from veille.core.todo import LATE

pytestmark = pytest.mark.django_db


def decided(world, cast, code="refuse", state=ReferralState.REFUSED, session=SessionState.CLOSED):
    referral = make_referred_case(world, cast, state="scheduled")
    item = AgendaItem.objects.create(
        session=world.session, case=referral.case, referral=referral, kind="entry", position=1, state="decided"
    )
    Decision.objects.create(
        case=referral.case,
        referral=referral,
        agenda_item=item,
        body="instance",
        code=code,
        decided_on=date(2018, 12, 20),
        shareable_reason_code="common_law_sufficient",
        shareable_reason="Le service social du secteur suit déjà la famille.",
        reserved_reason="Ce que la cellule garde pour elle.",
        proposed_instead="Rendez-vous au service social.",
        operator=world.association,
        level="watch",
        contact_by=world.association,
        contact_before=date(2019, 1, 4),
        recorded_by=cast.secretary.user,
    )
    Referral.objects.filter(pk=referral.pk).update(state=state)
    world.session.state = session
    world.session.save()
    referral.refresh_from_db()
    return referral


def page_of(client, referral) -> str:
    answer = client.get(f"/orientations/{referral.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_answer_says_why_what_instead_and_keeps_the_reserved_reason(world, cast, sign_in):
    referral = decided(world, cast)
    page = page_of(sign_in(cast.referent), referral)
    assert "Orientation non retenue" in page
    assert "Le service social du secteur" in page
    assert "Rendez-vous au service social." in page
    assert "La Vie active" in page
    assert "garde pour elle" not in page


def test_nothing_is_told_while_the_session_is_open(world, cast, sign_in):
    referral = decided(world, cast, session=SessionState.OPEN)
    page = page_of(sign_in(cast.referent), referral)
    assert "Orientation non retenue" not in page
    assert "Non retenue" not in page
    assert "À l’ordre du jour" in page
    assert "Retirer" not in page
    client = sign_in(cast.referent)
    assert referral.case.number in client.get("/mes-orientations/", {"state": "scheduled"}).content.decode()
    assert referral.case.number not in client.get("/mes-orientations/", {"state": "refused"}).content.decode()


@pytest.mark.parametrize("state", list(ReferralState))
def test_every_state_has_its_page(world, cast, sign_in, state):
    referral = make_referred_case(world, cast)
    Referral.objects.filter(pk=referral.pk).update(state=state, complement_asked="La dette.")
    page = page_of(sign_in(cast.referent), referral)
    assert referral.case.number in page
    examined = sign_in(cast.secretary).get(f"/orientations/{referral.pk}/examiner/")
    assert examined.status_code == 200


def test_the_next_session_is_announced_from_the_first_day(world, cast):
    progress = Progress(cast.referent, make_referred_case(world, cast))
    assert "20\u00a0décembre 2018" in progress.what_next
    assert [step.state for step in progress.steps].count("current") == 1


def test_while_a_complement_is_asked_the_file_is_not_said_complete(world, cast):
    steps = Progress(cast.referent, make_referred_case(world, cast, state="incomplete")).steps
    current = next(step for step in steps if step.state == "current")
    assert (current.label, current.detail) == ("Complément demandé", "")
    assert "Dossier complet" not in {step.label for step in steps}


def test_a_complement_is_answered_from_the_page(world, cast, sign_in):
    referral = make_referred_case(world, cast, state="incomplete")
    client = sign_in(cast.referent)
    assert "Le montant de la dette." in page_of(client, referral)
    refused = client.post(f"/orientations/{referral.pk}/repondre/", {"text": ""})
    assert refused.status_code == 422
    assert client.post(f"/orientations/{referral.pk}/repondre/", {"text": "1 240 €"}).status_code == 302
    referral.refresh_from_db()
    assert referral.state == ReferralState.SUBMITTED
    assert client.post(f"/orientations/{referral.pk}/repondre/", {"text": "encore"}).status_code == 403


def test_she_withdraws_it_with_a_reason(world, cast, sign_in):
    referral = make_referred_case(world, cast)
    client = sign_in(cast.referent)
    assert client.post(f"/orientations/{referral.pk}/retirer/", {"reason": ""}).status_code == 422
    assert client.post(f"/orientations/{referral.pk}/retirer/", {"reason": "Relogée."}).status_code == 302
    assert "Relogée." in page_of(client, referral)
    assert client.post(f"/orientations/{referral.pk}/retirer/", {"reason": "encore"}).status_code == 403


def test_an_answer_awaits_her_until_she_has_read_it(world, cast, sign_in):
    referral = decided(world, cast)
    with reading(cast.referent):
        assert [item.title for item in work_items(cast.referent)] == ["Une réponse vous attend"]
    assert sign_in(cast.referent).post(f"/orientations/{referral.pk}/lue/").status_code == 302
    with reading(cast.referent):
        assert work_items(cast.referent) == []


def test_what_awaits_the_secretary_is_late_when_nobody_took_it_up(world, cast):
    make_referred_case(world, cast)
    with reading(cast.secretary):
        (item,) = [item for item in work_items(cast.secretary) if "Orientation" in item.title]
    assert item.group == LATE
    assert "personne ne s’en occupe" in item.title


def test_an_unsent_draft_awaits_its_author_alone(cast, sign_in):
    start(sign_in(cast.referent))
    with reading(cast.referent):
        assert ["0\u00a0étape" in item.title for item in work_items(cast.referent)] == [True]
    colleague = cast.play(Role.LANDLORD_REFERENT, cast.world.landlord, "Voisine")
    with reading(colleague):
        assert work_items(colleague) == []


def test_a_claimed_orientation_shows_who_follows_it(world, cast, sign_in):
    referral = make_referred_case(world, cast)
    services.claim_referral(referral=referral, by=cast.secretary)
    assert str(cast.secretary.user) in sign_in(cast.secretary).get("/orientations/").content.decode()
