"""Fifty people deciding the same item at the same instant, again and again: one decision each time."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accompaniment.models import Measure
from cellule.models import AgendaItem, Assignment, Candidature, Decision
from cellule.services.decisions import AlreadyDecided, record_decision
from tests.cast import Cast
from tests.cellule import scenes, searching

PEOPLE = 50
# Each person has her own fields, so that which one was recorded can be told.
_SOME, _ALL = 3, 200


@pytest.fixture
def crowd(committed_world):
    return committed_world, Cast(committed_world)


def _decide(item: AgendaItem, actor, fields: dict, ready: Barrier) -> str:
    try:
        ready.wait(timeout=60)
        record_decision(item=item, by=actor, **fields)
        return "recorded"
    except AlreadyDecided:
        return "told"


def _go_home(ready: Barrier) -> None:
    """Each person leaves her own connection: opened once, it serves all the items, as a server's does."""
    ready.wait(timeout=60)
    connection.close()


def _at_once(pool: ThreadPoolExecutor, item: AgendaItem, cast: Cast, choices: list[dict]) -> Counter:
    actors, ready = (cast.secretary, cast.stand_in), Barrier(PEOPLE)
    jobs = [pool.submit(_decide, item, actors[rank % 2], choices[rank % len(choices)], ready) for rank in range(PEOPLE)]
    return Counter(job.result(timeout=120) for job in jobs)


def _race(world, cast, times: int) -> None:
    """Items one after the other; each is decided once, whatever the fifty people wanted."""
    admission = scenes.admission(world, cast) | {"asking": searching.asking(world)}
    choices = [admission, scenes.refusal(), {"code": "defer"}]
    cast.stand_in
    items = [scenes.scheduled(world, cast, door="access") for _ in range(times)]
    scenes.begin(world.session, items[0])
    with ThreadPoolExecutor(PEOPLE) as pool:
        for item in items:
            item.refresh_from_db()
            assert _at_once(pool, item, cast, choices) == {"recorded": 1, "told": PEOPLE - 1}
        home = Barrier(PEOPLE)
        for leaving in [pool.submit(_go_home, home) for _ in range(PEOPLE)]:
            leaving.result(timeout=60)
    for item in items:
        decision = Decision.objects.get(agenda_item=item)
        is_admitted = decision.code == "admit"
        assert Measure.objects.filter(case=item.case).count() == is_admitted
        assert Candidature.objects.filter(case=item.case).count() == is_admitted
    assert Decision.objects.count() == times
    assert not Assignment.objects.exists()  # tasks leave with the closing


def test_fifty_people_decide_the_same_item_and_one_is_recorded(crowd):
    _race(*crowd, times=_SOME)


@pytest.mark.long
def test_fifty_people_two_hundred_times(crowd):
    _race(*crowd, times=_ALL)
