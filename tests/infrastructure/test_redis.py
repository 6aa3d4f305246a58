import os
import signal

import pytest
import redis
from launcher import processes
from launcher.messages import LaunchError
from launcher.redis import Queue

from tests.infrastructure.standin import wait_until


@pytest.fixture
def queue(places, account, sockets):
    yield Queue(places, account, sockets)
    processes.stop_leftovers(places.run)


def client(queue):
    return redis.Redis.from_url(queue.addresses()["REDIS_URL"])


def kill(server):
    os.kill(server.popen.pid, signal.SIGKILL)
    server.popen.wait()


def test_it_listens_on_its_socket_only(queue):
    server = queue.start()
    assert client(queue).ping()
    assert client(queue).config_get("port") == {"port": "0"}
    server.stop()


def test_what_was_queued_survives_a_stop(queue):
    server = queue.start()
    client(queue).rpush("celery", "task")
    server.stop()
    again = queue.start()
    assert client(queue).lrange("celery", 0, -1) == [b"task"]
    again.stop()


def test_a_file_whose_end_a_kill_cut_off_is_read_up_to_there(queue, places):
    server = queue.start()
    client(queue).rpush("celery", "first")
    client(queue).rpush("celery", "second")
    [written] = (places.redis / "appendonlydir").glob("*.incr.aof")
    wait_until(lambda: b"second" in written.read_bytes())
    kill(server)
    written.write_bytes(written.read_bytes()[:-5])
    again = queue.start()
    assert client(queue).lrange("celery", 0, -1) == [b"first"]
    again.stop()


def test_a_file_that_cannot_be_read_is_set_aside_and_said_so(queue, places, capsys):
    server = queue.start()
    client(queue).rpush("celery", "task")
    kill(server)
    [written] = (places.redis / "appendonlydir").glob("*.incr.aof")
    written.write_bytes(b"rubbish" * 50 + written.read_bytes())
    again = queue.start()
    assert client(queue).ping()
    assert "mise de côté" in capsys.readouterr().err
    [aside] = places.var.glob("redis.abime-*")
    assert list(aside.rglob("*.incr.aof"))
    again.stop()


def test_another_trouble_is_a_sentence(queue, places, monkeypatch):
    monkeypatch.setattr(Queue, "_options", lambda self: ["--no-such-option", "1"])
    with pytest.raises(LaunchError, match="Redis ne démarre pas"):
        queue.start()
    assert not list(places.var.glob("redis.abime-*"))


def test_without_any_redis_the_line_to_run_is_given(queue, monkeypatch):
    monkeypatch.setattr("launcher.redis.redis_binary", lambda venv: None)
    with pytest.raises(LaunchError, match="Redis n’est pas installé") as refusal:
        queue.start()
    assert "apt-get install" in refusal.value.way_out
