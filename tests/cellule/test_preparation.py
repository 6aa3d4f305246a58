"""Preparing a session: its order given by two people, what is missing before the convocation, its papers."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cellule.choices import AgendaState, ReferralState, SessionState, SheetState
from cellule.models import AgendaItem, PresentationSheet, Session, SessionDocument
from cellule.services.agenda_order import StaleOrder, order_agenda, order_version, part_of, place_item
from cellule.services.freezing import freeze_ready
from cellule.services.sessions import NotReady, add_subject, convene_session
from households.models import Exclusion
from tests import factories
from tests.cellule import scenes
from veille.core.models import AccessEvent, AuditEvent


def entries(world) -> list[AgendaItem]:
    return part_of(world.session, "entry")


def page_of(session) -> str:
    return reverse("cellule:session_detail", args=[session.pk])


# The order


def test_a_part_takes_the_order_it_is_given(world, cast):
    first, second, third = (scenes.scheduled(world, cast) for _ in range(3))
    order = [third.pk, first.pk, second.pk]
    order_agenda(
        session=world.session, kind="entry", order=order, version=order_version(entries(world)), by=cast.secretary
    )
    assert [item.pk for item in entries(world)] == order
    event = AuditEvent.objects.get(name="agenda.ordered")
    assert event.changes["kind"] == "entry"


def test_of_two_orders_from_the_same_page_the_second_loses_nothing(world, cast, sign_in):
    first, second, third = (scenes.scheduled(world, cast) for _ in range(3))
    client, url = sign_in(cast.secretary), reverse("cellule:agenda_order", args=[world.session.pk])
    read = order_version(entries(world))
    send = {"kind": "entry", "version": read}
    assert client.post(url, {**send, "order": f"{second.pk} {first.pk} {third.pk}"}).status_code == 302
    faster = client.post(url, {**send, "order": f"{third.pk} {second.pk} {first.pk}"})
    assert faster.status_code == 409
    assert [item.pk for item in entries(world)] == [second.pk, first.pk, third.pk]
    assert [item.pk for item in faster.context["told"]["hers"]] == [third.pk, second.pk, first.pk]
    again = {
        "kind": "entry",
        "version": faster.context["told"]["version"],
        "order": f"{third.pk} {second.pk} {first.pk}",
    }
    client.post(url, again)
    assert [item.pk for item in entries(world)] == [third.pk, second.pk, first.pk]


def test_the_same_order_sent_twice_is_refused_or_changes_nothing(world, cast):
    first, second = scenes.scheduled(world, cast), scenes.scheduled(world, cast)
    sent = {"kind": "entry", "order": [second.pk, first.pk], "version": order_version(entries(world))}
    order_agenda(session=world.session, by=cast.secretary, **sent)
    with pytest.raises(StaleOrder):
        order_agenda(session=world.session, by=cast.secretary, **sent)
    assert entries(world) == [second, first]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_the_order_no_item_is_lost_and_the_unseen_keep_their_place(world, cast, data):
    while len(entries(world)) < 6:
        scenes.scheduled(world, cast)
    before = entries(world)
    seen = data.draw(st.lists(st.sampled_from(before), unique=True, min_size=1))
    strangers = data.draw(st.lists(st.uuids(), max_size=2))
    order = data.draw(st.permutations([*(item.pk for item in seen), *strangers]))
    order_agenda(session=world.session, kind="entry", order=order, version=order_version(before), by=cast.secretary)
    after = entries(world)
    assert sorted(item.pk for item in after) == sorted(item.pk for item in before)
    moved = {item.pk for item in seen}
    assert [item.pk for item in after if item.pk in moved] == [pk for pk in order if pk in moved]
    unseen = [(rank, item) for rank, item in enumerate(before) if item.pk not in moved]
    assert all(after[rank] == item for rank, item in unseen)


def test_an_item_takes_its_place_before_another(world, cast):
    first, second, third = (scenes.scheduled(world, cast) for _ in range(3))
    place_item(item=third, before=second.pk, by=cast.secretary)
    assert entries(world) == [first, third, second]
    place_item(item=first, before=None, by=cast.secretary)
    assert entries(world) == [third, second, first]


def test_an_orientation_that_is_ready_is_dropped_where_she_wants(world, cast, sign_in):
    listed = [scenes.scheduled(world, cast) for _ in range(2)]
    ready = factories.make_referred_case(world, cast, state=ReferralState.COMPLETE)
    client, url = sign_in(cast.secretary), reverse("cellule:agenda_place", args=[world.session.pk])
    assert ready.case.number in client.get(page_of(world.session)).content.decode()
    answer = client.post(url, {"referral": ready.pk, "before": listed[1].pk}, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert [item.referral_id for item in entries(world)] == [listed[0].referral_id, ready.pk, listed[1].referral_id]
    assert client.post(url, {"referral": ready.pk}).status_code == 404  # it no longer waits
    assert client.post(url, {"referral": "nobody"}).status_code == 302


def test_an_order_that_cannot_be_read_changes_nothing(world, cast, sign_in):
    scenes.scheduled(world, cast)
    client, url = sign_in(cast.secretary), reverse("cellule:agenda_order", args=[world.session.pk])
    assert client.post(url, {"kind": "entry", "version": "x", "order": "1 2"}).status_code == 302
    sent = {"kind": "entry", "version": "x", "order": "1 2"}
    assert client.post(url, sent, headers={"hx-request": "true"}).status_code == 422


def test_a_closed_session_is_ordered_no_more(world, cast, sign_in):
    item = scenes.scheduled(world, cast)
    Session.objects.update(state=SessionState.CLOSED)
    with pytest.raises(ValidationError, match="n’est plus possible"):
        order_agenda(
            session=world.session, kind="entry", order=[item.pk], version=order_version([item]), by=cast.secretary
        )


# Minutes


def test_minutes_too_many_are_said_in_words(world, cast, sign_in):
    item = scenes.scheduled(world, cast)
    AgendaItem.objects.filter(pk=item.pk).update(minutes=140)
    page = sign_in(cast.secretary).get(page_of(world.session)).content.decode()
    assert "20\u00a0minutes de trop" in page
    AgendaItem.objects.filter(pk=item.pk).update(minutes=100)
    assert "il reste 20\u00a0minutes" in sign_in(cast.secretary).get(page_of(world.session)).content.decode()


def test_a_subject_says_who_brings_it(world, cast, sign_in):
    client = sign_in(cast.secretary)
    sent = {"subject": "Le secret partagé", "minutes": "20", "owner": world.association.pk}
    client.post(reverse("cellule:subject_add", args=[world.session.pk]), sent)
    item = AgendaItem.objects.get(subject="Le secret partagé")
    assert item.owner == world.association
    assert world.association.short_name in client.get(page_of(world.session)).content.decode()


# Sheets and convocation


def test_a_situation_without_a_sheet_leads_to_writing_it(world, cast, sign_in):
    item = scenes.scheduled(world, cast)
    client, page = sign_in(cast.secretary), reverse("cellule:session_detail", args=[world.session.pk])
    prepare = reverse("cellule:sheet_prepare", args=[item.referral_id])
    assert prepare in client.get(page).content.decode()
    assert "/fiche" in client.post(prepare).url
    assert prepare not in client.get(page).content.decode()


def test_complete_sheets_that_name_nobody_are_frozen_together(world, cast, sign_in):
    good, naming, blank = scenes.drafted(world, cast), scenes.drafted(world, cast), scenes.drafted(world, cast)
    PresentationSheet.objects.filter(pk=good.pk).update(facts="Une dette de loyer.", question="Que faire ?")
    PresentationSheet.objects.filter(pk=naming.pk).update(facts="Mireille ne répond plus.")
    PresentationSheet.objects.filter(pk=blank.pk).update(facts="")
    client = sign_in(cast.secretary)
    client.post(reverse("cellule:sheets_freeze", args=[world.session.pk]))
    states = dict(PresentationSheet.objects.values_list("pk", "state"))
    assert states == {good.pk: SheetState.FROZEN, naming.pk: SheetState.DRAFT, blank.pk: SheetState.DRAFT}
    assert AgendaItem.objects.get(case=good.case_id).sheet == good
    frozen, left = freeze_ready(session=world.session, by=cast.secretary)
    assert (frozen, {sheet.pk for sheet in left}) == ([], {naming.pk, blank.pk})


def test_a_convocation_says_what_is_missing_until_it_is_confirmed(world, cast, sign_in):
    item = scenes.scheduled(world, cast)
    client, url = sign_in(cast.secretary), reverse("cellule:session_convene", args=[world.session.pk])
    asked = client.post(url)
    assert asked.status_code == 422
    assert item.case.number in asked.content.decode()
    world.session.refresh_from_db()
    assert world.session.state == SessionState.PLANNED
    assert client.post(url, {"confirmed": "on"}).status_code == 302
    world.session.refresh_from_db()
    assert world.session.state == SessionState.CONVENED


def test_a_session_whose_sheets_are_frozen_is_convened_at_once(world, cast):
    scenes.frozen(world, cast)
    hidden = scenes.scheduled(world, cast)
    AgendaItem.objects.filter(pk=hidden.pk).update(state=AgendaState.HIDDEN)
    add_subject(session=world.session, subject="Un sujet", minutes=10, by=cast.secretary)
    assert convene_session(session=world.session, by=cast.secretary).state == SessionState.CONVENED


def test_what_she_may_not_see_is_not_named_before_the_convocation(world, cast, sign_in):
    item = scenes.scheduled(world, cast)
    Exclusion.objects.create(case=item.case, user=cast.secretary.user, declared_on="2018-12-14")
    with pytest.raises(NotReady):
        convene_session(session=world.session, by=cast.secretary)
    asked = sign_in(cast.secretary).post(reverse("cellule:session_convene", args=[world.session.pk]))
    assert asked.status_code == 422
    assert item.case.number not in asked.content.decode()


# Papers


PAPER = b"Ordre du jour\nPoint sur les conventions\n"


def bring(client, world, **fields):
    url = reverse("cellule:session_document_add", args=[world.session.pk])
    return client.post(url, {"title": "Note", "files": SimpleUploadedFile("note.txt", PAPER), **fields})


def test_a_paper_is_read_by_the_seats_from_the_convocation_on(world, cast, sign_in):
    secretary = sign_in(cast.secretary)
    assert secretary.get(reverse("cellule:session_document_add", args=[world.session.pk])).status_code == 200
    assert bring(secretary, world).status_code == 302
    document = SessionDocument.objects.get()
    assert PAPER not in bytes(document.content)
    url = reverse("cellule:session_document", args=[world.session.pk, document.pk])
    answer = secretary.get(url)
    assert answer.content.strip() == PAPER.strip()
    assert "note" not in answer["Content-Disposition"]
    member = sign_in(cast.member)
    assert member.get(url).status_code == 404
    Session.objects.update(state=SessionState.CONVENED)
    assert member.get(url).status_code == 200
    assert "Note" in member.get(page_of(world.session)).content.decode()
    for actor in (cast.referent, cast.worker, cast.pilot, cast.colleague):
        assert sign_in(actor).get(url).status_code == 404


def test_a_paper_is_taken_away_while_the_session_is_not_over(world, cast, sign_in):
    client = sign_in(cast.secretary)
    bring(client, world)
    url = reverse("cellule:session_document_remove", args=[world.session.pk, SessionDocument.objects.get().pk])
    Session.objects.update(state=SessionState.CLOSED)
    client.post(url)
    assert SessionDocument.objects.exists()
    Session.objects.update(state=SessionState.CONVENED)
    assert sign_in(cast.member).post(url).status_code == 403
    sign_in(cast.secretary).post(url)
    assert not SessionDocument.objects.exists()


def test_a_situation_carries_no_paper(world, cast, sign_in):
    item = scenes.scheduled(world, cast)
    assert bring(sign_in(cast.secretary), world, item=item.pk).status_code == 422
    assert not SessionDocument.objects.exists()


def test_a_file_that_is_no_paper_is_refused_in_french(world, cast, sign_in):
    answer = bring(sign_in(cast.secretary), world, files=SimpleUploadedFile("note.exe", b"MZ"))
    assert answer.status_code == 422
    assert bring(sign_in(cast.secretary), world, title="").status_code == 422


def test_reading_the_page_leaves_one_line_of_its_files(world, cast, sign_in):
    item = scenes.scheduled(world, cast)
    sign_in(cast.secretary).get(page_of(world.session))
    event = AccessEvent.objects.filter(url_name="cellule:session_detail", section="agenda").get()
    assert event.cases == [item.case_id]
