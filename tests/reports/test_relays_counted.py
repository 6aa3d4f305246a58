"""R-15: first appointments kept, of the relays agreed in the window whose day has come."""

from datetime import timedelta

from accompaniment.models import CaseRelay
from reports.indicators import INDICATORS
from tests import factories
from veille.core import clock


def relay(case, cast, days, first):
    day = clock.today() - timedelta(days=days)
    return CaseRelay.objects.create(
        case=case, by_organisation=cast.worker.organisation, body="Un service", kind="relay_common_law",
        theme="budget", agreed_on=min(day, clock.today()), first_on=day, first=first, author=cast.worker.user,
    )  # fmt: skip


def test_relays_are_counted_once_their_day_has_come(world, cast, scope):
    case = factories.make_accompanied_case(world, cast)
    for days, first in ((9, "kept"), (8, "kept"), (7, "not_kept"), (5, "unknown"), (3, "expected"), (-4, "expected")):
        relay(case, cast, days, first)
    found = INDICATORS["R-15"].compute(scope)
    assert (found.n, found.total) == (2, 5)
    assert dict(found.aside) == {"à venir": 1, "sans nouvelle": 2}
