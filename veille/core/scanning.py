"""Ask a clamd daemon about a file, over its own protocol: `zINSTREAM`, pieces with their length, one answer.

A handful of lines rather than a library: the ones published are abandoned, and what matters here is that
every answer but a clear « clean » or « infected » counts as no answer.
"""

import re
import socket
import struct
import time
from enum import Enum

from django.conf import settings

_CHUNK = 64 * 1024
_PATIENCE = 30.0  # seconds for a whole file; a daemon that trickles is silent too
_PING_PATIENCE = 3.0
_LONGEST_ANSWER = 4096
_INFECTED = re.compile(rb"^stream: .+ FOUND$")


class ScannerSilent(Exception):
    """A scanner is configured and gave no answer that can be trusted."""


class Verdict(Enum):
    CLEAN = "clean"
    INFECTED = "infected"


def is_configured() -> bool:
    return bool(settings.CLAMD_SOCKET)


def is_answering() -> bool:
    """Whether the scanner says it is there."""
    try:
        return _exchange([b"zPING\0"], _PING_PATIENCE) == b"PONG"
    except ScannerSilent:
        return False


def scan(content: bytes) -> Verdict:
    """What the scanner says of these bytes; raises ScannerSilent when it says nothing clear."""
    pieces = [content[start : start + _CHUNK] for start in range(0, len(content), _CHUNK)]
    stream = [struct.pack("!L", len(piece)) + piece for piece in pieces]
    answer = _exchange([b"zINSTREAM\0", *stream, struct.pack("!L", 0)], _PATIENCE)
    if answer == b"stream: OK":
        return Verdict.CLEAN
    if _INFECTED.match(answer):
        return Verdict.INFECTED
    raise ScannerSilent("Réponse inattendue de l’antivirus.")


def _exchange(messages: list[bytes], patience: float) -> bytes:
    """Send everything and read one answer, all within the patience given."""
    deadline = time.monotonic() + patience
    try:
        with _connect(deadline) as connection:
            for message in messages:
                connection.settimeout(_left(deadline))
                connection.sendall(message)
            return _answer(connection, deadline)
    except OSError as error:
        raise ScannerSilent("L’antivirus ne répond pas.") from error


def _connect(deadline: float) -> socket.socket:
    """A path is a unix socket; « host:port » is the network of the services."""
    address = settings.CLAMD_SOCKET
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=_left(deadline))
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(_left(deadline))
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def _answer(connection: socket.socket, deadline: float) -> bytes:
    answer = b""
    while b"\0" not in answer:
        connection.settimeout(_left(deadline))
        piece = connection.recv(1024)
        answer += piece
        if not piece or len(answer) > _LONGEST_ANSWER:
            raise ScannerSilent("Réponse interrompue de l’antivirus.")
    return answer.partition(b"\0")[0]


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
