"""A stand-in for clamd on a unix socket: it reads what it is sent and answers what the test asks."""

import contextlib
import socket
import struct
import threading
from pathlib import Path

CLEAN, INFECTED = b"stream: OK\0", b"stream: Eicar-Signature FOUND\0"


class Clamd:
    """`answer` is given to every file; None keeps silent. `pong` is given to a ping."""

    def __init__(
        self, folder: Path, answer: bytes | None = CLEAN, pong: bytes | None = b"PONG\0", trickle: bool = False
    ):
        self.address = str(folder / "clamd.sock")
        self.answer, self.pong, self.trickle = answer, pong, trickle
        self.received: list[bytes] = []
        self._stop = threading.Event()
        self._server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._server.bind(self.address)
        self._server.listen()
        self._server.settimeout(0.1)
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> "Clamd":
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._stop.set()
        self._thread.join()
        self._server.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            with contextlib.suppress(TimeoutError):
                connection, _ = self._server.accept()
                with connection, contextlib.suppress(OSError):
                    connection.settimeout(5)
                    self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        command = self._until(connection, b"\0")
        if command == b"zPING":
            return self._say(connection, self.pong)
        if command != b"zINSTREAM":
            return self._say(connection, b"UNKNOWN COMMAND\0")
        content = b""
        while size := struct.unpack("!L", self._exactly(connection, 4))[0]:
            content += self._exactly(connection, size)
        self.received.append(content)
        return self._say(connection, self.answer)

    def _say(self, connection: socket.socket, words: bytes | None) -> None:
        if words is None:
            self._stop.wait(3)
            return
        for letter in [words[i : i + 1] for i in range(len(words))] if self.trickle else [words]:
            connection.sendall(letter)
            if self.trickle and self._stop.wait(0.1):
                return

    def _until(self, connection: socket.socket, end: bytes) -> bytes:
        said = b""
        while not said.endswith(end):
            said += self._exactly(connection, 1)
        return said[: -len(end)]

    def _exactly(self, connection: socket.socket, size: int) -> bytes:
        got = b""
        while len(got) < size:
            piece = connection.recv(size - len(got))
            if not piece:
                raise OSError
            got += piece
        return got
