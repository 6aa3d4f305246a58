"""Traps of the test session: what would pass unseen in development fails here."""

import random
import socket

from django.db.models import QuerySet

_LOOPBACK = {"127.0.0.1", "::1", "localhost", "0.0.0.0"}


class NetworkClosedError(Exception):
    """A test tried to leave the machine."""


class UndefinedVariableError(Exception):
    """A template used a variable that nothing defines."""


def close_network(monkeypatch) -> None:
    """Sockets of the machine and loopback only."""
    connect = socket.socket.connect

    def guarded(self, address):
        if isinstance(address, tuple) and address[0] not in _LOOPBACK:
            raise NetworkClosedError(f"Connexion refusée vers {address[0]}.")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


def shuffle_unordered(monkeypatch) -> None:
    """A queryset without an order comes back in another one each time, as it may in production."""
    fetch = QuerySet._fetch_all

    def fetch_shuffled(self):
        fresh = self._result_cache is None
        fetch(self)
        if fresh and not self.ordered and not self.query.is_sliced and len(self._result_cache) > 1:
            random.shuffle(self._result_cache)

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch_shuffled)


class UndefinedVariable(str):
    """What Django prints for an undefined variable: here, an error naming it.

    `default`, `if` and their like keep working: they never print it.
    """

    __slots__ = ()

    def __contains__(self, item) -> bool:
        return item == "%s"

    def __mod__(self, name):
        raise UndefinedVariableError(f"Variable de gabarit indéfinie : {name}")
