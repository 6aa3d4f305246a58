"""Closing a session: what is sent, to whom, and the relevé de décisions."""

from uuid import uuid4

import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from cellule.choices import AgendaState, ReferralState, SessionState
from cellule.documents import RecordLine, record_context, record_lines, record_pdf
from cellule.models import Assignment, Session
from cellule.services.closing import close_session, closing_preview
from cellule.services.decisions import correct_decision, record_decision
from cellule.services.sessions import add_subject, take_off_agenda
from households.models import Exclusion
from partners.models import Membership
from partners.roles import Role
from tests.cellule import scenes
from tests.support.pdf_reading import count_pages
from veille.core import drafts
from veille.core.formats import far_date
from veille.core.models import Draft
from veille.core.reference import label
from veille.core.transitions import ForbiddenMove


def _session_of_three(world, cast):
    """One admitted, one refused, one not reached."""
    sheets = [scenes.frozen(world, cast) for _ in range(3)]
    items = [sheet.items.get() for sheet in sheets]
    scenes.begin(world.session, items[0])
    for item in items:
        item.session.refresh_from_db()
    record_decision(item=items[0], by=cast.secretary, **scenes.admission(world, cast))
    record_decision(item=items[1], by=cast.secretary, **scenes.refusal())
    return items


def test_the_preview_is_what_closing_does(world, cast):
    items = _session_of_three(world, cast)
    preview = closing_preview(world.session)
    assert [sending.outcome for sending in preview] == [
        "Admission",
        "Orientation non retenue",
        "Reporté à une prochaine séance",
    ]
    assert not Assignment.objects.exists()
    close_session(session=world.session, by=cast.secretary)
    planned = [(task.label, task.organisation) for sending in preview for task in sending.tasks]
    given = [(task.label, task.organisation) for task in Assignment.objects.order_by("label")]
    assert sorted(planned, key=lambda task: task[0]) == given
    items[2].refresh_from_db()
    items[2].referral.refresh_from_db()
    assert (items[2].state, items[2].referral.state) == (AgendaState.POSTPONED, ReferralState.DEFERRED)


def test_the_mail_only_says_that_an_answer_waits(world, cast, django_capture_on_commit_callbacks):
    items = _session_of_three(world, cast)
    with django_capture_on_commit_callbacks(execute=True):
        close_session(session=world.session, by=cast.secretary)
    told = [message for message in mail.outbox if cast.referent.user.email in message.to]
    assert len(told) == 1  # whatever waits for her
    everybody = [address for message in mail.outbox for address in message.to]
    assert sorted(everybody) == sorted(set(everybody))
    assert cast.worker.user.email in everybody  # a task names her
    for message in mail.outbox:
        text = message.subject + message.body
        assert not any(item.case.number in text or item.sheet.pseudonym in text for item in items)
        assert "Admission" not in text


def test_a_hidden_item_is_deferred_too(world, cast):
    items = _session_of_three(world, cast)
    take_off_agenda(item=items[2], by=cast.secretary)
    close_session(session=world.session, by=cast.secretary)
    items[2].refresh_from_db()
    items[2].referral.refresh_from_db()
    assert (items[2].state, items[2].referral.state) == (AgendaState.HIDDEN, ReferralState.DEFERRED)


def test_a_session_is_closed_once(world, cast):
    _session_of_three(world, cast)
    close_session(session=world.session, by=cast.secretary)
    with pytest.raises(ForbiddenMove):
        close_session(session=world.session, by=cast.stand_in)
    assert Assignment.objects.count() == 2


def test_a_correction_after_closing_is_told_and_printed(world, cast, django_capture_on_commit_callbacks):
    items = _session_of_three(world, cast)
    close_session(session=world.session, by=cast.secretary)
    refused = items[1].decisions.get()
    with django_capture_on_commit_callbacks(execute=True):
        correct_decision(decision=refused, by=cast.secretary, code="waitlist")
    assert [message.to for message in mail.outbox] == [[cast.referent.user.email]]
    line = record_lines(world.session, cast.secretary)[1]
    assert (line.outcome, line.is_correction) == ("Liste d’attente", True)


# Pages


def test_the_secretary_sees_what_leaves_then_closes(world, cast, sign_in):
    _session_of_three(world, cast)
    client, url = sign_in(cast.secretary), reverse("cellule:session_closing", args=[world.session.pk])
    page = client.get(url).content.decode()
    assert world.landlord.name in page
    assert "Contacter le ménage" in page
    assert "Tension entre deux partenaires" not in page
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 302
    assert client.get(url).status_code == 302
    world.session.refresh_from_db()
    assert world.session.state == SessionState.CLOSED


def _record(session):
    return reverse("cellule:session_record", args=[session.pk])


def test_the_record_is_a_pdf_under_a_neutral_name(world, cast, sign_in):
    _session_of_three(world, cast)
    client = sign_in(cast.secretary)
    assert client.get(_record(world.session)).status_code == 403  # not closed yet
    close_session(session=world.session, by=cast.secretary)
    answer = client.get(_record(world.session))
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'attachment; filename="releve-de-decisions.pdf"'


