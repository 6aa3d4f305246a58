"""`bin/demo` from its first line to Ctrl-C on the stand-in; launcher, servers and gunicorn are the real ones."""

import http.client
import os
import shutil
import signal
import socket

import pytest

from tests.infrastructure.standin import PATIENCE, has_traceback, wait_until

ALL = {"postgres", "redis", "web", "worker", "beat"}


def status(standin, path="/sante/"):
    connection = http.client.HTTPConnection("127.0.0.1", standin.port, timeout=5)
    connection.request("GET", path)
    return connection.getresponse().status


def interrupt(run, ending=signal.SIGINT):
    run.send_signal(ending)
    said, _ = run.communicate(timeout=PATIENCE)
    return said


def test_it_prepares_starts_announces_and_stops_all_it_started(standin):
    run, said = standin.started_demo()
    assert f"http://localhost:{standin.port}/" in said
    assert "Secrétaire" in said
    assert "p4ss" in said
    assert standin.calls() == ["prepare_database", "collectstatic", "load_demonstration"]
    assert standin.living() == ALL
    assert status(standin) == 200
    assert "Tout est arrêté" in interrupt(run)
    assert run.returncode == 0
    assert standin.everything_below() == []


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP])
def test_a_polite_kill_or_a_closed_terminal_stops_it_too(standin, ending):
    run, _ = standin.started_demo()
    interrupt(run, ending)
    assert standin.everything_below() == []


def test_a_later_start_prepares_nothing_again_unless_a_migration_came(standin):
    interrupt(standin.started_demo()[0])
    interrupt(standin.started_demo()[0])
    assert len(standin.calls()) == 3
    (standin.root / "partners" / "migrations" / "0002_more.py").write_text("")
    interrupt(standin.started_demo()[0])
    assert standin.calls()[3:] == ["prepare_database"]


def test_after_a_kill_the_next_start_cleans_up_and_works(standin):
    run, _ = standin.started_demo()
    web = standin.pid("web")
    run.kill()
    run.communicate()
    assert standin.living() == ALL, "nobody stopped them"
    again, said = standin.started_demo()
    assert "Reste d’un lancement interrompu" in said
    assert standin.living() == ALL
    assert standin.pid("web") != web
    interrupt(again)
    assert standin.everything_below() == []


def test_a_killed_worker_is_replaced(standin):
    standin.started_demo()
    first = standin.pid("worker")
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: "worker" in standin.living() and standin.pid("worker") != first)


def test_a_second_start_is_told_where_the_first_one_answers(standin):
    run, _ = standin.started_demo()
    said = standin.failing_demo()
    assert f"tourne déjà dans ce dossier (processus {run.pid}), à l’adresse http://localhost:{standin.port}/" in said
    assert standin.living() == ALL


def test_a_taken_port_stops_before_anything_is_made(standin):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", standin.port))
        taken.listen()
        said = standin.failing_demo()
    assert f"Le port {standin.port} est déjà pris" in said
    assert not (standin.var / "postgres").exists()
    assert not has_traceback(said)


def test_data_without_keys_say_so_and_reset_is_the_way_out(standin):
    interrupt(standin.started_demo()[0])
    shutil.rmtree(standin.var / "keys")
    said = standin.failing_demo()
    assert "leurs clés manquent" in said
    assert "bin/demo --reset" in said
    assert not has_traceback(said)
    _, said = standin.started_demo("--reset")
    assert "Données de démonstration effacées" in said
    assert standin.calls()[3:] == standin.calls()[:3], "all is prepared anew"


def test_a_folder_made_by_half_is_no_trouble(standin):
    for half in ("postgres.partial/base", "keys.partial", "run", "redis", "sockets", "beat"):
        (standin.var / half).mkdir(parents=True)
    (standin.var / "prepared.json").write_text('{"database":')
    (standin.var / "run" / "web.json").write_text("")
    (standin.var / "run" / "lock").write_text("{")
    standin.started_demo()
    assert standin.living() == ALL


def test_an_application_that_cannot_start_is_a_sentence(standin):
    (standin.root / "veille" / "wsgi.py").write_text("raise ValueError('no such setting')")
    said = standin.failing_demo()
    assert "L’application ne démarre pas" in said
    assert "ValueError: no such setting" in said
    assert not has_traceback(said)
    assert standin.everything_below() == []


def test_a_preparation_that_fails_is_a_sentence_and_is_tried_again(standin):
    works = (standin.root / "manage.py").read_text()
    (standin.root / "manage.py").write_text("raise RuntimeError('no table')")
    said = standin.failing_demo()
    assert "La commande « prepare_database » a échoué" in said
    assert "RuntimeError: no table" in said
    assert not has_traceback(said)
    (standin.root / "manage.py").write_text(works)
    standin.started_demo()


def test_one_address_of_the_database_without_the_other_is_refused(standin):
    said = standin.failing_demo(DATABASE_URL="postgres://app:x@db/veille")
    assert "DATABASE_URL est donnée sans DATABASE_OWNER_URL" in said


def test_reset_never_touches_a_database_given_from_outside(standin):
    given = {"DATABASE_URL": "postgres://app:x@db/veille", "DATABASE_OWNER_URL": "postgres://owner:x@db/veille"}
    said = standin.failing_demo("--reset", **given)
    assert "--reset ne vide que la base privée" in said


def test_servers_given_from_outside_are_used_and_none_is_started(standin):
    given = {
        "DATABASE_URL": "postgres://app:x@db/veille",
        "DATABASE_OWNER_URL": "postgres://owner:x@db/veille",
        "REDIS_URL": "redis://localhost:1/0",
    }
    run = standin.demo(**given)
    wait_until((standin.var / "run" / "beat.json").exists)
    assert standin.living() >= {"web"}
    assert not (standin.var / "postgres").exists()
    interrupt(run)
