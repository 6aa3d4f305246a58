"""What satisfies a solicitation, and the moves between its states."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accompaniment import solicitation_choices
from accompaniment.models import Solicitation
from accompaniment.services import solicitations as services
from tests import factories
from tests.accompaniment.solicitations.asking import ask, at, colour_of, promised, visit
from veille.core.models import AuditEvent
from veille.core.transitions import ForbiddenMove


def test_a_contact_noted_afterwards_answers_by_itself(case, cast):
    solicitation = ask(case, cast.worker)
    met = visit(case, cast.worker, started_at=time(11, 30))
    solicitation.refresh_from_db()
    assert (solicitation.state, solicitation.answered_with, solicitation.intervention) == (
        "answered",
        "intervention",
        met,
    )
    assert solicitation.answered_at == at("11:30")
    assert colour_of(solicitation) == "green"


@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": "no_show"},
        {"kind": "no_show"},
        {"kind": "partner_contact"},
        {"started_at": time(9, 0)},
        {"started_at": time(18, 30)},
        {"happened_on": date(2018, 12, 13)},
    ],
    ids=["absent", "absence", "another than the household", "before", "to come", "an hour nobody knows"],
)
def test_what_reached_nobody_since_answers_nothing(case, cast, fields):
    solicitation = ask(case, cast.worker, "2018-12-14 10:05" if "happened_on" not in fields else "2018-12-13 10:00")
    visit(case, cast.worker, **fields)
    solicitation.refresh_from_db()
    assert solicitation.state == "open"


def test_a_contact_answers_the_household_and_not_the_landlord(case, cast):
    ask(case, cast.worker)
    landlord = ask(case, cast.referent, organisation=cast.worker.organisation, origin="landlord")
    visit(case, cast.worker, started_at=time(11, 0))
    assert list(Solicitation.objects.filter(state="open")) == [landlord]


def test_where_an_intervention_is_promised_a_call_is_not_enough(world, cast, it_is):
    case = promised(world, cast, kind="half_day", satisfied_by="intervention")
    solicitation = ask(case, cast.worker)
    call = visit(case, cast.worker, kind="phone_call", started_at=time(10, 30))
    solicitation.refresh_from_db()
    assert solicitation.state == "open"
    for fields in ({}, {"intervention": call}):
        with pytest.raises(ValidationError, match="intervention"):
            services.answer_solicitation(solicitation=solicitation, by=cast.worker, **fields)
    visit(case, cast.worker, started_at=time(11, 45))
    assert colour_of(solicitation) == "green"


def test_the_database_refuses_a_call_where_an_intervention_is_promised(world, cast, it_is):
    solicitation = ask(promised(world, cast, kind="half_day", satisfied_by="intervention"), cast.worker)
    answered = {"state": "answered", "answered_at": at("11:00"), "answered_by": cast.worker.user}
    with pytest.raises(IntegrityError, match="satisfied_as_promised"), transaction.atomic():
        Solicitation.objects.filter(pk=solicitation.pk).update(**answered, answered_with="answer")


@pytest.mark.parametrize(("moment", "words"), [("10:04", "la réponse la suit"), ("17:01", "heure passée")])
def test_an_answer_comes_after_the_question_and_before_now(case, cast, moment, words):
    solicitation = ask(case, cast.worker)
    with pytest.raises(ValidationError, match=words):
        services.answer_solicitation(solicitation=solicitation, by=cast.worker, at=at(moment))


def test_an_intervention_of_another_file_answers_nothing(world, cast, case):
    solicitation = ask(case, cast.worker)
    other = visit(factories.make_accompanied_case(world, cast), cast.worker)
    with pytest.raises(ValidationError, match="de ce dossier"):
        services.answer_solicitation(solicitation=solicitation, by=cast.worker, intervention=other)


@pytest.mark.parametrize(("received", "words"), [("17:01", "heure passée"), ("2018-01-02 10:00", "à partir du")])
def test_it_was_received_in_the_life_of_the_file(case, cast, received, words):
    with pytest.raises(ValidationError, match=words):
        ask(case, cast.worker, received)


_STATES = solicitation_choices.SolicitationState


@pytest.mark.parametrize("state", _STATES)
@pytest.mark.parametrize("target", _STATES)
def test_every_state_and_target(case, cast, state, target):
    acts = {
        "open": services.reopen_solicitation,
        "answered": services.answer_solicitation,
        "dropped": lambda **fields: services.drop_solicitation(reason="settled", **fields),
    }
    solicitation = ask(case, cast.worker)
    if state != "open":
        acts[state](solicitation=solicitation, by=cast.worker)
    if target in solicitation_choices.SOLICITATION_MOVES[state]:
        acts[target](solicitation=solicitation, by=cast.worker)
        solicitation.refresh_from_db()
        assert solicitation.state == target
    else:
        with pytest.raises(ForbiddenMove):
            acts[target](solicitation=solicitation, by=cast.worker)


def test_what_was_answered_too_fast_waits_again_since_the_same_hour(case, cast):
    solicitation = ask(case, cast.worker)
    services.answer_solicitation(solicitation=solicitation, by=cast.worker, at=at("10:10"))
    services.reopen_solicitation(solicitation=solicitation, by=cast.worker)
    assert colour_of(solicitation) == "amber"
    assert (solicitation.answered_by, solicitation.answered_with) == (None, "")


def test_each_act_is_in_the_journal_without_a_word(case, cast):
    solicitation = ask(case, cast.worker, asker="Sa sœur", about="Elle n’a plus de chauffage.")
    services.answer_solicitation(solicitation=solicitation, by=cast.worker)
    events = AuditEvent.objects.filter(object_id=solicitation.pk).order_by("at")
    assert [event.name for event in events] == ["solicitation.received", "solicitation.answered"]
    assert "chauffage" not in str([event.changes for event in events])
