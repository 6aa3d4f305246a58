"""A whole caseload goes to others in one act: who gets what, what follows, what is refused, and nothing half done."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection

from accompaniment.models import HandedFile, Handover, Note, PlannedVisit
from accompaniment.services import hand_over, handovers, plan_visit
from accompaniment.team.telling import tell_receivers
from households.models import Case, CaseTeamMember, Exclusion, NamedPerson, TeamPart
from households.services import close_case
from partners.models import Membership
from partners.roles import Role
from tests import factories
from tests.accompaniment.team.conftest import passing, place
from veille.core import clock
from veille.core.models import AuditEvent

YESTERDAY = timedelta(days=1)


def give_all(files, cast, **told):
    passings = [passing(case, cast.worker, cast.other_worker) for case in files]
    return hand_over(former=cast.worker.user, files=passings, by=cast.manager, **told)


def part_of(case, actor):
    return CaseTeamMember.objects.current().filter(case=case, user=actor.user).values_list("part", flat=True).first()


def test_each_file_keeps_its_part_and_closes_to_who_left_it(files, cast):
    give_all(files, cast)
    assert [part_of(case, cast.other_worker) for case in files] == ["lead", "lead", "member"]
    assert not Case.objects.visible_to(cast.worker).filter(pk__in=[case.pk for case in files]).exists()
    assert Case.objects.visible_to(cast.other_worker).filter(pk__in=[case.pk for case in files]).count() == 3


def test_files_are_divided_among_several(files, cast, third):
    one, two, _ = files
    passings = [passing(one, cast.worker, cast.other_worker), passing(two, cast.worker, third)]
    hand_over(former=cast.worker.user, files=passings, by=cast.manager)
    assert (part_of(one, cast.other_worker), part_of(two, third)) == ("lead", "lead")
    assert part_of(files[2], cast.worker) == "member"


def test_the_former_person_may_keep_the_files_open_until_a_day(files, cast):
    until = clock.today() + timedelta(days=14)
    give_all(files, cast, kept_until=until)
    kept = CaseTeamMember.objects.get(case=files[0], user=cast.worker.user)
    assert (kept.part, kept.ends_on) == (TeamPart.MEMBER, until)
    assert Case.objects.visible_to(cast.worker).filter(pk=files[0].pk).exists()
    assert not CaseTeamMember.objects.current(until + YESTERDAY).filter(user=cast.worker.user).exists()


@pytest.mark.parametrize("days", [-1, 400])
def test_the_two_do_not_share_the_files_for_ever(files, cast, days):
    with pytest.raises(ValidationError, match="dans les six mois"):
        give_all(files, cast, kept_until=clock.today() + timedelta(days=days))


def test_visits_agreed_change_hands_and_those_made_do_not(files, cast):
    case = files[0]
    plan_visit(case=case, on=clock.today() + timedelta(days=3), by=cast.worker)
    made = plan_visit(case=case, on=clock.today() + timedelta(days=2), by=cast.worker)
    PlannedVisit.objects.filter(pk=made.pk).update(state="done")
    give_all(files, cast)
    told = PlannedVisit.objects.order_by("state").values_list("state", "worker")
    assert list(told) == [("done", cast.worker.user_id), ("planned", cast.other_worker.user_id)]


def test_the_note_stays_inside_the_association_and_is_read_by_who_takes_the_file(files, cast):
    given = passing(files[0], cast.worker, cast.other_worker, note="Rappeler lundi.")
    hand_over(former=cast.worker.user, files=[given], by=cast.manager)
    note = Note.objects.get()
    assert (note.level, note.author) == ("association_only", cast.manager.user)
    assert Note.objects.visible_to(cast.other_worker).exists()
    assert Note.objects.visible_to(cast.manager).exists()
    assert not Note.objects.visible_to(cast.referent).exists()
    assert HandedFile.objects.get().note == note


def test_what_was_limited_takes_no_note(files, cast):
    Case.objects.filter(pk=files[0].pk).update(frozen_on=clock.today())
    given = passing(files[0], cast.worker, cast.other_worker, note="Rappeler lundi.")
    with pytest.raises(ValidationError, match="sans note"):
        hand_over(former=cast.worker.user, files=[given], by=cast.manager)
    assert part_of(files[0], cast.worker) == "lead"


def test_who_has_left_the_organisation_is_relieved_of_her_files(files, cast):
    passings = [passing(case, cast.worker, cast.other_worker) for case in files]
    Membership.objects.filter(user=cast.worker.user).update(ends_on=clock.today() - YESTERDAY)
    hand_over(former=cast.worker.user, files=passings, by=cast.manager)
    assert part_of(files[0], cast.other_worker) == "lead"


def test_the_journal_names_the_act_and_each_file(files, cast):
    done = give_all(files, cast)
    assert AuditEvent.objects.get(name="caseload.handed_over").object_id == done.pk
    told = AuditEvent.objects.filter(name="file.handed_over").values_list("case", flat=True)
    assert set(told) == {case.pk for case in files}


def test_who_receives_is_told_by_a_mail_that_says_nothing(files, cast, django_capture_on_commit_callbacks):
    done = give_all(files, cast)
    tell_receivers(str(done.pk))
    (sent,) = mail.outbox
    assert sent.to == [cast.other_worker.user.email]
    assert not any(word in sent.subject + sent.body for word in (files[0].number, "Deladistribution"))


# What is refused: nothing has moved then.


def refused(files, cast, match, passings=None, by=None):
    passings = passings or [passing(case, cast.worker, cast.other_worker) for case in files]
    with pytest.raises(ValidationError, match=match):
        hand_over(former=cast.worker.user, files=passings, by=by or cast.manager)
    assert not Handover.objects.exists()
    assert part_of(files[0], cast.worker) == "lead"


def test_a_file_closed_meanwhile(files, cast):
    passings = [passing(case, cast.worker, cast.other_worker) for case in files]
    close_case(case=files[1], by=cast.manager)
    refused(files, cast, "clos", passings)


def test_two_managers_at_once(files, cast, third):
    passings = [passing(case, cast.worker, third) for case in files[1:]]
    give_all(files[1:2], cast)
    with pytest.raises(ValidationError, match="a changé de mains"):
        hand_over(former=cast.worker.user, files=passings, by=cast.manager)
    assert part_of(files[2], cast.worker) == "member"


def test_a_receiver_whose_role_has_ended(files, cast):
    Membership.objects.filter(user=cast.other_worker.user).update(ends_on=clock.today() - YESTERDAY)
    refused(files, cast, "ne peut pas reprendre")


def test_a_receiver_of_another_organisation(files, world, cast):
    stranger = cast.partner("association_worker")
    refused(files, cast, "ne peut pas reprendre", [passing(files[0], cast.worker, stranger)])


def test_nobody_gives_files_to_herself(files, cast):
    Membership.objects.create(user=cast.manager.user, organisation=cast.manager.organisation, role="association_worker")
    refused(files, cast, "ne peut pas reprendre", [passing(files[0], cast.worker, cast.manager)])


def test_a_receiver_who_withdrew_from_a_file(files, cast):
    Exclusion.objects.create(case=files[1], user=cast.other_worker.user, declared_on=clock.today())
    refused(files, cast, f"{files[1].number} ne peut pas être confié")


def test_a_receiver_whose_role_stops_at_another_territory(files, world, cast):
    held = Membership.objects.filter(user=cast.other_worker.user)
    held.update(territory=world.other_territory, dispositif=world.dispositif)
    refused(files, cast, "ne peut pas être confié")


def test_a_manager_of_another_organisation_moves_nothing(files, cast):
    passings = [passing(case, cast.worker, cast.partner("association_worker")) for case in files]
    refused(files, cast, "ont été clos", passings, by=cast.partner("association_manager"))


# Restricted files.


def test_a_restricted_file_goes_to_nobody_by_the_way(files, cast):
    factories.restrict(files[0], cast.worker, cast.manager)
    refused(files, cast, "accès restreint")


def test_a_restricted_file_goes_to_who_is_named_on_purpose(files, cast):
    factories.restrict(files[0], cast.worker, cast.manager)
    given = passing(files[0], cast.worker, cast.other_worker, names=True)
    hand_over(former=cast.worker.user, files=[given], by=cast.manager)
    named = set(NamedPerson.objects.current().filter(case=files[0]).values_list("user", flat=True))
    assert named == {cast.manager.user_id, cast.other_worker.user_id}


def test_naming_on_a_restricted_file_ends_with_the_overlap(files, cast):
    factories.restrict(files[0], cast.worker, cast.manager)
    until = clock.today() + timedelta(days=7)
    given = passing(files[0], cast.worker, cast.other_worker, names=True)
    hand_over(former=cast.worker.user, files=[given], by=cast.manager, kept_until=until)
    assert NamedPerson.objects.get(case=files[0], user=cast.worker.user).ends_on == until


def test_a_manager_who_is_not_named_cannot_pass_what_she_does_not_see(files, cast):
    factories.restrict(files[0], cast.worker)
    given = passing(files[0], cast.worker, cast.other_worker, names=True)
    refused(files, cast, "n’est plus ouvert", [given])


# A refusal of the database in the middle.


def test_a_refusal_of_the_database_in_the_middle_moves_nothing(files, cast, monkeypatch):
    """The places have moved, the visits are next, the database gives up: everything comes back."""

    def give_up(*args):
        assert part_of(files[0], cast.other_worker) == "lead"
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 20")
            cursor.execute("SELECT pg_sleep(1)")

    monkeypatch.setattr(handovers, "_move_what_follows", give_up)
    with pytest.raises(OperationalError):
        give_all(files, cast)
    assert [place(case, cast.worker).part for case in files] == ["lead", "lead", "member"]
    assert not CaseTeamMember.objects.filter(user=cast.other_worker.user).exists()
    assert not Handover.objects.exists()


# A landlord's own case workers.


def test_a_landlord_divides_the_files_of_its_case_workers_alone(world, cast):
    worker, manager = cast[Role.LANDLORD_CASE_WORKER], cast[Role.LANDLORD_MANAGER]
    taker = cast.play(Role.LANDLORD_CASE_WORKER, world.landlord, "Nadège")
    case = factories.make_case(world)
    factories.grant(case, world.landlord, "lead")
    factories.put_in_team(case, worker, TeamPart.LEAD)
    with pytest.raises(ValidationError, match="ne peut pas reprendre"):
        hand_over(former=worker.user, files=[passing(case, worker, cast.referent)], by=manager)
    given = passing(case, worker, taker, note="Le plan d’apurement est signé.")
    hand_over(former=worker.user, files=[given], by=manager)
    note = Note.objects.get()
    assert note.level == "landlord_social"
    assert Note.objects.visible_to(taker).exists()
    assert not Note.objects.visible_to(manager).exists()  # written by right of the hand-over, read by the social team
