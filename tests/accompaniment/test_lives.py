"""Any life of an accompaniment: started, raised, paused, resumed, ended, taken up again as often as one likes.

Whatever the acts and their days, an act that its state does not allow is refused and changes nothing; durations,
visits due, caseload and what is promised to who asks equal those of a life told day by day.
"""

import os
from datetime import UTC, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accompaniment import services
from accompaniment.caseload import engaged_measures
from accompaniment.days import Days, days_of
from accompaniment.models import Measure
from accompaniment.promises import delays
from accompaniment.visits import visit_compliance
from partners.models import DispositifVersion
from tests import factories
from tests.accompaniment.naive_lives import A_WEEK, ACTS, Life
from tests.accompaniment.rules import configured
from tests.matrix.visit import rolled_back
from veille.core import clock

pytestmark = pytest.mark.django_db
LIVES = 2_000 if os.environ.get("VEILLE_FULL") == "1" else 60
tried = settings(max_examples=LIVES, deadline=None, suppress_health_check=list(HealthCheck))

levels = st.tuples(st.sampled_from(sorted(A_WEEK)), st.integers(0, 4))
# Most acts are among those the state allows, a few are any: which one, after how many days, to what level.
moments = st.tuples(st.integers(0, 9), st.integers(0, 4), st.integers(0, 40), levels)
lives = st.lists(moments, max_size=14)
# What was asked of the team meanwhile: how many days ago, at which minute of the day.
askings = st.lists(st.tuples(st.integers(0, 560), st.integers(0, 24 * 60 - 1)), max_size=3)


def chosen(life: Life, which: int, wild: int) -> str:
    among = [act for act in sorted(ACTS) if wild == 0 or life.may(act)]
    return among[which % len(among)]


@pytest.fixture
def company(world, cast):
    """The people of every life, and a dispositif that prepares beside one that does not."""
    assert cast.worker
    assert cast.referent
    case = configured(
        factories.make_accompanied_case(world, cast), promise={"kind": "half_day", "satisfied_by": "answer"}
    )
    prepared = DispositifVersion.objects.create(
        dispositif=case.rules.dispositif,
        number=case.rules.number + 1,
        data={**case.rules.data, "preparation_months": 3},
        published_on=clock.today(),
    )
    return case, {False: case.rules, True: prepared}


def perform(measure, act, day, level, by):
    """One act, as its page does it."""
    rhythm, weight = level
    words = {"level": "custom", "rhythm": rhythm, "weight": weight, "decided_by": "Équipe"}
    doing = {
        "start": lambda: services.start_measure(measure=measure, without_adhesion="Aller-vers.", on=day, by=by),
        "activate": lambda: services.activate_measure(measure=measure, on=day, by=by),
        "suspend": lambda: services.suspend_measure(measure=measure, reason="household_away", on=day, by=by),
        "resume": lambda: services.resume_measure(measure=measure, on=day, by=by),
        "relay": lambda: services.begin_relay(measure=measure, on=day, by=by),
        "end": lambda: services.end_measure(
            measure=measure, reason="objectives_met", outcome="retained_same", on=day, by=by
        ),
        "watch": lambda: services.watch_measure(measure=measure, watching=True, by=by),
        "unwatch": lambda: services.watch_measure(measure=measure, watching=False, by=by),
        "reopen": lambda: services.reopen_measure(measure=measure, on=day, by=by),
        "level": lambda: services.change_level(measure=measure, on=day, by=by, **words),
    }
    return doing[act]()


def promised(case, moment) -> tuple:
    """What who asks at this moment is promised: until when green, until when amber."""
    told = delays(case, moment)
    return tuple(told[name].astimezone(UTC) if name in told else None for name in ("green_until", "amber_until"))


def lived(case, rules, told, by) -> tuple[Measure, Life]:
    """The same life twice: by the services, and day by day."""
    today = clock.today()
    day = today - timedelta(days=sum(gap for _, _, gap, _ in told))
    case.rules = rules
    case.save()
    measure = factories.make_measure(case, by.organisation, state="not_started", decided_on=day)
    life = Life(today, prepares=case.configuration.preparation_months > 0, levels={day: ("weekly", 1)})
    for which, wild, gap, level in told:
        act, day = chosen(life, which, wild), day + timedelta(days=gap)
        try:
            perform(measure, act, day, level, by)
        except ValidationError:
            assert not life.may(act), f"{act} refusé depuis {life.state}"
        else:
            assert life.may(act), f"{act} accepté depuis {life.state}"
            life.live(act, day, level)
        assert Measure.objects.get(pk=measure.pk).state == life.state
    return Measure.objects.get(pk=measure.pk), life


@tried
@given(told=lives, prepares=st.booleans(), asked=askings)
def test_whatever_happens_the_figures_are_those_of_a_life_told_day_by_day(company, cast, told, prepares, asked):
    case, rules = company
    with rolled_back():
        measure, life = lived(case, rules[prepares], told, cast.worker)
        assert days_of(measure, clock.today()) == Days(life.active(), life.suspended())
        assert visit_compliance(measure).total == life.visits_due()
        engaged = engaged_measures(cast.worker).filter(pk=measure.pk)
        assert sum(found.weight for found in engaged) == life.weight()
        for back, minute in asked:
            moment = clock.at(clock.today() - timedelta(days=back), *divmod(minute, 60))
            assert promised(measure.case, moment) == life.promised(moment)
        connection.check_constraints()  # those that wait for the end of a transaction, too