def test_the_record_of_twelve_cases_holds_on_one_page(world, cast):
    line = RecordLine(
        pseudonym="Clairière émeraude",
        door="Maintien",
        kind="Entrée",
        outcome="Admission sous condition",
        level="Accompagnement global adapté",
        operator="La Vie active",
        lead_organisation="La Vie active",
        reason="Les dispositifs de droit commun suffisent",
        contact_by="La Vie active",
        contact_before=world.session.held_on,
        next_review_on=world.session.held_on,
        is_correction=True,
        case_id=None,
    )
    assert count_pages(record_pdf(world.session, [line] * 12)) == 1


def test_the_record_says_who_contacts_the_household_and_why_not(world, cast):
    _session_of_three(world, cast)
    add_subject(session=world.session, subject="Parler de la dette", minutes=20, by=cast.secretary)
    close_session(session=world.session, by=cast.secretary)
    admitted, refused, postponed = record_lines(world.session, cast.secretary)
    due = scenes.admission(world, cast)["contact_before"]
    carried_by = world.association.short_name
    assert (admitted.contact_by, admitted.contact_before, admitted.reason) == (carried_by, due, "")
    assert admitted.lead_organisation == carried_by
    assert refused.reason == label("refusal_reason", "common_law_sufficient")
    assert (postponed.contact_by, postponed.reason, postponed.lead_organisation) == ("", "", "")
    printed = render_to_string("cellule/releve_pdf.html", record_context(world.session, [admitted, refused]))
    assert all(words in printed for words in (far_date(due), refused.reason, "Parler de la dette (reporté)"))
    assert str(cast.worker.user) not in printed


def test_the_record_names_nobody(world, cast):
    items = _session_of_three(world, cast)
    close_session(session=world.session, by=cast.secretary)
    lines = record_lines(world.session, cast.secretary)
    assert [line.pseudonym for line in lines] == [item.sheet.pseudonym for item in items]
    printed = " ".join(str(value) for line in lines for name, value in vars(line).items() if name != "case_id")
    for item in items:
        assert item.case.number not in printed


def test_a_member_reads_the_entries_of_her_organisation(world, cast, sign_in):
    _session_of_three(world, cast)
    close_session(session=world.session, by=cast.secretary)
    operator = cast.play(Role.INSTANCE_MEMBER, world.association)
    assert len(record_lines(world.session, operator)) == 1
    assert record_lines(world.session, cast.member) == []  # another association, with nothing to do
    assert sign_in(operator).get(_record(world.session)).status_code == 200


def test_an_excluded_member_has_no_line_for_the_situation(world, cast):
    items = _session_of_three(world, cast)
    close_session(session=world.session, by=cast.secretary)
    Exclusion.objects.create(case=items[0].case, user=cast.secretary.user, declared_on="2018-12-14")
    assert len(record_lines(world.session, cast.secretary)) == 2


def test_the_record_is_not_for_who_has_no_seat(world, cast, sign_in):
    _session_of_three(world, cast)
    close_session(session=world.session, by=cast.secretary)
    for actor in (cast.referent, cast.worker, cast.pilot, cast.partner(Role.LANDLORD_REFERENT)):
        assert sign_in(actor).get(_record(world.session)).status_code == 404
    state = cast[Role.STATE_SERVICE]
    Membership.objects.filter(user=state.user).update(instance=world.instance)
    assert sign_in(state).get(_record(world.session)).status_code == 403  # a seat, without the record
    assert sign_in(state).get(reverse("cellule:session_detail", args=[world.session.pk])).status_code == 200


def test_closing_asks_for_a_session_under_way(world, cast):
    for state in (SessionState.PLANNED, SessionState.CONVENED, SessionState.CLOSED, SessionState.CANCELLED):
        Session.objects.update(state=state)
        with pytest.raises(ForbiddenMove):
            close_session(session=world.session, by=cast.secretary)


def test_what_was_being_typed_on_its_items_is_forgotten_and_nothing_else(world, cast):
    items = _session_of_three(world, cast)
    elsewhere = uuid4()  # an item of another session
    for form in ("opinion", "session_advice", "decision"):
        drafts.save(by=cast.member, form=form, data={"line": ["À revoir"]}, object_id=items[2].pk)
    drafts.save(by=cast.member, form="opinion", data={}, object_id=elsewhere)
    drafts.save(by=cast.referent, form="sheet", data={}, object_id=items[2].sheet_id)
    close_session(session=world.session, by=cast.secretary)
    assert sorted(Draft.objects.values_list("form", flat=True)) == ["opinion", "sheet"]


@pytest.mark.parametrize("form", ["opinion", "session_advice", "decision"])
def test_what_is_typed_in_session_and_not_sent_waits_a_week(cast, form):
    draft = drafts.save(by=cast.member, form=form, data={})
    assert (draft.expires_at - timezone.now()).days in (6, 7)
