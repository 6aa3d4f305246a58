"""The dashboards of the three dispositifs show the figures of the fiches, computed by the indicators."""

import pytest

from partners.actors import actor_of
from partners.models import Membership
from partners.roles import Role
from reports.dashboard import household_results, trend
from reports.indicators import INDICATORS, Kind, Scope, whole_scope
from reports.indicators.activity import funnel
from reports.permissions import audience

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
    steps = funnel(scope("AU"))
    assert [step.n for step in steps] == [100, 74, 61, 47]
    assert [(part.code, part.n) for part in steps[1].doors] == [("access", 34), ("retention", 40)]


@pytest.mark.parametrize(
    ("prefix", "found"),
    [
        ("VS", {}),
        ("HN", {"R-01": ("9\u00a0/\u00a011", ["9 sur 11"]), "R-02": ("18\u00a0/\u00a021", ["86\u00a0%"])}),
        ("AU", {"R-04": ("6\u00a0/\u00a047", ["6"])}),
    ],
)
def test_the_overview_sets_results_beside_what_was_declared(scope, prefix, found):
    whole = scope(prefix)
    shown = household_results(whole, audience(whole.actor, whole.dispositif))
    assert [one.indicator.code for one, _ in shown] == ["R-01", "R-02", "R-04"]
    beside = {
        one.indicator.code: (one.figure.base_text, [item.text for item in items]) for one, items in shown if items
    }
    assert beside == found


ADDITIVE = [code for code, one in INDICATORS.items() if one.years_add_up and one.kind in {Kind.COUNT, Kind.RATE}]


@pytest.mark.parametrize("prefix", ["VS", "HN", "AU"])
@pytest.mark.parametrize("code", ADDITIVE)
def test_the_years_add_up_to_the_total(scope, prefix, code):
    whole = scope(prefix)
    figure = INDICATORS[code].compute(whole)
    years = trend(code, whole, audience(whole.actor, whole.dispositif))
    assert sum(part.n or 0 for part in years) == figure.n
    assert sum(part.total or 0 for part in years) == (figure.total or 0)
