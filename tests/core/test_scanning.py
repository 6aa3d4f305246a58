"""The scanner is believed when it says clean or infected, and in no other case."""

import pytest

from tests.core.clamd import CLEAN, INFECTED, Clamd
from veille.core import scanning
from veille.core.scanning import ScannerSilent, Verdict

WHOLE = bytes(range(256)) * 1000


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(scanning, "_PATIENCE", 0.6)
    monkeypatch.setattr(scanning, "_PING_PATIENCE", 0.3)


@pytest.fixture
def clamd(tmp_path, settings):
    def start(**ways):
        stand_in = Clamd(tmp_path, **ways)
        settings.CLAMD_SOCKET = stand_in.address
        return stand_in

    return start


def test_a_clean_file_arrives_whole(clamd):
    with clamd(answer=CLEAN) as stand_in:
        assert scanning.scan(WHOLE) is Verdict.CLEAN
        assert stand_in.received == [WHOLE]


def test_an_infected_file_is_said_so(clamd):
    with clamd(answer=INFECTED):
        assert scanning.scan(WHOLE) is Verdict.INFECTED


GARBAGE = {
    "silence": None,
    "nothing": b"\0",
    "half an answer": b"stream: O",
    "another protocol": b"HTTP/1.1 200 OK\r\n\r\n\0",
    "an error": b"INSTREAM size limit exceeded. ERROR\0",
    "clean in the middle": b"stream: not OK\0",
    "clean for another": b"fichier: OK\0",
    "found nothing": b"stream: FOUND\0",
    "no end": b"a" * 100_000,
}


@pytest.mark.parametrize("answer", GARBAGE.values(), ids=GARBAGE)
def test_any_other_answer_is_no_answer(clamd, answer):
    with clamd(answer=answer), pytest.raises(ScannerSilent):
        scanning.scan(b"bonjour")


def test_a_scanner_that_trickles_is_silent(clamd):
    with clamd(answer=CLEAN, trickle=True), pytest.raises(ScannerSilent):
        scanning.scan(b"bonjour")


def test_nobody_behind_the_socket_is_silence(tmp_path, settings):
    settings.CLAMD_SOCKET = str(tmp_path / "absent.sock")
    with pytest.raises(ScannerSilent):
        scanning.scan(b"bonjour")
    assert not scanning.is_answering()


@pytest.mark.parametrize(("pong", "there"), [(b"PONG\0", True), (None, False), (b"PANG\0", False)])
def test_a_ping_tells_whether_it_is_there(clamd, pong, there):
    with clamd(pong=pong):
        assert scanning.is_answering() is there


def test_without_address_there_is_no_scanner(settings):
    settings.CLAMD_SOCKET = ""
    assert not scanning.is_configured()
