"""In session: the pages of the secretary, of the room and of the seats in step, each told what it may show."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cellule.choices import SessionState
from cellule.models import Decision, Session
from cellule.services.closing import close_session
from cellule.services.decisions import record_decision
from cellule.services.live import give_opinion
from cellule.services.sessions import record_attendance, show_item, take_off_agenda
from tests.cellule import live_scenes, scenes
from veille.core.models import AccessEvent

SEEN = "X-Veille-Seen"


def at(name, item, *more):
    return reverse(f"cellule:{name}", args=[item.session_id, *more])


def revision(item):
    return Session.objects.values_list("revision", flat=True).get(pk=item.session_id)


def test_the_screen_waits_in_silence_and_shows_no_number(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    client = sign_in(cast.secretary)
    page = client.get(at("session_projector", item)).content.decode()
    assert item.sheet.pseudonym in page
    assert item.case.number not in page
    seen = re.search(r'data-seen="([^"]+)"', page).group(1)
    url, before = at("session_projector_fragment", item), AccessEvent.objects.count()
    assert client.get(url, {"vu": seen}).status_code == 204
    assert AccessEvent.objects.count() == before
    record_decision(item=item, by=cast.secretary, code="defer", reserved_reason="Entre nous")
    changed = client.get(url, {"vu": seen})
    assert "Ajournement" in changed.content.decode()
    assert "Entre nous" not in changed.content.decode()
    assert client.get(url, {"vu": changed[SEEN]}).status_code == 204


def test_a_page_that_waits_asks_one_small_question(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    client, url = sign_in(cast.secretary), at("session_projector_fragment", item)
    seen = client.get(url)[SEEN]
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url, {"vu": seen}).status_code == 204
    about_the_session = [q["sql"] for q in queries if "cellule_" in q["sql"]]
    assert len(about_the_session) == 1
    assert "cellule_presentationsheet" not in about_the_session[0]


def test_a_seat_asks_one_small_question_too(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    client, url = sign_in(cast.member), at("seat_now", item)
    seen = client.get(url)[SEEN]
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url, {"vu": seen}).status_code == 204
    assert len([q for q in queries if "cellule_" in q["sql"]]) == 1


@pytest.mark.parametrize("name", ["session_projector_fragment", "bench_now", "seat_now"])
def test_knowing_what_a_page_has_seen_opens_nothing_to_another(world, cast, sign_in, name):
    item = scenes.in_session(world, cast)
    url = at(name, item, item.pk) if name == "bench_now" else at(name, item)
    reader = cast.member if name == "seat_now" else cast.secretary
    seen = {"vu": sign_in(reader).get(url)[SEEN]}
    assert sign_in(reader).get(url, seen).status_code == 204
    if name != "seat_now":
        assert sign_in(cast.member).get(url, seen).status_code == 403
    assert {sign_in(actor).get(url, seen).status_code for actor in (cast.worker, cast.pilot, cast.referent)} == {404}


def test_who_comes_changes_the_screen_without_reading_the_sheet_again(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    client, url = sign_in(cast.secretary), at("session_projector_fragment", item)
    seen, before = client.get(url)[SEEN], AccessEvent.objects.count()
    record_attendance(session=item.session, present={world.association.pk: 2}, by=cast.secretary)
    answer = client.get(url, {"vu": seen})
    assert answer.status_code == 200
    assert "1\xa0organisme présent" in answer.content.decode()
    assert item.sheet.pseudonym not in answer.content.decode()
    assert AccessEvent.objects.count() == before


def test_a_situation_taken_off_the_agenda_leaves_every_screen(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    wall = (sign_in(cast.secretary), at("session_projector_fragment", item))
    seat = (sign_in(cast.member), at("seat_now", item))
    seen = [client.get(url)[SEEN] for client, url in (wall, seat)]
    take_off_agenda(item=item, by=cast.secretary)
    for (client, url), before in zip((wall, seat), seen, strict=True):
        page = client.get(url, {"vu": before}).content.decode()
        assert "Rien n’est à l’écran" in page
        assert item.sheet.pseudonym not in page


def test_after_the_session_the_screen_shows_the_end(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    client, url = sign_in(cast.secretary), at("session_projector_fragment", item)
    seen = client.get(url)[SEEN]
    record_decision(item=item, by=cast.secretary, code="defer")
    close_session(session=Session.objects.get(pk=item.session_id), by=cast.secretary)
    page = client.get(url, {"vu": seen}).content.decode()
    assert "La séance est close" in page
    assert "data-live-end" in page
    assert item.sheet.facts not in page


def test_the_screen_says_what_was_answered_before(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    former = scenes.scheduled(world, cast)
    later = Session.objects.create(
        instance=world.instance, held_on="2018-11-15", starts_at="09:30", state=SessionState.CLOSED
    )
    type(former).objects.filter(pk=former.pk).update(session=later, case=item.case, referral=None)
    former.refresh_from_db()
    Decision.objects.create(
        case=item.case, agenda_item=former, body="instance", code="defer", decided_on="2018-11-15",
        recorded_by=cast.secretary.user, reserved_reason="Entre nous",
    )  # fmt: skip
    page = sign_in(cast.secretary).get(at("session_projector", item)).content.decode()
    assert re.search(r"Déjà examinée.*Ajournement, le 15\snovembre\s2018", page)
    assert "Entre nous" not in page


def test_time_runs_from_the_moment_an_item_is_shown(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    session = Session.objects.get(pk=item.session_id)
    Session.objects.filter(pk=session.pk).update(current_item=None)
    session.refresh_from_db()
    show_item(session=session, item=item, by=cast.secretary)
    first = Session.objects.get(pk=session.pk).shown_at
    show_item(session=session, item=item, by=cast.secretary)
    assert Session.objects.get(pk=session.pk).shown_at == first
    page = sign_in(cast.secretary).get(at("session_at", item, item.pk)).content.decode()
    assert re.search(r'data-timer data-seconds="\d" data-planned="10"', page)


@pytest.mark.parametrize(
    "act",
    [
        lambda item, cast: show_item(session=item.session, item=item, by=cast.secretary),
        lambda item, cast: record_attendance(session=item.session, present={}, by=cast.secretary),
        lambda item, cast: record_decision(item=item, by=cast.secretary, code="defer"),
        lambda item, cast: give_opinion(item=item, value="favourable", line="", by=cast.member),
        lambda item, cast: close_session(session=item.session, by=cast.secretary),
    ],
    ids=["shown", "attended", "decided", "opined", "closed"],
)
def test_each_act_of_the_session_is_told_to_the_pages_that_wait(world, cast, act):
    item = scenes.in_session(world, cast)
    before = revision(item)
    act(item, cast)
    assert revision(item) > before


def test_the_list_of_a_second_secretary_follows_what_the_first_decides(world, cast, sign_in):
    other, item = scenes.frozen(world, cast).items.get(), scenes.in_session(world, cast)
    client, url = sign_in(cast.stand_in), at("bench_now", other, other.pk)
    page = client.get(at("session_at", other, other.pk)).content.decode()
    seen, before = re.search(r'data-seen="([^"]+)"', page).group(1), AccessEvent.objects.count()
    assert client.get(url, {"vu": seen}).status_code == 204
    record_decision(item=item, by=cast.secretary, code="defer")
    around = client.get(url, {"vu": seen})
    assert re.search(r'id="bench-list".*Ajournement', around.content.decode(), re.DOTALL)
    assert 'id="bench-told"' not in around.content.decode()
    assert AccessEvent.objects.count() == before
    record_decision(item=other, by=cast.secretary, code="defer")
    told = client.get(url, {"vu": around[SEEN]}).content.decode()
    assert f"{cast.secretary.user} vient d’enregistrer une décision sur ce point" in told


def test_a_member_follows_the_room_from_her_device(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    client = sign_in(cast.member)
    page = client.get(at("session_detail", item)).content.decode()
    assert at("seat_item", item, item.pk) in page
    now = client.get(at("seat_now", item))
    assert item.sheet.pseudonym in now.content.decode()
    assert client.get(at("seat_now", item), {"vu": now[SEEN]}).status_code == 204
    before = AccessEvent.objects.count()
    give_opinion(item=item, value="favourable", line="", by=live_scenes.other_member(world, cast))
    assert client.get(at("seat_now", item), {"vu": now[SEEN]}).status_code == 204
    record_attendance(session=item.session, present={world.association.pk: 2}, by=cast.secretary)
    around = client.get(at("seat_now", item), {"vu": now[SEEN]}).content.decode()
    assert "1\xa0organisme présent" in around
    assert item.sheet.pseudonym not in around
    assert AccessEvent.objects.count() == before
    record_decision(item=item, by=cast.secretary, code="defer")
    assert "Décidé" in client.get(at("seat_now", item), {"vu": now[SEEN]}).content.decode()
