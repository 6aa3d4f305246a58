"""A dispositif that prepares by modules, and households of the worker in preparation."""

from datetime import timedelta

import pytest

from accompaniment import services
from tests import factories
from tests.accompaniment.rules import configured
from veille.core import clock

MODULES = [
    {"code": "rights", "title": "Droits et devoirs", "purpose": "Lire un bail.", "expected": 2, "unit": "sessions"},
    {"code": "moving", "title": "Emménager", "purpose": "", "expected": 3, "unit": "hours"},
]


@pytest.fixture
def prepared(world, cast):
    """A household in preparation since a month, under rules that have modules."""

    def make(**fields):
        case = factories.make_accompanied_case(world, cast, door="access", **fields)
        if world.dispositif.rules.configuration.preparation_modules:
            case.rules = world.dispositif.rules
            case.save()
        else:
            configured(case, preparation_months=3, preparation_modules=MODULES)
        factories.make_measure(case, world.association, state="preparation")
        return case

    return make


@pytest.fixture
def cases(prepared):
    return [prepared() for _ in range(3)]


@pytest.fixture
def plan(world, cast, cases):
    """A session of the programme, two days ago unless said otherwise."""

    def make(**fields):
        told = {
            "module": "rights",
            "planned_on": clock.today() - timedelta(days=2),
            "animator": cast.worker.user,
            "minutes": 120,
            "place": "Maison de quartier",
            "by": cast.worker,
        }
        return services.plan_preparation(dispositif=world.dispositif, **told | fields)

    return make


@pytest.fixture
def session(plan):
    return plan()
