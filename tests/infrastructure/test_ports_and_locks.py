import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from launcher import locks, ports
from launcher.messages import LaunchError


def test_a_taken_port_is_refused_with_another_one_to_try():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(LaunchError, match=f"Le port {port} est déjà pris") as refusal:
            ports.check_free(port)
    assert "PORT=" in refusal.value.way_out


@pytest.mark.parametrize("written", ["huit mille", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(written, monkeypatch):
    monkeypatch.setenv("PORT", written)
    with pytest.raises(LaunchError, match="n’est pas un numéro de port"):
        ports.chosen_port()


def test_an_empty_port_means_the_usual_one(monkeypatch):
    monkeypatch.setenv("PORT", "")
    assert ports.chosen_port() == ports.DEFAULT_PORT


def test_a_second_run_is_told_where_the_first_answers(tmp_path):
    said = rf"processus {os.getpid()}\), à l’adresse http://localhost:8000/"
    with locks.single_run(tmp_path, {"address": "http://localhost:8000/"}):
        assert locks.is_running(tmp_path)
        with pytest.raises(LaunchError, match=said), locks.single_run(tmp_path, {}):
            pass
    assert not locks.is_running(tmp_path)


def test_a_killed_run_leaves_no_lock(tmp_path):
    holder = subprocess.Popen([sys.executable, "-c", _holding(tmp_path)], stdout=subprocess.PIPE)
    holder.stdout.readline()
    assert locks.is_running(tmp_path)
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    with locks.single_run(tmp_path, {}):
        assert locks.is_running(tmp_path)


def test_two_preparations_take_turns(tmp_path):
    holder = subprocess.Popen([sys.executable, "-c", _holding(tmp_path, "venv.lock")], stdout=subprocess.PIPE)
    holder.stdout.readline()
    started = time.monotonic()
    ended = subprocess.Popen(["sh", "-c", f"sleep 0.3; kill -9 {holder.pid}"])
    with locks.taking_turns(tmp_path, "venv"):
        assert time.monotonic() - started > 0.2
    ended.communicate()
    holder.communicate()


def _holding(folder, name="lock"):
    hold = f"f = open({str(folder / name)!r}, 'a'); fcntl.flock(f, fcntl.LOCK_EX)"
    return f"import fcntl, time; {hold}; print(1, flush=True); time.sleep(60)"
