"""« Alerter le pôle social »: the same answer whether a file exists or not; the referents make something of it."""

import re
from uuid import uuid4

import pytest

from cellule.choices import ALERT_MOVES, AlertState
from cellule.models import Referral, SocialAlert
from cellule.services.alerts import close_alert, purge_alerts
from partners.roles import Role
from tests.cellule.referral_answers import LEAST, fill, send
from tests.factories import make_referred_case
from veille.core.models import AccessEvent, AuditEvent
from veille.core.transitions import ForbiddenMove, move

pytestmark = pytest.mark.django_db

SEEN = {
    "address": "3 allée des Saules, deuxième étage, Harnes",
    "fact": "La boîte aux lettres déborde depuis un mois.",
    "happened_on": "2018-12-10",
    "sender_name": "M. Lecocq, gardien",
}


@pytest.fixture
def caretaker(cast):
    return cast[Role.LANDLORD_CARETAKER]


def told(page) -> str:
    """What the page says: masks and one-time keys are drawn anew for each."""
    return re.sub(r"<[^>]*(?:csrf|nonce|submission_key|X-CSRFToken)[^>]*>", "", page.content.decode())


def alerted(caretaker, sign_in, **changes) -> SocialAlert:
    answer = sign_in(caretaker).post("/alerter/", {**SEEN, "submission_key": uuid4(), **changes})
    assert answer["Location"] == "/alerter/merci/"
    return SocialAlert.objects.order_by("pk").last()


def do(client, alert, act, **data):
    return client.post(f"/alertes/{alert.pk}/{act}/", {"submission_key": uuid4(), **data})


def test_the_answer_is_the_same_whether_a_file_exists_or_not(cast, sign_in, caretaker, world):
    """Byte for byte, but for the token and the one-time keys; and nothing is read of any file."""
    client = sign_in(caretaker)
    first = client.post("/alerter/", {**SEEN, "submission_key": uuid4()})
    before = client.get(first["Location"])
    make_referred_case(world, cast)
    reads = AccessEvent.objects.filter(user=caretaker.user_id).exclude(cases=[]).count()
    second = client.post("/alerter/", {**SEEN, "submission_key": uuid4()})
    after = client.get(second["Location"])
    assert first["Location"] == second["Location"] and first.status_code == second.status_code
    assert told(before) == told(after) and "prévenu" in told(before)
    assert AccessEvent.objects.filter(user=caretaker.user_id).exclude(cases=[]).count() == reads == 0


def test_a_double_click_alerts_once(sign_in, caretaker):
    client, key = sign_in(caretaker), str(uuid4())
    for _ in range(2):
        client.post("/alerter/", {**SEEN, "submission_key": key})
    assert SocialAlert.objects.count() == 1


def test_what_lacks_is_asked(sign_in, caretaker):
    answer = sign_in(caretaker).post("/alerter/", {**SEEN, "address": "", "happened_on": "2018-12-20"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Dites où" in page and "jour passé" in page


@pytest.mark.parametrize("role", [Role.LANDLORD_REFERENT, Role.ASSOCIATION_WORKER, Role.PROJECT_MANAGER])
def test_others_do_not_alert(role, cast, sign_in):
    assert sign_in(cast[role]).get("/alerter/").status_code == 403


def test_it_lands_with_the_landlords_referents_and_nobody_else(cast, sign_in, caretaker, world):
    alert = alerted(caretaker, sign_in)
    page = sign_in(cast.referent).get("/").content.decode()
    assert f"/alertes/{alert.pk}/" in page and "Saules" not in page
    assert "déborde" in sign_in(cast.referent).get(f"/alertes/{alert.pk}/").content.decode()
    assert sign_in(cast.worker).get(f"/alertes/{alert.pk}/").status_code == 404
    assert sign_in(cast.partner(Role.LANDLORD_REFERENT)).get(f"/alertes/{alert.pk}/").status_code == 404


def test_the_caretaker_learns_nothing_of_what_becomes_of_it(cast, sign_in, caretaker):
    alert = alerted(caretaker, sign_in)
    assert sign_in(caretaker).get(f"/alertes/{alert.pk}/").status_code == 403
    assert sign_in(caretaker).get("/alertes/").status_code == 403


def test_turned_into_an_orientation_it_fills_what_it_says(cast, sign_in, caretaker):
    alert = alerted(caretaker, sign_in)
    client = sign_in(cast.referent)
    assert do(client, alert, "orienter").status_code == 422  # the first question comes first
    answer = do(client, alert, "orienter", danger="no")
    alert.refresh_from_db()
    assert alert.state == AlertState.TURNED and str(alert.draft) in answer["Location"]
    address = f"/orienter/{alert.draft}/"
    situation = client.get(f"{address}situation/").content.decode()
    assert "Constaté sur place le 10/12/2018" in situation and "déborde" in situation and "Lecocq" not in situation
    assert "Saules" in client.get(f"{address}logement/").content.decode()
    fill(client, address, LEAST)
    send(client, address)
    alert.refresh_from_db()
    assert alert.case == Referral.objects.get().case


def test_closed_without_orientation_it_says_why(cast, sign_in, caretaker):
    alert = alerted(caretaker, sign_in)
    client = sign_in(cast.referent)
    assert do(client, alert, "clore", reason="").status_code == 422
    do(client, alert, "clore", reason="Visite faite, tout va bien.")
    alert.refresh_from_db()
    assert alert.state == AlertState.CLOSED and alert.handled_by == cast.referent.user
    do(client, alert, "rouvrir")
    alert.refresh_from_db()
    assert alert.state == AlertState.RECEIVED and alert.reason == ""


def test_canaries_of_an_alert_are_in_no_journal(sign_in, cast, caretaker):
    alerted(caretaker, sign_in, address="9 quai Canari", fact="Le canari chante.", sender_name="Mme Serin")
    told = str(list(AuditEvent.objects.values())) + str(list(AccessEvent.objects.values()))
    assert not any(word in told for word in ("Canari", "canari", "Serin"))


def test_handled_alerts_are_forgotten(cast, sign_in, caretaker, settings):
    alert = alerted(caretaker, sign_in)
    close_alert(alert=alert, reason="Vu.", by=cast.referent)
    assert purge_alerts() == 0
    SocialAlert.objects.update(handled_on="2018-08-01")
    assert purge_alerts() == 1


@pytest.mark.parametrize("target", AlertState)
@pytest.mark.parametrize("before", AlertState)
def test_every_state_and_target_of_an_alert(before, target, cast, sign_in, caretaker):
    alert = alerted(caretaker, sign_in)
    ended = {"handled_by": cast.referent.user, "handled_on": "2018-12-14", "reason": "Vu."}
    fresh = {"handled_by": None, "handled_on": None, "reason": ""}
    SocialAlert.objects.filter(pk=alert.pk).update(
        **{"state": before, **(fresh if before == AlertState.RECEIVED else ended)}
    )
    changes = fresh if target == AlertState.RECEIVED else ended
    if target in ALERT_MOVES[before]:
        assert move(alert, target, allowed=ALERT_MOVES, **changes) == before
    else:
        with pytest.raises(ForbiddenMove):
            move(alert, target, allowed=ALERT_MOVES, **changes)
