"""The session: planned, convened, its agenda, who is there, the screen of the room."""

from datetime import date, time

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accompaniment.models import Measure
from cellule.choices import (
    AGENDA_MOVES,
    SESSION_MOVES,
    TASK_MOVES,
    AgendaKind,
    AgendaState,
    ReferralState,
    SessionState,
    TaskState,
)
from cellule.models import AgendaItem, Assignment, Attendance, PresentationSheet, Session
from cellule.services.decisions import record_decision
from cellule.services.moving import cancel_session
from cellule.services.outcomes import give_tasks
from cellule.services.sessions import (
    add_subject,
    agenda,
    convene_session,
    move_item,
    next_item,
    open_session,
    plan_minutes,
    plan_session,
    put_back_on_agenda,
    record_attendance,
    show_item,
    take_off_agenda,
)
from cellule.services.tasks import move_task
from cellule.todo import work_items
from households.models import Exclusion
from partners.models import Membership
from partners.roles import Role
from tests.cellule import scenes
from veille.core.reads import ReadLog, _log
from veille.core.transitions import ForbiddenMove, move


def _give_role(actor, role, **scope):
    start = date(2015, 1, 1)
    Membership.objects.create(user=actor.user, organisation=actor.organisation, role=role, starts_on=start, **scope)


@pytest.mark.parametrize("state", SessionState.values)
@pytest.mark.parametrize("to", SessionState.values)
def test_every_move_of_a_session(world, state, to):
    Session.objects.filter(pk=world.session.pk).update(state=state)
    if to in SESSION_MOVES[SessionState(state)]:
        move(world.session, to, allowed=SESSION_MOVES)
        assert world.session.state == to
    else:
        with pytest.raises(ForbiddenMove):
            move(world.session, to, allowed=SESSION_MOVES)


@pytest.mark.parametrize("state", AgendaState.values)
@pytest.mark.parametrize("to", AgendaState.values)
def test_every_move_of_an_item(world, cast, state, to):
    item = scenes.scheduled(world, cast)
    AgendaItem.objects.filter(pk=item.pk).update(state=state)
    if to in AGENDA_MOVES[AgendaState(state)]:
        move(item, to, allowed=AGENDA_MOVES)
        assert item.state == to
    else:
        with pytest.raises(ForbiddenMove):
            move(item, to, allowed=AGENDA_MOVES)


@pytest.mark.parametrize("state", TaskState.values)
@pytest.mark.parametrize("to", TaskState.values)
def test_every_move_of_a_task(world, cast, state, to):
    item = scenes.in_session(world, cast)
    task = give_tasks(
        record_decision(item=item, by=cast.secretary, **scenes.admission(world, cast)), by=cast.secretary
    )[0]
    Assignment.objects.filter(pk=task.pk).update(state=state)
    if to in TASK_MOVES[TaskState(state)]:
        assert move_task(task=task, to=to, by=cast.worker).state == to
    else:
        with pytest.raises(ForbiddenMove):
            move_task(task=task, to=to, by=cast.worker)


def test_two_sessions_of_an_instance_do_not_fall_on_one_day(world, cast):
    plan = {"instance": world.instance, "starts_at": time(14, 0), "by": cast.secretary}
    with pytest.raises(ValidationError, match="déjà prévue"):
        plan_session(held_on=world.session.held_on, **plan)
    assert plan_session(held_on=date(2019, 1, 17), **plan).state == SessionState.PLANNED


def test_the_convocation_says_nothing_but_that_it_waits(world, cast, django_capture_on_commit_callbacks):
    item = scenes.scheduled(world, cast)
    seat = cast.member
    with django_capture_on_commit_callbacks(execute=True):
        convene_session(session=world.session, by=cast.secretary, confirmed=True)
    written = [message for message in mail.outbox if seat.user.email in message.to]
    assert len(written) == 1
    assert item.case.number not in written[0].body + written[0].subject
    assert world.session.state == SessionState.CONVENED


def test_opening_shows_the_first_situation(world, cast):
    sheet = scenes.frozen(world, cast)
    convene_session(session=world.session, by=cast.secretary)
    open_session(session=world.session, by=cast.secretary)
    assert world.session.current_item.sheet == sheet


