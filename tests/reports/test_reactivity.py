"""P-06 and P-07: answered in the half-day, in the day, of what was answered or is overdue."""

from datetime import date

import pytest

from accompaniment.models import Solicitation
from accompaniment.services import solicitations
from reports.indicators import INDICATORS, Scope
from tests import factories
from tests.accompaniment.rules import configured
from tests.accompaniment.solicitations.asking import ask, at
from veille.core import clock


@pytest.fixture
def case(world, cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: at("17:00"))
    return configured(
        factories.make_accompanied_case(world, cast), promise={"kind": "half_day", "satisfied_by": "answer"}
    )


def figure(code, cast, world, start=date(2018, 1, 1), end=date(2018, 12, 14)):
    found = INDICATORS[code].compute(Scope(cast.pilot, world.dispositif, start, end))
    return found.n, found.total


def answered(case, cast, received, when):
    row = ask(case, cast.worker, received)
    return solicitations.answer_solicitation(solicitation=row, by=cast.worker, at=at(when))


def test_what_was_answered_and_what_is_overdue(world, cast, case):
    answered(case, cast, "2018-12-10 09:00", "2018-12-10 11:00")
    answered(case, cast, "2018-12-11 09:00", "2018-12-11 16:00")
    answered(case, cast, "2018-12-12 09:00", "2018-12-13 09:00")
    ask(case, cast.worker, "2018-12-12 10:00")  # nobody ever answered
    ask(case, cast.worker, "2018-12-14 10:00")  # past the half-day, in time for the day
    ask(case, cast.worker, "2018-12-14 15:00")  # still in time for both
    assert figure("P-06", cast, world) == (1, 5)
    assert figure("P-07", cast, world) == (2, 4)


def test_what_is_without_object_or_promised_by_nobody_counts_for_nothing(world, cast, case):
    solicitations.drop_solicitation(
        solicitation=ask(case, cast.worker, "2018-12-10 09:00"), reason="mistake", by=cast.worker
    )
    Solicitation.objects.update(received_at=at("2018-12-10 09:00"))
    ask(factories.make_accompanied_case(world, cast), cast.worker, "2018-12-10 09:00")
    assert figure("P-06", cast, world) == figure("P-07", cast, world) == (0, 0)


def test_only_what_was_received_in_the_window(world, cast, case):
    answered(case, cast, "2018-12-10 09:00", "2018-12-10 11:00")
    assert figure("P-06", cast, world, end=date(2018, 12, 9)) == (0, 0)
    assert figure("P-06", cast, world, start=date(2018, 12, 10)) == (1, 1)
