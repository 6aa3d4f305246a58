"""Accès d'urgence motivé: a file opened at once on her word, told to another person, reviewed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from households import services, tasks
from households.models import Case, EmergencyAccess
from partners.actors import actor_of
from partners.roles import Role
from tests import factories
from veille.core import clock
from veille.core.models import AuditEvent

ASKED = {"reason": "danger", "explanation": "Elle appelle, son voisin menace de forcer la porte."}
HOURS = timedelta(hours=24)


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


@pytest.fixture
def told(monkeypatch):
    """The mails asked to the background."""
    asked = []
    monkeypatch.setattr(tasks.tell_emergency, "delay", lambda *args: asked.append(args))
    return asked


def address(name, *args):
    return reverse(f"households:{name}", args=args)


def ask(client, number, **fields):
    return client.post(address("emergency_ask"), {"number": number, **ASKED, **fields})


def sees(actor, case):
    return Case.objects.visible_to(actor_of(actor.user, actor.organisation_id)).filter(pk=case.pk).exists()


def opened(case, by):
    services.open_emergency(number=case.number, by=by, **ASKED)
    return EmergencyAccess.objects.get()


def test_it_opens_the_file_at_once_and_closes_it_by_itself(case, cast, sign_in, monkeypatch):
    worker = sign_in(cast.other_worker)
    assert worker.get(address("case_detail", case.pk)).status_code == 404
    assert ask(worker, case.number).status_code == 302
    assert worker.get(address("case_detail", case.pk)).status_code == 200
    assert case.number in worker.get(address("case_list")).content.decode()
    assert "Le refermer" in worker.get(address("case_housing", case.pk)).content.decode()
    assert "Le refermer" not in sign_in(cast.worker).get(address("case_housing", case.pk)).content.decode()
    later = clock.now() + HOURS + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert worker.get(address("case_detail", case.pk)).status_code == 404


def test_a_restricted_file_opens_too(case, cast):
    factories.restrict(case, cast.worker)
    assert not sees(cast.manager, case)
    services.open_emergency(number=case.number, by=cast.manager, **ASKED)
    assert sees(cast.manager, case)


def test_the_lead_person_is_told_at_once_by_a_mail_that_says_nothing(
    case, cast, told, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        access = opened(case, cast.other_worker)
    assert access.told == cast.worker.user
    ((user_id, link),) = told
    assert user_id == str(cast.worker.user_id)
    assert str(case.pk) not in link
    tasks.tell_emergency(user_id, link)
    (mail,) = mailoutbox
    told_words = mail.subject + mail.body
    for secret in (case.number, ASKED["explanation"], str(cast.other_worker.user), "danger"):
        assert secret not in told_words


def test_without_a_lead_person_a_manager_is_told_unless_the_file_does_not_exist_for_her(case, cast):
    case.team.all().delete()
    manager = cast.manager
    assert opened(case, cast.other_worker).told == manager.user
    EmergencyAccess.objects.all().delete()
    factories.restrict(case, cast.referent)
    assert opened(case, cast.other_worker).told is None


def test_asking_never_tells_whether_a_number_exists(case, cast, world, sign_in):
    """Missing, foreign, closed to her role, right, hers already: one answer."""
    foreign = factories.make_case(world)
    factories.grant(foreign, world.other_association, "lead")
    answers = set()
    for number in ("VS-2018-99999", foreign.number, case.number, f" {case.number.lower()} ", case.number):
        client = sign_in(cast.other_worker)
        answer = ask(client, number)
        page = client.get(answer.url).content.decode()
        answers.add((answer.status_code, answer.url, "Votre demande est enregistrée" in page))
    assert answers == {(302, address("duty_list"), True)}
    assert EmergencyAccess.objects.get().case == case


def test_never_across_organisations_nor_through_a_conflict_of_interest(case, cast):
    services.open_emergency(number=case.number, by=cast.partner(Role.ASSOCIATION_WORKER), **ASKED)
    services.exclude_person(case=case, user=cast.other_worker.user, by=cast.other_worker)
    services.open_emergency(number=case.number, by=cast.other_worker, **ASKED)
    assert not EmergencyAccess.objects.exists()
    assert AuditEvent.objects.filter(name="emergency.refused").count() == 2
    assert case.number not in str(list(AuditEvent.objects.values()))


def test_a_role_that_no_grant_serves_opens_nothing(case, cast, sign_in):
    for role in (Role.LANDLORD_CLIENT_MANAGER, Role.DPO, Role.INSTANCE_SECRETARY, Role.PROJECT_MANAGER):
        assert ask(sign_in(cast[role]), case.number).status_code == 403
    assert not EmergencyAccess.objects.exists()


def test_numbers_are_not_tried_one_after_the_other(cast, sign_in):
    client = sign_in(cast.other_worker)
    assert [ask(client, f"VS-2018-{n}").status_code for n in range(10_001, 10_006)] == [302] * 5
    refused = ask(client, "VS-2018-10006")
    assert refused.status_code == 422
    assert "trop de demandes" in refused.content.decode()
    assert AuditEvent.objects.filter(name="emergency.refused").count() == 5


def test_nothing_opens_without_a_reason_and_a_sentence(case, cast, sign_in):
    client = sign_in(cast.other_worker)
    assert ask(client, case.number, reason="").status_code == 422
    assert ask(client, case.number, explanation="").status_code == 422
    assert not EmergencyAccess.objects.exists()


def test_the_lead_person_and_a_manager_review_it_never_who_opened_it(case, cast, sign_in):
    access = opened(case, cast.other_worker)
    target = address("emergency_review", access.pk)
    assert sign_in(cast.other_worker).get(target).status_code == 403
    assert sign_in(cast.partner(Role.ASSOCIATION_MANAGER)).get(target).status_code == 404
    assert sign_in(cast.worker).get(target).status_code == 200
    manager = sign_in(cast.manager)
    assert ASKED["explanation"] in manager.get(target).content.decode()
    assert manager.post(target, {"verdict": "justified"}).status_code == 302
    access.refresh_from_db()
    assert (access.verdict, access.reviewed_by) == ("justified", cast.manager.user_id)
    assert sees(cast.other_worker, case)
    assert manager.post(target, {"verdict": "unjustified"}).status_code == 422


def test_one_that_was_not_justified_ends_at_once(case, cast, monkeypatch):
    access = opened(case, cast.other_worker)
    later = clock.now() + timedelta(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: later)
    services.review_emergency(access=access, verdict="unjustified", remark="", by=cast.manager)
    assert not sees(cast.other_worker, case)


def test_she_closes_it_herself_when_she_no_longer_needs_it(case, cast, sign_in, monkeypatch):
    access = opened(case, cast.other_worker)
    later = clock.now() + timedelta(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: later)
    worker = sign_in(cast.other_worker)
    assert worker.post(address("emergency_close", access.pk)).status_code == 302
    assert worker.get(address("case_detail", case.pk)).status_code == 404
    page = worker.get(address("duty_list")).content.decode()
    assert case.number not in page and "non affiché" in page


def test_it_awaits_its_reviewer_in_what_she_has_to_do(case, cast, sign_in):
    opened(case, cast.other_worker)
    home = reverse("home")
    assert "Revoir un accès d’urgence" in sign_in(cast.worker).get(home).content.decode()
    assert "Revoir un accès d’urgence" not in sign_in(cast.other_worker).get(home).content.decode()


def test_of_a_restricted_file_a_manager_who_is_not_named_sees_no_line(case, cast, sign_in):
    before = sign_in(cast.manager).get(address("duty_list")).content.decode()
    factories.restrict(case, cast.worker)
    opened(case, cast.other_worker)
    after = sign_in(cast.manager).get(address("duty_list")).content.decode()
    assert "Aucun accès d’urgence" in before and "Aucun accès d’urgence" in after
    assert "À revoir" in sign_in(cast.worker).get(address("duty_list")).content.decode()


def test_the_data_protection_officer_sees_that_it_was_opened_and_nothing_of_the_file(case, cast, world, sign_in):
    factories.restrict(case, cast.worker)
    opened(case, cast.other_worker)
    officer = cast.play(Role.DPO, world.association)
    page = sign_in(officer).get(address("duty_list")).content.decode()
    assert str(cast.other_worker.user) in page and "non affiché" in page
    assert case.number not in page and ASKED["explanation"] not in page
    assert sign_in(officer).get(address("emergency_review", EmergencyAccess.objects.get().pk)).status_code == 404