def test_a_cancelled_session_leaves_its_situations_waiting(world, cast):
    item = scenes.scheduled(world, cast)
    cancel_session(session=world.session, by=cast.secretary)
    item.refresh_from_db()
    item.referral.refresh_from_db()
    assert item.state == AgendaState.POSTPONED
    assert item.referral.state == ReferralState.DEFERRED


# Agenda


def test_the_three_parts_come_in_their_order(world, cast):
    subject = add_subject(session=world.session, subject="Le secret partagé", minutes=15, by=cast.secretary)
    entries = [scenes.scheduled(world, cast) for _ in range(3)]
    assert list(agenda(world.session)) == [*entries, subject]
    move_item(item=entries[2], upwards=True, by=cast.secretary)
    assert list(agenda(world.session)) == [entries[0], entries[2], entries[1], subject]
    assert move_item(item=entries[0], upwards=True, by=cast.secretary) is False
    assert move_item(item=subject, upwards=True, by=cast.secretary) is False


def test_minutes_are_planned(world, cast):
    item = scenes.scheduled(world, cast)
    assert plan_minutes(item=item, minutes=25, by=cast.secretary).minutes == 25


def test_a_hidden_item_comes_back_while_its_orientation_waits(world, cast):
    item = scenes.scheduled(world, cast)
    take_off_agenda(item=item, by=cast.secretary)
    put_back_on_agenda(item=item, by=cast.secretary)
    assert item.state == AgendaState.LISTED
    take_off_agenda(item=item, by=cast.secretary)
    item.referral.state = ReferralState.WITHDRAWN
    item.referral.save()
    with pytest.raises(ValidationError, match="n’attend plus"):
        put_back_on_agenda(item=item, by=cast.secretary)


def test_a_closed_session_keeps_its_agenda(world, cast):
    item = scenes.scheduled(world, cast)
    Session.objects.update(state=SessionState.CLOSED)
    for act in (
        lambda: add_subject(session=world.session, subject="Trop tard", minutes=5, by=cast.secretary),
        lambda: move_item(item=item, upwards=True, by=cast.secretary),
        lambda: plan_minutes(item=item, minutes=5, by=cast.secretary),
        lambda: show_item(session=world.session, item=item, by=cast.secretary),
        lambda: record_attendance(session=world.session, present={}, by=cast.secretary),
    ):
        with pytest.raises(ValidationError, match="n’est plus possible"):
            act()


def test_the_next_item_is_the_first_that_waits_after_this_one(world, cast):
    items = [scenes.scheduled(world, cast) for _ in range(3)]
    items[1].state = AgendaState.DECIDED
    assert next_item(items, items[0]) == items[2]
    assert next_item(items, items[2]) == items[0]
    assert next_item(items[:1], items[0]) is None


