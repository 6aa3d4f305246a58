"""Trainings and questions to the experts, counted from their rows beside what was printed of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cellule.expertise_choices import TrainingKind
from cellule.models import ExpertRequest
from cellule.services.experts import withdraw_request
from cellule.services.trainings import hold_training
from partners.roles import Role
from reports import facts
from reports.answers import answer
from reports.indicators import INDICATORS, whole_scope
from reports.permissions import audience
from tests.cellule import expert_scenes as scenes

DAY = date(2018, 12, 14)


@pytest.fixture
def scope(world, cast):
    return whole_scope(cast.pilot, world.dispositif)


def figure(code, scope):
    return INDICATORS[code].compute(scope)


def test_trainings_held_are_counted_and_exchanges_are_not(world, cast, scope):
    scenes.held(world, cast.pilot)
    scenes.held(world, cast.pilot, kind=TrainingKind.PRACTICE)
    scenes.planned(world, cast.pilot)
    assert (figure("T-01", scope).n, figure("T-02", scope).n) == (1, 10)


def test_a_landlord_and_a_territory_keep_theirs(world, cast, scope):
    north = scenes.held(world, cast.pilot, territory=world.territory)
    hold_training(training=north, present={world.association.pk: 4}, learned="", by=cast.pilot)
    scenes.held(world, cast.pilot)
    assert figure("T-01", replace(scope, territory=world.territory)).n == 1
    assert figure("T-01", replace(scope, landlord=world.landlord)).n == 1
    assert figure("T-02", replace(scope, landlord=world.landlord)).n == 6


def test_what_was_printed_stands_beside(scope):
    assert [item.text for item in facts.declared(scope, "T-01")] == ["5", "6"]


def test_questions_answered_among_those_not_taken_back(world, cast, scope):
    scenes.advised(world, cast)
    scenes.asked(world, cast)
    withdraw_request(request=scenes.asked(world, cast), by=cast.referent)
    found = figure("T-03", scope)
    assert (found.n, found.total) == (1, 2)


def test_the_delay_counts_who_still_waits(world, cast, scope):
    answered, waiting = scenes.advised(world, cast), scenes.asked(world, cast)
    ExpertRequest.objects.filter(pk=answered.pk).update(asked_on=DAY - timedelta(days=12))
    ExpertRequest.objects.filter(pk=waiting.pk).update(asked_on=DAY - timedelta(days=20))
    found = figure("T-04", scope)
    assert (found.n, found.total, found.value) == (1, 2, 12)


@pytest.mark.parametrize("role", [Role.LANDLORD_MANAGER, Role.FUNDER, Role.ASSOCIATION_WORKER])
def test_who_does_not_follow_the_experts_counts_no_question(world, cast, role):
    scenes.advised(world, cast)
    own = whole_scope(cast[role], world.dispositif)
    assert answer("T-03", own, audience(cast[role], world.dispositif)).figure.total == 0
