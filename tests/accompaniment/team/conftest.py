"""A worker with three files, one of them only shared, and two colleagues who may take them."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.test import override_settings

from accompaniment.services import Passing
from households.models import CaseTeamMember
from partners.roles import Role
from tests import factories


@pytest.fixture
def files(world, cast):
    """Two files she leads, accompanied, and one where she is a member of the team."""
    found = [factories.make_accompanied_case(world, cast) for _ in range(2)]
    for case in found:
        factories.make_measure(case, world.association)
    shared = factories.make_case(world)
    factories.grant(shared, world.association, "lead")
    factories.put_in_team(shared, cast.worker)
    return [*found, shared]


@pytest.fixture
def third(world, cast):
    return cast.play(Role.ASSOCIATION_WORKER, world.association, "Camille")


def place(case, actor) -> CaseTeamMember:
    return CaseTeamMember.objects.current().get(case=case, user=actor.user, ends_on=None)


def passing(case, former, receiver, **told) -> Passing:
    return Passing(place(case, former).pk, case.pk, receiver.user, **told)


@contextmanager
def at_day(day: date):
    """The application lives on another day."""
    with override_settings(VEILLE_TODAY=day):
        yield
