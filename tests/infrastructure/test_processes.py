import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from launcher import processes
from launcher.accounts import mine
from launcher.messages import LaunchError
from launcher.supervisor import MOST_RESTARTS, Supervisor

from tests.infrastructure.standin import wait_until

SLEEP = ["sleep", "60"]
# A leader that has a child and then leaves it alone.
LEAVE_CHILD = [sys.executable, "-c", "import subprocess, time; subprocess.Popen(['sleep', '60']); time.sleep(60)"]


@pytest.fixture
def start(tmp_path):
    started = []

    def start(name, command):
        process = processes.start(
            name,
            command,
            run=tmp_path,
            log=tmp_path / f"{name}.log",
            account=mine(),
            env=os.environ,
            cwd=Path("/"),
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.stop()


def test_what_a_killed_run_left_is_stopped_and_forgotten(start, tmp_path):
    web = start("web", SLEEP)
    assert processes.stop_leftovers(tmp_path) == ["web"]
    web.popen.wait(5)
    assert not list(tmp_path.glob("*.json"))


def test_children_go_even_when_their_leader_is_gone(start, tmp_path):
    leader = start("worker", LEAVE_CHILD)
    wait_until(lambda: len(processes._members(leader.popen.pid)) == 2)
    leader.popen.send_signal(signal.SIGKILL)
    leader.popen.wait()
    assert len(processes._members(leader.popen.pid)) == 1
    assert processes.stop_leftovers(tmp_path) == ["worker"]
    assert processes._members(leader.popen.pid) == []


def test_a_stranger_that_was_given_the_same_number_is_left_alone(tmp_path):
    stranger = subprocess.Popen(SLEEP, start_new_session=True)
    _note(tmp_path, pid=stranger.pid, ticks=1)
    assert processes.stop_leftovers(tmp_path) == []
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_note_from_before_the_machine_restarted_stops_nothing(tmp_path):
    stranger = subprocess.Popen(SLEEP, start_new_session=True)
    _note(tmp_path, pid=stranger.pid, ticks=processes._stat(stranger.pid).ticks, boot="another")
    assert processes.stop_leftovers(tmp_path) == []
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_note_cut_short_is_no_trouble(tmp_path):
    (tmp_path / "web.json").write_text('{"pid": 1')
    assert processes.stop_leftovers(tmp_path) == []
    assert not (tmp_path / "web.json").exists()


def test_a_process_that_will_not_listen_is_killed(start):
    deaf = start("deaf", [sys.executable, "-c", _DEAF])
    wait_until(deaf.log.read_text)
    deaf.stop(patience=0.2)
    assert deaf.popen.returncode == -signal.SIGKILL


def test_a_killed_process_is_started_again(start, capsys):
    supervisor = Supervisor()
    first = supervisor.run(lambda: start("worker", SLEEP))
    first.popen.send_signal(signal.SIGKILL)
    first.popen.wait()
    supervisor._restart(supervisor.watched[0])
    assert supervisor.watched[0].process.is_alive()
    assert "[worker] arrêté (code -9), relancé" in capsys.readouterr().err


def test_a_process_that_never_lives_ends_everything_with_a_sentence(start, capsys, monkeypatch):
    monkeypatch.setattr("launcher.supervisor.ROUND", 0)
    monkeypatch.setattr("launcher.supervisor.time", _HurriedTime())
    supervisor = Supervisor()
    supervisor.run(lambda: start("beat", ["sh", "-c", "echo 'ValueError: no schedule'; exit 3"]))
    with pytest.raises(LaunchError, match=r"« beat » s’arrête sans cesse\.\n *ValueError: no schedule"):
        supervisor.watch()
    assert capsys.readouterr().err.count("relancé") == MOST_RESTARTS


def test_errors_of_the_log_are_shown_and_ordinary_lines_are_not(start, capsys):
    supervisor = Supervisor()
    web = supervisor.run(lambda: start("web", ["sh", "-c", "echo INFO fine; echo 2018 ERROR veille broken; sleep 60"]))
    wait_until(lambda: "broken" in web.log.read_text())
    supervisor._show_errors(supervisor.watched[0])
    assert capsys.readouterr().err == "[web] 2018 ERROR veille broken\n"


def test_a_row_refused_by_a_constraint_is_not_shown_as_a_trouble_of_the_server(start, capsys):
    supervisor = Supervisor()
    server = supervisor.run(lambda: start("postgres", ["sh", "-c", "echo ERROR:  duplicate key; sleep 60"]))
    wait_until(lambda: "duplicate" in server.log.read_text())
    supervisor._show_errors(supervisor.watched[0])
    assert capsys.readouterr().err == ""


_DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"


class _HurriedTime:
    """A clock on which every look is ten seconds later: the waits between restarts are over at once."""

    def __init__(self):
        self.now = 0.0

    def monotonic(self):
        self.now += 10
        return self.now

    def sleep(self, duration):
        os.sched_yield()


def _note(folder, *, pid, ticks, boot=None):
    about = {"pid": pid, "ticks": ticks, "signal": int(signal.SIGTERM), "boot": boot or processes._boot()}
    (folder / "web.json").write_text(json.dumps(about))
