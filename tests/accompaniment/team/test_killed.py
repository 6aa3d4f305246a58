"""Forty files are handed over in one transaction: killed half-way, none has moved; asked twice at once, once."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from accompaniment.models import HandedFile, Handover
from accompaniment.services import plan_visit
from households.models import CaseTeamMember
from partners.roles import Role
from tests import factories
from tests.cast import Cast
from tests.support.processes import kill
from veille.core import clock
from veille.core.models import AuditEvent

FILES = 40
GETS_THERE_WITHIN = 60
_ACT = """
import sys

import django

django.setup()

from celery import current_app

from accompaniment.services import Passing, hand_over
from households.models import CaseTeamMember
from partners.actors import actor_by_ids
from partners.models import User

current_app.send_task = lambda *args, **options: None  # no queue here
former, receiver, manager, organisation = sys.argv[1:]
rows = CaseTeamMember.objects.filter(user=former).order_by("case__number")
taker = User.objects.get(pk=receiver)
files = [Passing(row.pk, row.case_id, taker, note="À voir.") for row in rows]
hand_over(former=User.objects.get(pk=former), files=files, by=actor_by_ids(manager, organisation))
print("passés")
"""


@pytest.fixture
def cast(committed_world):
    return Cast(committed_world)


@pytest.fixture
def rows(committed_world, cast):
    """Forty files, by number: the order in which they are passed."""
    cases = [factories.make_case(committed_world) for _ in range(FILES)]
    for case in cases:
        factories.grant(case, committed_world.association, "lead")
    rows = [factories.put_in_team(case, cast.worker, "lead") for case in cases]
    return sorted(rows, key=lambda row: row.case.number)


@pytest.fixture
def people(committed_world, cast):
    receiver = cast.play(Role.ASSOCIATION_WORKER, committed_world.association, "Béatrice")
    ids = (cast.worker.user_id, receiver.user_id, cast.manager.user_id, committed_world.association.pk)
    return [str(one) for one in ids]


@contextmanager
def held(row, worker):
    """Another connection holds the visit agreed in one file: who has moved the places of all waits there."""
    visit = plan_visit(case=row.case, on=clock.today(), by=worker)
    other = connect()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM accompaniment_plannedvisit WHERE id = %s FOR UPDATE", [str(visit.pk)])
        yield
    finally:
        other.close()


def connect():
    told = connection.get_connection_params()
    return psycopg2.connect(**{key: value for key, value in told.items() if key != "cursor_factory"})


@contextmanager
def handing_over(database, people):
    address = f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{database}"
    environment = os.environ | {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "veille.settings",
        "VEILLE_TODAY": clock.today().isoformat(),
    }
    process = subprocess.Popen(
        [sys.executable, "-c", _ACT, *people],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        kill(process)


def wait_until_blocked(process, waiting=1):
    """It has moved the places and waits for the row that is held; another one may wait for it in turn."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    end = time.monotonic() + GETS_THERE_WITHIN
    while time.monotonic() < end:
        if process.poll() is not None:
            pytest.fail(process.stdout.read().decode())
        with connection.cursor() as cursor:
            cursor.execute(asked)
            if cursor.fetchone()[0] >= waiting:
                return
        time.sleep(0.2)
    pytest.fail("la passation n’est pas arrivée jusqu’au dossier retenu")


def moved() -> int:
    return HandedFile.objects.count() + Handover.objects.count()


def test_killed_half_way_none_has_moved(real_commits, rows, people, cast):
    with held(rows[FILES // 2], cast.worker), handing_over(real_commits, people) as process:
        wait_until_blocked(process)
        kill(process)
    assert process.returncode == -signal.SIGKILL
    assert moved() == 0
    assert CaseTeamMember.objects.current().filter(user=cast.worker.user, part="lead").count() == FILES
    assert not CaseTeamMember.objects.filter(user=people[1]).exists()
    assert not AuditEvent.objects.filter(name__endswith="handed_over").exists()


def test_left_alone_it_passes_them_all(real_commits, rows, people, cast):
    """The same act, the same process, nobody in its way: the test above kills something that works."""
    with handing_over(real_commits, people) as process:
        told, _ = process.communicate(timeout=GETS_THERE_WITHIN)
    assert "passés" in told.decode()
    assert CaseTeamMember.objects.current().filter(user=people[1], part="lead").count() == FILES
    assert not CaseTeamMember.objects.current().filter(user=cast.worker.user).exists()


def test_two_managers_at_once_the_second_moves_nothing(real_commits, rows, people, cast, committed_world):
    """Both read the same caseload before either has written: the files go to one of the two receivers, whole."""
    third = str(cast.play(Role.ASSOCIATION_WORKER, committed_world.association, "Camille").user_id)
    others = [people[0], third, *people[2:]]
    with handing_over(real_commits, people) as first, handing_over(real_commits, others) as second:
        with held(rows[-1], cast.worker):
            wait_until_blocked(first)
            wait_until_blocked(second, waiting=2)
        told = [process.communicate(timeout=GETS_THERE_WITHIN)[0].decode() for process in (first, second)]
    assert sorted("passés" in words for words in told) == [False, True]
    assert any("a changé de mains" in words for words in told)
    leads = CaseTeamMember.objects.current().filter(part="lead").order_by().values_list("user", flat=True)
    assert (len(leads), len(set(leads))) == (FILES, 1) and str(leads[0]) in {people[1], third}
