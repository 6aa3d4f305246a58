"""The dashboards of the three dispositifs show the figures of the fiches, computed by the indicators."""

import pytest

from partners.actors import actor_of
from partners.models import Membership
from partners.roles import Role
from reports.indicators import INDICATORS, Scope, whole_scope
from reports.indicators.activity import funnel

pytestmark = pytest.mark.usefixtures("loaded")


@pytest.fixture
def scope(dispositif):
    """`scope("VS")`: the whole life of a dispositif, seen by its pilot."""

    def of(prefix: str) -> Scope:
        followed = dispositif(prefix)
        pilot = Membership.objects.get(dispositif=followed, role=Role.PROJECT_MANAGER)
        return whole_scope(actor_of(pilot.user, pilot.organisation_id), followed)

    return of


@pytest.mark.parametrize(
    ("prefix", "code", "n", "total"),
    [
        ("VS", "A-02", 150, None),
        ("AU", "A-02", 100, None),
        ("AU", "A-04", 74, 100),
        ("AU", "A-05", 61, 74),
        ("AU", "A-06", 47, 61),
        ("AU", "R-04", 6, 47),
        ("HN", "R-01", 9, 11),
        ("HN", "R-02", 18, 21),
    ],
)
def test_indicators_find_the_published_figures(scope, prefix, code, n, total):
    figure = INDICATORS[code].compute(scope(prefix))
    assert (figure.n, figure.total) == (n, total)


def test_120_admitted_by_two_doors(scope):
    figure = INDICATORS["A-01"].compute(scope("VS"))
    assert figure.n == 120
    assert [(part.code, part.n) for part in figure.parts] == [("access", 67), ("retention", 53)]


def test_prescriptions_by_door(scope):
    figure = INDICATORS["A-04"].compute(scope("AU"))
    assert [(part.code, part.n) for part in figure.parts] == [("access", 34), ("retention", 40)]


def test_the_funnel_of_asae(scope):
    assert [step[1] for step in funnel(scope("AU"))] == [100, 74, 61, 47]
