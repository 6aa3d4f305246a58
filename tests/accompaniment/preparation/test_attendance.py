"""Who came: one tap a household, one intervention in its file, corrected as often as needed, counted once."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accompaniment import services
from accompaniment.half_days import proposed
from accompaniment.models import GroupEntry, Intervention, Note, PreparationInvitation, PreparationSession
from accompaniment.services.preparation import Mark
from accompaniment.services.solicitations import record_solicitation
from tests import factories
from veille.core import clock


@pytest.fixture
def invited(cast, cases, session):
    services.invite_to_preparation(session=session, cases=cases, by=cast.worker)
    rows = PreparationInvitation.objects.filter(session=session)
    return [rows.get(case=case) for case in cases]


def note(session, by, *marks):
    """(invitation, presence) or (invitation, presence, excuse): from what the row says now."""
    said = []
    for row, presence, *reason in marks:
        row.refresh_from_db()
        said.append(Mark(row.pk, (row.presence, row.reason), presence, *reason))
    return services.note_attendance(session=session, marks=said, by=by)


def address(session):
    return reverse("accompaniment:preparation_attendance", args=[session.pk])


def sent(rows, **said):
    """What the page sends when the rows are as it showed them."""
    form = {f"seen-{row.pk}": f"{row.presence}:{row.reason}" for row in rows}
    return form | {name.replace("_", "-", 1): value for name, value in said.items()}


def test_a_presence_is_one_intervention_and_an_absence_none(cast, session, invited):
    first, second, third = invited
    note(session, cast.worker, (first, "present"), (second, "late"), (third, "absent"))
    told = Intervention.objects.order_by("case__number")
    assert {row.case for row in told} == {first.case, second.case}
    assert {(row.kind, row.minutes, row.is_shared) for row in told} == {("collective_session", 60, False)}
    entry = GroupEntry.objects.get()
    assert (entry.people_met, entry.minutes, entry.author) == (2, 120, cast.worker.user)
    session.refresh_from_db()
    assert (session.state, session.entry) == ("held", entry)


def test_one_who_comes_late_to_the_page_is_added_to_the_same_entry(cast, session, invited):
    first, second, third = invited
    note(session, cast.worker, (first, "present"))
    note(session, cast.worker, (second, "present"), (third, "present"))
    entry = GroupEntry.objects.get()
    assert entry.people_met == 3
    assert [row.minutes for row in entry.interventions.all()] == [40, 40, 40]


def test_the_time_of_the_session_is_in_the_time_sheet_once(world, cast, session, invited):
    note(session, cast.worker, *((row, "present") for row in invited))
    day = session.planned_on
    found = proposed(cast.worker.user, world.association, day, day)
    assert [half.minutes for half in found.values()] == [{world.dispositif.pk: 120}]


def test_it_is_the_time_of_who_animated_whoever_notes_it(world, cast, cases, plan):
    animator = cast.manager.user
    session = plan(animator=animator)
    services.invite_to_preparation(session=session, cases=cases[:1], by=cast.worker)
    note(session, cast.worker, (PreparationInvitation.objects.get(), "present"))
    assert GroupEntry.objects.get().author == animator
    assert Intervention.objects.get().author == animator


def test_a_presence_noted_by_mistake_is_taken_back(cast, session, invited):
    first, second, _ = invited
    note(session, cast.worker, (first, "present"), (second, "present"))
    wrong = Intervention.objects.get(case=first.case)
    told = services.write_note(
        case=first.case, text="Un mot.", level="association_only", by=cast.worker, intervention=wrong
    )
    note(session, cast.worker, (first, "excused", "work"))
    assert Intervention.objects.get().case == second.case
    assert Intervention.objects.get().minutes == 120 and GroupEntry.objects.get().people_met == 1
    assert Note.objects.get(pk=told.pk).intervention is None
    first.refresh_from_db()
    assert (first.presence, first.reason, first.intervention) == ("excused", "work", None)
    note(session, cast.worker, (first, "present"))
    assert Intervention.objects.count() == 2


def test_nobody_came_and_the_time_was_spent_all_the_same(cast, session, invited):
    note(session, cast.worker, *((row, "absent") for row in invited))
    assert GroupEntry.objects.get().people_met == 0 and not Intervention.objects.exists()


def test_late_then_present_is_the_same_presence(cast, session, invited):
    note(session, cast.worker, (invited[0], "late"))
    before = Intervention.objects.get().pk
    note(session, cast.worker, (invited[0], "present"))
    assert Intervention.objects.get().pk == before


def test_a_session_for_one_household_is_an_interview_of_its_file(cast, cases, plan):
    session = plan(is_collective=False, places=1, starts_at=time(10), minutes=60)
    services.invite_to_preparation(session=session, cases=cases[:1], by=cast.worker)
    note(session, cast.worker, (PreparationInvitation.objects.get(), "present"))
    told = Intervention.objects.get()
    assert (told.kind, told.minutes, told.group) == ("interview", 60, None)
    assert not GroupEntry.objects.exists()


def test_nothing_is_noted_before_its_day(cast, cases, plan):
    session = plan(planned_on=clock.today() + timedelta(days=1))
    services.invite_to_preparation(session=session, cases=cases[:1], by=cast.worker)
    with pytest.raises(ValidationError, match="le jour de la séance"):
        note(session, cast.worker, (PreparationInvitation.objects.get(), "present"))


def test_what_somebody_noted_meanwhile_is_not_overwritten(cast, session, invited, sign_in):
    client = sign_in(cast.worker)
    row = invited[0]
    seen = sent(invited) | {f"presence-{row.pk}": "absent"}
    note(session, cast.worker, (row, "present"))
    answer = client.post(address(session), seen)
    assert answer.status_code == 422 and "vient de noter" in answer.content.decode()
    row.refresh_from_db()
    assert row.presence == "present"


def test_one_tap_a_household_and_one_sending(cast, session, invited, sign_in):
    client = sign_in(cast.worker)
    form = sent(invited) | {f"presence-{row.pk}": "present" for row in invited[:2]}
    form["submission_key"] = "11111111-1111-4111-8111-111111111111"
    for _ in range(2):
        assert client.post(address(session), form).status_code == 302
    assert Intervention.objects.count() == 2
    invited[2].refresh_from_db()
    assert invited[2].presence == "expected"


def test_an_excuse_says_which(cast, session, invited, sign_in):
    row = invited[0]
    form = sent(invited) | {f"presence-{row.pk}": "excused"}
    client = sign_in(cast.worker)
    answer = client.post(address(session), form)
    assert answer.status_code == 422 and "Choisissez l’excuse" in answer.content.decode()
    assert client.post(address(session), form | {f"reason-{row.pk}": "work"}).status_code == 302
    row.refresh_from_db()
    assert row.reason == "work"


def test_the_database_keeps_what_must_hold(cast, session, invited):
    row = PreparationInvitation.objects.filter(pk=invited[0].pk)
    for wrong in ({"presence": "excused"}, {"reason": "work"}, {"presence": "present"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        PreparationSession.objects.filter(pk=session.pk).update(place="", site=None)


def test_who_notes_attendance(world, cast, session, invited, sign_in):
    statuses = {cast.worker: 200, cast.manager: 403, cast.other_worker: 200, cast.referent: 404, cast.pilot: 404}
    assert {actor: sign_in(actor).get(address(session)).status_code for actor in statuses} == statuses


def test_a_colleague_notes_her_own_households_alone(world, cast, session, invited, sign_in):
    """Attendance is no side door: whose file she does not open is neither shown nor noted."""
    case = invited[0].case
    case.is_restricted = True
    case.save()
    page = sign_in(cast.worker).get(reverse("accompaniment:preparation_detail", args=[session.pk])).content.decode()
    assert case.number not in page and invited[1].case.number in page
    note(session, cast.worker, (invited[0], "present"))
    assert not Intervention.objects.exists()


def test_the_landlord_reads_no_attendance(cast, session, invited, sign_in):
    note(session, cast.worker, (invited[0], "absent"))
    client = sign_in(cast.referent)
    for name in ("accompaniment:case_fragment", "households:case_detail", "households:case_followup"):
        page = client.get(reverse(name, args=[invited[0].case.pk])).content.decode()
        assert "Préparation au logement" not in page and "Absente" not in page


def test_a_presence_answers_the_household_and_its_correction_asks_again(cast, session, invited):
    row = invited[0]
    waiting = record_solicitation(case=row.case, by=cast.worker, received_at=clock.at(session.planned_on, 8))
    PreparationSession.objects.filter(pk=session.pk).update(starts_at=time(14))
    note(session, cast.worker, (row, "present"))
    waiting.refresh_from_db()
    assert waiting.state == "answered"
    note(session, cast.worker, (row, "absent"))
    waiting.refresh_from_db()
    assert waiting.state == "open"


def test_the_manager_plans_and_writes_no_attendance(world, cast, cases, plan, sign_in):
    session = plan(by=cast.manager)
    assert sign_in(cast.manager).get(address(session)).status_code == 403


def test_a_restricted_file_is_in_no_number_that_others_read(session, invited, cast):
    hidden, *others = invited
    factories.restrict(hidden.case, cast.worker)
    note(session, cast.worker, *[(row, "present") for row in invited])
    assert GroupEntry.objects.get().people_met == len(others)
    assert {row.minutes for row in Intervention.objects.all()} == {60}
