"""The landlord's own step: nothing leaves, and nobody else knows, before one of its managers approves."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from cellule.choices import HeldState
from cellule.held_summary import intake_of
from cellule.models import HeldReferral, Referral
from cellule.services import approvals
from cellule.services.approvals import begin_approving, needs_approval, stop_approving
from households.models import Case, CaseAccess
from partners.roles import Role
from tests.cellule.referral_answers import LEAST, fill, send, start
from veille.core.models import Draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(cast, world):
    """The head of the arrears unit, who asks to read before sending."""
    chief = cast[Role.LANDLORD_MANAGER]
    begin_approving(organisation=world.landlord, by=chief)
    return chief


def written(cast, sign_in) -> HeldReferral:
    client = sign_in(cast.referent)
    address = start(client)
    fill(client, address)
    answer = send(client, address)
    held = HeldReferral.objects.get()
    assert answer["Location"] == f"/orientations/validation/{held.pk}/"
    return held


def approve(client, held, act="approuver", **data):
    return client.post(f"/orientations/validation/{held.pk}/{act}/", {"submission_key": uuid4(), **data})


def test_without_the_setting_it_leaves_at_once(cast, sign_in):
    client = sign_in(cast.referent)
    address = start(client)
    fill(client, address)
    send(client, address)
    assert Referral.objects.exists() and not HeldReferral.objects.exists()


def test_with_it_nothing_exists_for_others_before_approval(cast, sign_in, chief):
    held = written(cast, sign_in)
    assert held.state == HeldState.SENT and not Draft.objects.exists()
    assert not Case.objects.exists() and not CaseAccess.objects.exists()
    assert "Ouazène".encode() not in bytes(held.payload)
    for outsider in (cast.secretary, cast.worker, cast.pilot):
        assert sign_in(outsider).get(f"/orientations/validation/{held.pk}/").status_code in {403, 404}
    assert f"/orientations/validation/{held.pk}/" not in sign_in(cast.secretary).get("/").content.decode()


def test_its_author_sees_where_it_is(cast, sign_in, chief):
    held = written(cast, sign_in)
    page = sign_in(cast.referent).get(f"/orientations/validation/{held.pk}/").content.decode()
    assert "attend un responsable" in page and "Approuver" not in page


def test_approved_it_leaves_in_the_name_of_who_wrote_it(cast, sign_in, chief, world):
    held = written(cast, sign_in)
    assert f"/orientations/validation/{held.pk}/" in sign_in(chief).get("/").content.decode()
    assert "Ouazène" in sign_in(chief).get(f"/orientations/validation/{held.pk}/").content.decode()
    approve(sign_in(chief), held)
    held.refresh_from_db()
    referral = Referral.objects.get()
    assert held.state == HeldState.RECEIVED and bytes(held.payload) == b"" and held.referral == referral
    assert referral.submitted_by == cast.referent.user and held.answered_by == chief.user
    approve(sign_in(chief), held)
    assert Referral.objects.count() == 1


def test_any_other_manager_may_approve_but_not_who_wrote_it(cast, sign_in, chief, world):
    held = written(cast, sign_in)
    deputy = cast.play(Role.LANDLORD_MANAGER, world.landlord, "Adjointe")
    HeldReferral.objects.update(author=chief.user)
    assert approve(sign_in(chief), held).status_code == 403
    hers = HeldReferral.objects.get()
    with pytest.raises(ValidationError, match="sa propre orientation"):
        approvals.approve(held=hers, new=intake_of(hers).whole(), by=chief)
    HeldReferral.objects.update(author=cast.referent.user)
    assert approve(sign_in(deputy), held).status_code == 302


def test_a_manager_sends_her_own_without_waiting(cast, chief):
    assert needs_approval(cast.referent) and not needs_approval(chief)


def test_sent_back_it_is_whole_again_with_words(cast, sign_in, chief):
    held = written(cast, sign_in)
    assert approve(sign_in(chief), held, "renvoyer", words="").status_code == 422
    approve(sign_in(chief), held, "renvoyer", words="Dites depuis quand.")
    client = sign_in(cast.referent)
    assert "Dites depuis quand" in client.get(f"/orientations/validation/{held.pk}/").content.decode()
    page = client.get(f"/orienter/{held.draft}/menage/").content.decode()
    assert "Ouazène" in page
    assert send(client, f"/orienter/{held.draft}/")["Location"] == f"/orientations/validation/{held.pk}/"
    held.refresh_from_db()
    assert held.state == HeldState.SENT and HeldReferral.objects.count() == 1
    approve(sign_in(chief), held)
    assert Referral.objects.count() == 1


def test_taken_back_it_is_erased(cast, sign_in, chief):
    held = written(cast, sign_in)
    approve(sign_in(cast.referent), held, "reprendre")
    held.refresh_from_db()
    assert held.state == HeldState.WITHDRAWN and bytes(held.payload) == b""
    assert approve(sign_in(chief), held).status_code == 403


def test_in_danger_those_who_approve_read_no_name(cast, sign_in, chief):
    client = sign_in(cast.referent)
    address = start(client, "yes")
    fill(client, address)
    send(client, address)
    held = HeldReferral.objects.get()
    page = sign_in(chief).get(f"/orientations/validation/{held.pk}/").content.decode()
    assert "Ouazène" not in page and "Accès restreint" in page


def test_an_author_who_left_sends_nothing_any_more(cast, sign_in, chief):
    held = written(cast, sign_in)
    for membership in cast.referent.user.memberships.all():
        membership.delete()
    assert approve(sign_in(chief), held).status_code == 422
    assert not Referral.objects.exists()


def test_the_setting_is_dated_and_its_managers(cast, sign_in, world):
    chief = cast[Role.LANDLORD_MANAGER]
    address = "/orientations/validation/reglage/"
    assert sign_in(cast.referent).post(address, {"wanted": "yes"}).status_code == 403
    sign_in(chief).post(address, {"wanted": "yes"})
    assert needs_approval(cast.referent)
    stop_approving(organisation=world.landlord, by=chief)
    assert not needs_approval(cast.referent)


def test_the_last_page_says_who_reads_it_first(cast, sign_in, chief):
    client = sign_in(cast.referent)
    address = start(client)
    fill(client, address)
    assert "Envoyer pour validation" in client.get(f"{address}envoi/").content.decode()
    assert LEAST["menage"]["last_name"]
