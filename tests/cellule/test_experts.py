"""A question to the experts: who asks, who answers, what is never shown, whose turn it is."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from cellule import expertise_choices
from cellule.expertise import Sides, competences_answered
from cellule.expertise_choices import Awaits, ExpertActivity, ExpertState
from cellule.models import ExpertMessage, ExpertRequest, ExpertTime
from cellule.services import experts
from cellule.services.capitalising import IdentifyingTextFound
from cellule.services.experts import (
    close_request,
    give_advice,
    note_time,
    read_expert_answer,
    support_on_field,
    take_request,
    withdraw_request,
    write_message,
)
from cellule.todo_experts import expert_items
from households.models import Case, Exclusion, Person
from partners.actors import actor_of
from partners.models import Membership
from partners.roles import Role
from tests import factories
from tests.cellule import expert_scenes as scenes
from veille.core import clock, erasure
from veille.core.models import AccessEvent, AuditEvent
from veille.core.reads import ReadLog, _log
from veille.core.transitions import ForbiddenMove, move

DAY = date(2018, 12, 14)


@pytest.fixture
def case(world, cast):
    return factories.make_accompanied_case(world, cast)


@pytest.fixture
def expert(cast):
    return scenes.experts_at(cast)


@pytest.fixture
def page(sign_in):
    """The client of somebody, and the address of a request."""

    def open_as(actor, request: ExpertRequest, name: str = "expert_detail", **data):
        client, address = sign_in(actor), reverse(f"cellule:{name}", args=[request.pk])
        return client.post(address, data) if data else client.get(address)

    return open_as


def todo(actor) -> list[str]:
    token = _log.set(ReadLog(actor, "home"))
    try:
        return [item.title.partition(" : ")[0] for item in expert_items(actor)]
    finally:
        _log.reset(token)


@pytest.mark.parametrize("state", ExpertState.values)
@pytest.mark.parametrize("to", ExpertState.values)
def test_every_move_of_a_request(world, cast, state, to):
    request = scenes.advised(world, cast)
    ended = DAY if state in {"closed", "withdrawn"} else None
    ExpertRequest.objects.filter(pk=request.pk).update(state=state, ended_on=ended)
    changes = {"ended_on": DAY if to in {"closed", "withdrawn"} else None}
    if to in expertise_choices.EXPERT_MOVES[ExpertState(state)]:
        move(request, to, allowed=expertise_choices.EXPERT_MOVES, **changes)
        assert ExpertRequest.objects.get(pk=request.pk).state == to
    else:
        with pytest.raises(ForbiddenMove):
            move(request, to, allowed=expertise_choices.EXPERT_MOVES, **changes)


def test_a_question_waits_for_the_experts_of_its_competence(world, cast, expert):
    request = scenes.asked(world, cast)
    assert (request.state, request.awaits, request.organisation) == ("asked", "expert", world.landlord)
    assert request.due_on == DAY + timedelta(days=15)
    assert todo(expert) == ["Demande d’expertise à prendre"]
    assert todo(cast.referent) == []


def test_the_day_one_wishes_replaces_the_delay_of_the_dispositif(world, cast):
    assert scenes.asked(world, cast, due_on=date(2018, 12, 20)).due_on == date(2018, 12, 20)


def test_nobody_asks_a_competence_that_nobody_holds(world, cast, expert):
    with pytest.raises(ValidationError, match="Personne ne tient cette compétence"):
        scenes.asked(world, cast, competence="legal")
    assert competences_answered(world.dispositif) == {scenes.COMPETENCE}


def test_an_expert_whose_role_ended_holds_nothing(world, cast, expert):
    Membership.objects.filter(user=expert.user).update(ends_on=DAY - timedelta(days=1))
    assert competences_answered(world.dispositif) == set()


def test_a_question_that_tells_who_it_is_about_asks_to_be_reread(world, cast, case):
    person = Person.objects.filter(household=case.household_id).order_by("pk").first()
    question = f"{person.first_name} {person.last_name} vit à Harnes et ne répond plus."
    with pytest.raises(IdentifyingTextFound) as found:
        scenes.asked(world, cast, case=case, question=question)
    kinds = {part.kind for part in found.value.parts}
    assert {"Nom ou prénom", "Commune"} <= kinds
    assert scenes.asked(world, cast, case=case, question=question, confirmed=True).pk


def test_without_a_file_the_communes_of_the_dispositif_are_known(world, cast):
    with pytest.raises(IdentifyingTextFound) as found:
        scenes.asked(world, cast, question="À Harnes, une dame née le 3 mars 1950, joignable au 06 12 34 56 78.")
    kinds = {part.kind for part in found.value.parts}
    assert kinds == {"Commune", "Date de naissance", "Numéro de téléphone"}


def test_experts_of_another_competence_or_dispositif_see_nothing(world, cast, expert, page):
    request = scenes.asked(world, cast)
    lawyer = scenes.experts_at(cast, world.association, "legal")
    assert not ExpertRequest.objects.visible_to(lawyer).exists()
    assert page(lawyer, request).status_code == 404
    assert page(expert, request).status_code == 200


def test_of_one_house_only_the_expert_who_holds_the_competence_sees_it(
    world, cast, expert, page, django_capture_on_commit_callbacks
):
    expert = scenes.experts_at(cast, world.other_association, scenes.COMPETENCE, "legal")
    expert = cast.hold(expert, scenes.COMPETENCE)
    lawyer = cast.hold(cast.play(Role.EXPERT, world.other_association, "Juriste"), "legal")
    idle = cast.hold(cast.play(Role.EXPERT, world.other_association, "Sans compétence"))
    assert competences_answered(world.dispositif) == {scenes.COMPETENCE, "legal"}
    words = {**scenes.WORDS, "dispositif": world.dispositif, "competence": scenes.COMPETENCE}
    with django_capture_on_commit_callbacks(execute=True):
        request = experts.ask_experts(by=cast.referent, **words)
    assert [sent.to for sent in mail.outbox] == [[expert.user.email]]
    for colleague in (lawyer, idle):
        assert page(colleague, request).status_code == 404
        assert todo(colleague) == []
    assert page(expert, request).status_code == 200


def test_what_an_expert_followed_comes_back_to_the_others_once_she_answers_no_longer(world, cast, expert):
    scenes.taken(world, cast)
    colleague = cast.hold(cast.play(Role.EXPERT, world.other_association, "Seconde"), scenes.COMPETENCE)
    assert todo(colleague) == []
    cast.hold(cast[Role.EXPERT])
    assert todo(colleague) == ["Demande d’expertise à laquelle répondre"]


def test_another_organisation_sees_nothing_of_a_request(world, cast, page):
    request = scenes.asked(world, cast)
    for actor in (cast.partner(Role.LANDLORD_REFERENT), cast.worker, cast.secretary, cast[Role.PROJECT_MANAGER]):
        assert page(actor, request).status_code == 404


def test_a_colleague_who_asks_follows_it_too_and_a_manager_does_not(world, cast, page):
    request = scenes.asked(world, cast)
    colleague = cast.play(Role.LANDLORD_CASE_WORKER, world.landlord)
    assert page(colleague, request).status_code == 200
    assert page(cast[Role.LANDLORD_MANAGER], request).status_code == 404


def test_the_file_is_known_to_who_asked_and_never_to_the_expert(world, cast, case, expert, page):
    request = scenes.asked(world, cast, case=case)
    assert case.number in page(cast.referent, request).content.decode()
    shown = page(expert, request).content.decode()
    assert case.number not in shown and str(case.pk) not in shown
    assert AccessEvent.objects.filter(section="expertise", cases__contains=[case.pk]).count() == 2


def test_who_no_longer_sees_the_file_no_longer_sees_the_request(world, cast, case, page):
    request = scenes.asked(world, cast, case=case)
    Exclusion.objects.create(case=case, user=cast.referent.user, declared_on=DAY)
    assert page(cast.referent, request).status_code == 404


def test_a_conflict_of_interest_hides_the_request_from_the_expert(world, cast, case, expert, page):
    request = scenes.asked(world, cast, case=case)
    Exclusion.objects.create(case=case, user=expert.user, declared_on=DAY)
    assert page(expert, request).status_code == 404
    assert todo(expert) == []


def test_from_the_question_to_the_end(world, cast, expert, page):
    request = scenes.asked(world, cast)
    take_request(request=request, by=expert)
    assert (request.state, request.taken_by, request.analysed_on) == ("analysis", expert.user, DAY)
    write_message(request=request, text="Depuis combien de temps ?", from_expert=True, by=expert)
    assert request.awaits == Awaits.ASKER and todo(cast.referent) == ["L’expertise vous a écrit"]
    write_message(request=request, text="Depuis juin.", from_expert=False, by=cast.referent)
    assert request.awaits == Awaits.EXPERT and todo(expert) == ["Demande d’expertise à laquelle répondre"]
    give_advice(request=request, answer="Aller à deux.", recommendation="", half_days=1, by=expert)
    assert (request.state, request.advised_on, todo(expert)) == ("advised", DAY, [])
    assert "Aller à deux." in page(cast.referent, request).content.decode()
    read_expert_answer(request=request, by=cast.referent)
    assert todo(cast.referent) == []
    support_on_field(request=request, text="Visite avec l’équipe.", said_on=DAY, half_days=1, by=expert)
    close_request(request=request, by=cast.referent)
    assert (request.state, request.supported_on, request.ended_on) == ("closed", DAY, DAY)
    assert list(ExpertTime.objects.order_by("activity").values_list("activity", "half_days")) == [
        ("analysis", 1),
        ("field_support", 1),
    ]


def test_a_new_question_after_the_advice_sends_it_back_and_keeps_the_first_day(world, cast, expert, monkeypatch):
    request = scenes.advised(world, cast)
    write_message(request=request, text="Et s’il refuse ?", from_expert=False, by=cast.referent)
    assert (request.state, request.awaits) == ("analysis", "expert")
    monkeypatch.setattr(clock, "today", lambda: DAY + timedelta(days=3))
    give_advice(request=request, answer="Revenir plus tard.", recommendation="", half_days=0, by=expert)
    assert (request.state, request.advised_on) == ("advised", DAY)
    assert ExpertTime.objects.count() == 1


def test_nothing_is_written_once_it_is_over(world, cast):
    request = scenes.advised(world, cast)
    close_request(request=request, by=cast.referent)
    with pytest.raises(ValidationError, match="terminée"):
        write_message(request=request, text="Encore ?", from_expert=False, by=cast.referent)


def test_who_asked_takes_it_back_before_the_answer_only(world, cast):
    request = scenes.asked(world, cast)
    withdraw_request(request=request, by=cast.referent)
    assert (request.state, request.ended_on) == ("withdrawn", DAY)
    with pytest.raises(ForbiddenMove):
        withdraw_request(request=scenes.advised(world, cast), by=cast.referent)


def test_support_is_noted_once_it_took_place(world, cast, expert):
    request = scenes.advised(world, cast)
    for day in (DAY + timedelta(days=1), DAY - timedelta(days=1)):
        with pytest.raises(ValidationError):
            support_on_field(request=request, text="Visite.", said_on=day, half_days=1, by=expert)


def test_nobody_answers_her_own_question(world, cast, expert):
    Membership.objects.create(
        user=expert.user, organisation=expert.organisation, role=Role.ASSOCIATION_WORKER, starts_on=date(2015, 1, 1)
    )
    both = actor_of(expert.user, expert.organisation_id)
    request = scenes.asked(world, cast, by=both)
    sides = Sides(both, request)
    assert sides.asks and not sides.answers and not sides.can_take


@pytest.mark.parametrize("name", ["expert_take", "expert_close", "expert_withdraw", "expert_read", "expert_message"])
def test_each_act_belongs_to_one_side_and_one_step(world, cast, expert, page, name):
    """Asked: only the expert takes, only who asked withdraws or writes; nobody closes nor reads an answer."""
    request = scenes.asked(world, cast)
    allowed = {"expert_take": {expert}, "expert_withdraw": {cast.referent}, "expert_message": {cast.referent}}
    for actor in (expert, cast.referent):
        before = ExpertRequest.objects.filter(pk=request.pk)
        with transaction.atomic():
            status = page(actor, request, name, text="Une précision.").status_code
            assert status == (302 if actor in allowed.get(name, ()) else 403)
            before.update(state="asked", taken_by=None, taken_organisation=None, analysed_on=None, ended_on=None)


def test_mails_say_that_something_waits_and_nothing_else(world, cast, expert, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        request = scenes.asked(world, cast)
    with django_capture_on_commit_callbacks(execute=True):
        take_request(request=request, by=expert)
        give_advice(request=request, answer="Aller à deux.", recommendation="", half_days=1, by=expert)
    to_expert, to_asker = mail.outbox
    assert (to_expert.to, to_asker.to) == ([expert.user.email], [cast.referent.user.email])
    for one in mail.outbox:
        told = one.subject + one.body
        assert request.subject not in told and str(request.pk) not in told and "Aurore" not in told
    assert "une demande d’expertise vous attend" in to_expert.subject
    assert "l’expertise vous a écrit" in to_asker.subject


def test_an_expert_in_conflict_gets_no_mail(world, cast, case, expert, django_capture_on_commit_callbacks):
    Exclusion.objects.create(case=case, user=expert.user, declared_on=DAY)
    with django_capture_on_commit_callbacks(execute=True):
        scenes.asked(world, cast, case=case)
    assert mail.outbox == []


def test_the_journal_keeps_codes_and_no_text(world, cast):
    scenes.advised(world, cast)
    events = AuditEvent.objects.filter(name__startswith="expert_request.").order_by("pk")
    assert {event.name for event in events} == {
        "expert_request.asked",
        "expert_request.analysed",
        "expert_request.advised",
    }
    assert all(scenes.WORDS["subject"] not in str(event.changes) for event in events)


def test_time_is_noted_in_half_days_and_once_it_is_past(world, cast, expert):
    given = {"dispositif": world.dispositif, "competence": scenes.COMPETENCE, "by": expert}
    note_time(activity=ExpertActivity.SESSION, spent_on=DAY, half_days=2, **given)
    for activity, day, half_days in (
        (ExpertActivity.ANALYSIS, DAY, 1),
        (ExpertActivity.SESSION, DAY + timedelta(days=1), 1),
        (ExpertActivity.SESSION, DAY, 11),
    ):
        with pytest.raises(ValidationError):
            note_time(activity=activity, spent_on=day, half_days=half_days, **given)


def test_the_database_refuses_time_of_a_request_without_it(world, cast, expert):
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpertTime.objects.create(
            dispositif=world.dispositif,
            competence=scenes.COMPETENCE,
            organisation=expert.organisation,
            expert=expert.user,
            activity="analysis",
            spent_on=DAY,
            half_days=1,
        )


def test_once_its_file_is_erased_a_request_keeps_its_days_and_no_text(world, cast, case, expert):
    request = scenes.advised(world, cast, case=case)
    write_message(request=request, text="Merci.", from_expert=False, by=cast.referent)
    erasure.erase({Case: [case.pk]})
    request.refresh_from_db()
    assert (request.subject, request.question, request.answer, request.recommendation) == ("", "", "", "")
    assert (request.advised_on, request.competence) == (DAY, scenes.COMPETENCE)
    assert list(ExpertMessage.objects.values_list("text", flat=True)) == [""]


def test_a_role_and_a_competence_that_an_organisation_gives_itself_open_nothing(world, cast, expert):
    request = scenes.asked(world, cast)
    self_made = cast.play(Role.EXPERT, world.association)
    world.association.competences = [scenes.COMPETENCE]
    world.association.save()
    self_made = cast.hold(self_made, scenes.COMPETENCE)
    assert not ExpertRequest.objects.visible_to(self_made).exists()
    assert ExpertRequest.objects.visible_to(expert).get() == request


def test_of_two_experts_who_take_it_at_once_one_follows_it(world, cast, expert):
    first, second = (ExpertRequest.objects.get(pk=pk) for pk in [scenes.asked(world, cast).pk] * 2)
    colleague = cast.play(Role.EXPERT, world.other_association, "Seconde")
    take_request(request=first, by=expert)
    with pytest.raises(ForbiddenMove):
        take_request(request=second, by=colleague)
    assert ExpertRequest.objects.get().taken_by == expert.user


@pytest.mark.parametrize(("days", "kept"), [(729, True), (731, False)])
def test_two_years_after_its_end_a_question_keeps_no_word(world, cast, monkeypatch, days, kept):
    request = scenes.advised(world, cast)
    write_message(request=request, text="Et ensuite ?", from_expert=True, by=cast[Role.EXPERT])
    close_request(request=request, by=cast.referent)
    ExpertRequest.objects.filter(pk=request.pk).update(ended_on=DAY - timedelta(days=days))
    assert experts.forget_old_questions() == 0  # the day of the demonstration is fixed
    monkeypatch.setattr(experts, "is_day_fixed", lambda: False)
    assert experts.forget_old_questions() == (0 if kept else 1)
    request.refresh_from_db()
    words = [request.question, request.answer, ExpertMessage.objects.get().text]
    assert [bool(word) for word in words] == [kept] * 3
    assert (request.advised_on, ExpertTime.objects.count()) == (DAY, 1)
