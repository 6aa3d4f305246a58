"""Two windows, one orientation: real commits, two connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

from django.db import connection

from cellule import services
from cellule.models import AgendaItem, Referral
from households.models import Case
from tests.cast import Cast
from tests.cellule.referral_answers import fill, send, start
from tests.factories import make_referred_case
from veille.core.transitions import ForbiddenMove


def together(*acts) -> list:
    """Run the acts at the same moment, each on its own connection."""
    ready = Barrier(len(acts))

    def run(act):
        try:
            ready.wait(timeout=10)
            return act()
        except ForbiddenMove as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_a_double_click_at_the_same_moment_sends_once(committed_world, sign_in):
    cast = Cast(committed_world)
    client, twin = sign_in(cast.referent), sign_in(cast.referent)
    address, key = start(client), str(uuid4())
    fill(client, address)
    answers = together(lambda: send(client, address, key=key), lambda: send(twin, address, key=key))
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer["Location"] for answer in answers}) == 1
    assert Referral.objects.count() == Case.objects.count() == 1


def test_two_windows_sending_the_same_draft_send_it_once(committed_world, sign_in):
    cast = Cast(committed_world)
    client, twin = sign_in(cast.referent), sign_in(cast.referent)
    address = start(client)
    fill(client, address)
    answers = together(lambda: send(client, address), lambda: send(twin, address))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert len({answer["Location"] for answer in answers}) == 1  # the slower one is led to the tracker too
    assert Referral.objects.count() == 1


def test_secretary_and_stand_in_scheduling_at_once_write_one_item(committed_world):
    cast = Cast(committed_world)
    referral = make_referred_case(committed_world, cast, state="complete")

    def schedule(actor):
        return lambda: services.schedule_referral(referral=Referral.objects.get(pk=referral.pk), by=actor)

    outcomes = together(schedule(cast.secretary), schedule(cast.stand_in))
    assert sum(isinstance(outcome, ForbiddenMove) for outcome in outcomes) == 1
    assert AgendaItem.objects.count() == 1
