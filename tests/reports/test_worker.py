"""A worker killed in mid-run does not leave the page turning for ever: the run is taken up again."""

import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager

import psycopg2
import pytest
import redis
from celery import Celery
from django.conf import settings
from django.db import connection

from partners.roles import Role
from reports import services
from reports.models import Document, DocumentKind
from tests.cast import Cast
from tests.support.processes import kill
from veille.core import runs
from veille.core.models import Run, RunState

pytestmark = pytest.mark.worker

QUEUE = "killed-worker"
STARTS_WITHIN = 40
TAKEN_UP_WITHIN = 30
MADE_WITHIN = 60


@pytest.fixture
def broker():
    """A Redis database of the test's own."""
    with_number = re.sub(r"db=\d+", "db=9", settings.REDIS_URL)
    address = with_number if "db=" in with_number else f"{settings.REDIS_URL.rstrip('/')}/9"
    client = redis.Redis.from_url(address)
    client.flushdb()
    yield address
    client.flushdb()
    client.close()


@pytest.fixture
def queue(broker, monkeypatch):
    """What the application sends goes to that database."""
    url = broker.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
    sender = Celery(broker=url, set_as_current=False)
    monkeypatch.setattr(runs, "_send", lambda task, run_id: sender.send_task(task, args=[str(run_id)], queue=QUEUE))
    yield
    sender.close()


@contextmanager
def worker(broker, database, folder):
    """A real worker process on the test's database; whatever happens it ends with the block."""
    address = f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{database}"
    environment = os.environ | {"DATABASE_URL": address, "REDIS_URL": broker, "MEDIA_ROOT": str(folder)}
    command = [sys.executable, "-m", "celery", "-A", "veille", "worker", "-c", "1", "-Q", QUEUE, "-l", "ERROR"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    with (folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            command + quiet, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield process
    finally:
        kill(process)


def wait_for(run, condition, seconds, each=lambda: None):
    """Poll the row as the page does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        run.refresh_from_db()
        if condition(run):
            return
        each()
        time.sleep(0.5)
    pytest.fail(f"Rien en {seconds} s : {run.state}, {run.progress} %, essai {run.attempt}, {run.step}.")


@contextmanager
def sites_locked():
    """Hold the table of sites: whoever makes a document stops in the middle of it."""
    other = psycopg2.connect(**{k: v for k, v in connection.get_connection_params().items() if k != "cursor_factory"})
    try:
        with other.cursor() as cursor:
            cursor.execute("LOCK TABLE partners_site IN ACCESS EXCLUSIVE MODE")
        yield
    finally:
        other.close()


def test_a_worker_killed_in_mid_run_is_replaced(committed_world, real_commits, broker, queue, tmp_path):
    pilot = Cast(committed_world)[Role.PROJECT_MANAGER]
    dispositif = committed_world.dispositif
    run = services.ask_document(dispositif=dispositif, kind=DocumentKind.FICHE_PROJET, by=pilot)
    with sites_locked(), worker(broker, real_commits, tmp_path) as first:
        wait_for(run, lambda row: row.step == "Sites", STARTS_WITHIN)
        kill(first)
    assert (run.state, run.attempt) == (RunState.RUNNING, 1)
    with worker(broker, real_commits, tmp_path):
        wait_for(run, lambda row: row.attempt == 2, TAKEN_UP_WITHIN, each=runs.sweep)
        wait_for(run, lambda row: row.is_finished, MADE_WITHIN)
    assert (run.state, run.progress) == (RunState.DONE, 100)
    assert Document.objects.get(run=run.pk).kind == DocumentKind.FICHE_PROJET
    assert Run.objects.count() == 1
