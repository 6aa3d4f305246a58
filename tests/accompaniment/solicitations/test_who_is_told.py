"""Who reads what was asked, and who is reminded of it."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from accompaniment import reminders, solicited
from accompaniment.models import Solicitation
from accompaniment.services import solicitations as services
from accompaniment.todo.solicitations import solicitations
from households.grants import GrantLevel
from households.models import CaseAccess, CaseTeamMember
from partners.roles import Role
from tests import factories
from tests.accompaniment.solicitations.asking import ask, at
from tests.accompaniment.test_todo import titles
from veille.core import clock


def reads(actor, solicitation):
    return Solicitation.objects.visible_to(actor).filter(pk=solicitation.pk).exists()


def test_what_the_household_asks_of_the_association_stays_there(case, cast):
    solicitation = ask(case, cast.worker)
    assert not solicitation.is_shared
    assert reads(cast.worker, solicitation)
    assert reads(cast.manager, solicitation)
    landlord = [Role.LANDLORD_REFERENT, Role.LANDLORD_CLIENT_MANAGER, Role.LANDLORD_MANAGER, Role.LANDLORD_CASE_WORKER]
    assert not any(reads(cast[role], solicitation) for role in [*landlord, Role.PROJECT_MANAGER])
    assert not reads(cast.other_worker, solicitation)


def test_what_crosses_to_the_landlord_is_read_on_both_sides(world, case, cast):
    asked = ask(case, cast.worker, organisation=world.landlord, origin="partner")
    asking = ask(case, cast.referent, organisation=world.association, origin="landlord")
    for solicitation in (asked, asking):
        assert solicitation.is_shared
        assert reads(cast.worker, solicitation)
        assert reads(cast.referent, solicitation)
        assert reads(cast[Role.LANDLORD_CLIENT_MANAGER], solicitation)
        assert not reads(cast[Role.LANDLORD_MANAGER], solicitation)


def test_a_landlord_that_accompanies_keeps_it_to_its_team(world, cast, it_is):
    """Its own case worker leads; its referent, its manager and its people of the dwelling are another thing."""
    case, worker = led_by_the_landlord(world, cast)
    solicitation = ask(case, worker)
    assert not solicitation.is_shared
    assert reads(worker, solicitation)
    assert not reads(cast.referent, solicitation)
    assert not reads(cast[Role.LANDLORD_MANAGER], solicitation)


def led_by_the_landlord(world, cast):
    case = factories.make_case(world, admitted_on=clock.today())
    worker = cast[Role.LANDLORD_CASE_WORKER]
    factories.grant(case, world.landlord, GrantLevel.LANDLORD_OF_DWELLING)
    factories.grant(case, world.landlord, GrantLevel.LEAD)
    factories.put_in_team(case, worker, "lead")
    return case, worker


def test_only_who_is_there_for_the_household_may_be_asked(world, case, cast):
    assert solicited.organisations(cast.worker, case) == [world.association, world.landlord]
    assert solicited.organisations(cast.referent, case) == [world.landlord, world.association]
    with pytest.raises(ValidationError, match="n’accompagne pas"):
        ask(case, cast.worker, organisation=world.other_association)


def test_a_reminder_comes_before_the_promise_is_broken_and_once(case, cast):
    ask(case, cast.worker, asker="Sa sœur", about="Plus de chauffage")
    assert reminders.remind(at("10:59")) == 0
    assert [reminders.remind(at("11:00")), reminders.remind(at("11:01"))] == [1, 0]
    (sent,) = mail.outbox
    assert sent.to == [cast.worker.user.email]
    assert "chauffage" not in sent.subject + sent.body
    assert case.number not in sent.subject + sent.body


def test_what_comes_when_little_time_is_left_is_recalled_at_once(case, cast):
    assert ask(case, cast.worker, "11:40").alert_at == at("11:40")


def test_nobody_is_reminded_of_what_is_answered(case, cast):
    services.answer_solicitation(solicitation=ask(case, cast.worker), by=cast.worker)
    assert reminders.remind(at("17:00")) == 0


def test_a_reminder_that_cannot_leave_is_tried_again_and_stops_no_other(world, case, cast, monkeypatch):
    ask(case, cast.worker, "10:00")
    ask(case, cast.worker, "10:05")
    real, tried = reminders._tell, []

    def fails_once(solicitation, words):
        tried.append(solicitation)
        if len(tried) == 1:
            raise ConnectionRefusedError
        real(solicitation, words)

    monkeypatch.setattr(reminders, "_tell", fails_once)
    with pytest.raises(ConnectionRefusedError):
        reminders.remind(at("17:00"))
    assert len(mail.outbox) == 1
    assert reminders.remind(at("17:00")) == 1


def test_without_a_lead_person_the_managers_are_told(world, case, cast):
    CaseTeamMember.objects.filter(case=case).delete()
    assert cast.manager
    solicitation = ask(case, cast.referent, organisation=world.association, origin="landlord")
    assert solicited.people_to_tell(solicitation) == [cast.manager.user]


def test_who_lost_the_file_is_told_nothing(world, case, cast):
    solicitation = ask(case, cast.worker)
    CaseAccess.objects.filter(case=case, organisation=world.association).delete()
    assert solicited.people_to_tell(solicitation) == []


def test_the_other_organisation_is_told_that_it_is_asked(world, case, cast):
    solicitation = ask(case, cast.referent, organisation=world.association, origin="landlord")
    reminders.tell(str(solicitation.pk))
    assert [one.to for one in mail.outbox] == [[cast.worker.user.email]]


def test_it_awaits_who_carries_the_file_with_its_hour(case, cast, it_is):
    it_is("10:30")
    ask(case, cast.worker, is_urgent=True)
    words = "Le ménage sollicite en urgence : à répondre avant 12\u00a0h\u00a000"
    assert words in titles(cast.worker)
    it_is("12:30")
    words = "Le ménage sollicite en urgence : demi-journée dépassée, à répondre avant 18\u00a0h\u00a000"
    assert words in titles(cast.worker)
    it_is("18:30")
    assert "Le ménage sollicite en urgence : délai dépassé depuis 12\u00a0h\u00a000" in titles(cast.worker)
    assert not any("sollicite" in title for title in [*titles(cast.manager), *titles(cast.referent)])


def test_its_line_says_whether_it_is_urgent(case, cast):
    for is_urgent in (True, False):
        asked = ask(case, cast.worker, is_urgent=is_urgent)
        lines = {item.about: item for _, item in solicitations(cast.worker)}
        assert lines[str(asked.pk)].is_urgent is is_urgent


def test_a_file_that_nobody_carries_awaits_its_manager(case, cast):
    ask(case, cast.worker)
    CaseTeamMember.objects.filter(case=case).delete()
    assert any("sollicite" in title for title in titles(cast.manager))