def test_a_situation_comes_back_under_the_same_name(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    fields = {**scenes.admission(world, cast), "next_review_on": date(2019, 1, 10)}
    measure = record_decision(item=item, by=cast.secretary, **fields).measure
    later = Session.objects.create(instance=world.instance, held_on=date(2019, 1, 17), starts_at=time(9, 30))
    page = sign_in(cast.secretary).get(reverse("cellule:session_detail", args=[later.pk])).content.decode()
    assert item.sheet.pseudonym in page
    sign_in(cast.secretary).post(reverse("cellule:follow_up_add", args=[later.pk]), {"measure": measure.pk})
    follow_up = AgendaItem.objects.get(session=later)
    assert (follow_up.kind, follow_up.sheet, follow_up.referral) == (AgendaKind.FOLLOW_UP, None, None)
    assert PresentationSheet.objects.get(session=later).pseudonym == item.sheet.pseudonym
    Measure.objects.filter(pk=measure.pk).update(
        state="active", started_on=date(2018, 12, 15), start_without_adhesion="Aller-vers."
    )
    scenes.begin(later, follow_up)
    record_decision(item=follow_up, by=cast.secretary, code="extend", next_review_on=date(2019, 6, 1))
    follow_up.refresh_from_db()
    assert follow_up.state == AgendaState.DECIDED


def test_a_follow_up_is_asked_of_its_own_instance_only(world, cast, sign_in):
    item = scenes.in_session(world, cast)
    fields = {**scenes.admission(world, cast), "next_review_on": date(2018, 12, 15)}
    measure = record_decision(item=item, by=cast.secretary, **fields).measure
    elsewhere = world.dispositif.instances.get(territory=world.other_territory)
    other = Session.objects.create(instance=elsewhere, held_on=date(2019, 1, 17), starts_at=time(9, 30))
    Membership.objects.create(
        user=cast.secretary.user,
        organisation=world.organiser,
        role=Role.INSTANCE_SECRETARY,
        instance=elsewhere,
        starts_on=date(2015, 1, 1),
    )
    sign_in(cast.secretary).post(reverse("cellule:follow_up_add", args=[other.pk]), {"measure": measure.pk})
    assert not AgendaItem.objects.filter(session=other).exists()


# Attendance


def test_attendance_is_by_organisation(world, cast, sign_in):
    Session.objects.update(state=SessionState.CONVENED)
    url, client = reverse("cellule:session_attendance", args=[world.session.pk]), sign_in(cast.secretary)
    assert client.get(url).status_code == 200
    client.post(url, {f"present-{world.landlord.pk}": "on", f"people-{world.landlord.pk}": "2"})
    assert Attendance.objects.get(is_present=True).people == 2
    client.post(url, {f"present-{world.association.pk}": "on"})
    present = Attendance.objects.filter(is_present=True)
    assert [row.organisation for row in present] == [world.association]


# Pages


def _pages(session):
    names = (
        "session_detail",
        "session_attendance",
        "session_projector",
        "session_projector_fragment",
        "session_closing",
    )
    return [reverse(f"cellule:{name}", args=[session.pk]) for name in names]


def _acts(item):
    session = [item.session_id]
    names = ("session_convene", "session_cancel", "session_open", "subject_add", "follow_up_add")
    return [reverse(f"cellule:{name}", args=session) for name in names] + [
        reverse(f"cellule:{name}", args=[*session, item.pk])
        for name in ("item_move", "item_minutes", "item_hide", "item_restore", "session_show")
    ]


def test_a_session_exists_for_its_secretary_and_its_seats_only(world, cast, sign_in):
    item = scenes.scheduled(world, cast)
    planned = reverse("cellule:session_detail", args=[world.session.pk])
    assert sign_in(cast.member).get(planned).status_code == 404  # not convened yet
    Session.objects.update(state=SessionState.CONVENED)
    assert [sign_in(cast.member).get(url).status_code for url in _pages(world.session)] == [200, 403, 403, 403, 403]
    assert {sign_in(cast.member).post(url).status_code for url in _acts(item)} == {403}
    for actor in (cast.referent, cast.worker, cast.pilot, cast.colleague):
        assert {sign_in(actor).get(url).status_code for url in _pages(world.session)} == {404}
        assert {sign_in(actor).post(url).status_code for url in _acts(item)} == {404}


def test_a_removed_seat_is_closed_at_the_next_request(world, cast, sign_in):
    Session.objects.update(state=SessionState.CONVENED)
    member, url = cast.member, reverse("cellule:session_detail", args=[world.session.pk])
    Membership.objects.create(
        user=member.user, organisation=member.organisation, role=Role.EXPERT, starts_on=date(2015, 1, 1)
    )
    client = sign_in(member)
    assert client.get(url).status_code == 200
    Membership.objects.filter(user=member.user, role=Role.INSTANCE_MEMBER).update(ends_on=date(2018, 12, 13))
    assert client.get(url).status_code == 404


def test_an_excluded_member_does_not_even_count_the_situation(world, cast, sign_in):
    sheet = scenes.frozen(world, cast)
    Session.objects.update(state=SessionState.CONVENED)
    Exclusion.objects.create(case=sheet.referral.case, user=cast.member.user, declared_on="2018-12-14")
    client = sign_in(cast.member)
    detail = client.get(reverse("cellule:session_detail", args=[world.session.pk])).content.decode()
    assert sheet.pseudonym not in detail
    listed = client.get(reverse("cellule:session_list"))
    assert [count for _, count in listed.context["upcoming"]] == [0]


def test_the_secretary_prepares_by_keyboard(world, cast, sign_in):
    first, second = scenes.scheduled(world, cast), scenes.scheduled(world, cast)
    client, args = sign_in(cast.secretary), [world.session.pk]
    assert client.get(reverse("cellule:session_detail", args=args)).status_code == 200
    client.post(reverse("cellule:item_move", args=[*args, first.pk]), {"direction": "down"})
    assert list(agenda(world.session)) == [second, first]
    client.post(reverse("cellule:item_minutes", args=[*args, first.pk]), {"minutes": "20"})
    client.post(reverse("cellule:item_minutes", args=[*args, first.pk]), {"minutes": "0"})
    first.refresh_from_db()
    assert first.minutes == 20
    client.post(reverse("cellule:subject_add", args=args), {"subject": "Écouter", "minutes": "10"})
    client.post(reverse("cellule:subject_add", args=args), {"subject": ""})
    assert agenda(world.session).count() == 3
    client.post(reverse("cellule:session_convene", args=args), {"confirmed": "on"})
    client.post(reverse("cellule:session_open", args=args))
    world.session.refresh_from_db()
    assert (world.session.state, world.session.current_item) == (SessionState.OPEN, second)


def test_a_session_is_planned_from_the_form(world, cast, sign_in):
    client, url = sign_in(cast.secretary), reverse("cellule:session_plan")
    form = {"instance": world.instance.pk, "held_on": "2019-01-17", "starts_at": "09:30", "planned_minutes": "120"}
    assert client.get(url).status_code == 200
    assert client.post(url, {**form, "held_on": "2018-01-01"}).status_code == 422
    assert client.post(url, {**form, "held_on": "2018-12-20"}).status_code == 422
    assert client.post(url, form).status_code == 302
    assert sign_in(cast.member).get(url).status_code == 403


def test_the_list_asks_as_many_questions_for_two_as_for_twelve(world, cast, sign_in):
    client, url = sign_in(cast.secretary), reverse("cellule:session_list")

    def questions(count):
        Session.objects.filter(state=SessionState.CLOSED).delete()
        for day in range(count):
            Session.objects.create(
                instance=world.instance, held_on=date(2018, 1, 1 + day), starts_at=time(9), state=SessionState.CLOSED
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    questions(1)
    assert questions(2) == questions(12)


def test_the_agenda_asks_as_many_questions_for_two_as_for_twelve(world, cast, sign_in):
    client, url = sign_in(cast.secretary), reverse("cellule:session_detail", args=[world.session.pk])

    def questions():
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    [scenes.frozen(world, cast) for _ in range(2)]
    questions()
    two = questions()
    [scenes.frozen(world, cast) for _ in range(10)]
    assert questions() == two


# À faire


@pytest.fixture
def read_log(cast):
    """« À faire » gathers names inside a page that journals its reads."""
    token = _log.set(ReadLog(cast.secretary, "home"))
    yield
    _log.reset(token)


def test_what_awaits_the_presenter_and_the_secretary(world, cast, read_log):
    item = scenes.scheduled(world, cast)
    presenter = [line.title for line in work_items(cast.referent)]
    assert any("Fiche à préparer" in title for title in presenter)
    assert any("séance à convoquer" in line.title for line in work_items(cast.secretary))
    assert not any("fiche" in line.title.lower() for line in work_items(cast.partner(Role.LANDLORD_REFERENT)))
    assert item.case.number in {line.number for line in work_items(cast.referent)}


def test_a_task_awaits_its_owner_until_it_is_done(world, cast, sign_in, read_log):
    item = scenes.in_session(world, cast)
    decision = record_decision(item=item, by=cast.secretary, **scenes.admission(world, cast))
    task = give_tasks(decision, by=cast.secretary)[0]
    assert any(line.title == "Contacter le ménage" for line in work_items(cast.worker))
    assert not any("Contacter" in line.title for line in work_items(cast.other_worker))
    url, client = reverse("cellule:task_detail", args=[task.pk]), sign_in(cast.worker)
    assert client.get(url).status_code == 200
    client.post(url, {"to": "done"})
    client.post(url, {"to": "nowhere"})
    task.refresh_from_db()
    assert (task.state, task.done_on) == (TaskState.DONE, date(2018, 12, 14))
    for actor in (cast.other_worker, cast.referent, cast.member, cast.partner(Role.ASSOCIATION_WORKER)):
        assert sign_in(actor).get(url).status_code == 404


@pytest.mark.parametrize(
    ("kind", "words"), [("entry", "Décidé"), ("ratify", "Examinée en séance"), ("practice", "Abordé")]
)
def test_what_is_done_is_said_in_the_words_of_its_part(kind, words):
    assert AgendaItem(kind=kind, state="decided").standing == words
    assert AgendaItem(kind=kind, state="postponed").standing == "Reporté"
