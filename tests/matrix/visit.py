"""One request by one person, rolled back; what it answered and what it wrote."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.matrix.people import Person
from tests.matrix.rows import Row
from tests.matrix.scene import MISSING, Scene
from veille.middleware import ACTING

# What a reading may write: the journal of reads, and the session of who reads.
MAY_BE_WRITTEN = {"core_accessevent", "django_session", "usersessions_usersession"}
_WRITE = re.compile(r'\b(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE(?: TABLE)?)\s+(?:ONLY\s+)?"(\w+)"', re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """What a request gave."""

    person: Person
    status: int
    location: str
    html: str
    policy: str
    written: frozenset[str]


def tables_written(sql: str) -> set[str]:
    """The tables that a statement writes; locking a row writes nothing."""
    return set(_WRITE.findall(re.sub(r"FOR (NO KEY )?UPDATE( OF \S+)?", "", sql)))


@contextmanager
def watch_writes() -> Iterator[set[str]]:
    """The tables written inside the block."""
    written: set[str] = set()

    def look(execute, sql, params, many, context):
        written.update(tables_written(str(sql)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield written


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Visitor:
    """Signs everybody in once; keeps the answers already given."""

    def __init__(self, scene: Scene):
        self.scene = scene
        self._keys = {key: self._sign_in(person) for key, person in scene.people.items()}
        self._answers: dict[tuple, Answer] = {}

    @staticmethod
    def _sign_in(person: Person) -> str:
        if person.is_nobody:
            return ""
        client = Client()
        client.force_login(person.actor.user)
        session = client.session
        session[ACTING] = str(person.organisation_id)
        session.save()
        return session.session_key

    def session_key(self, person: str) -> str:
        return self._keys[person]

    def address(self, row: Row, at: dict[str, str] | None = None) -> str:
        return reverse(row.name, kwargs=self.scene.kwargs(row.at if at is None else at))

    def visit(self, row: Row, person: Person, at: dict[str, str] | None = None, method: str = "") -> Answer:
        method = method or row.method
        key = (row.name, tuple(sorted((row.at if at is None else at).items())), person.key, method)
        if key not in self._answers:
            self._answers[key] = self._ask(row, person, self.address(row, at), method)
        return self._answers[key]

    def _ask(self, row: Row, person: Person, address: str, method: str) -> Answer:
        client = Client(raise_request_exception=True)
        if not person.is_nobody:
            client.cookies[settings.SESSION_COOKIE_NAME] = self._keys[person.key]
        send = client.get if method == "GET" else client.post
        with rolled_back(), watch_writes() as written:
            response = send(address, row.sent(self.scene, method))
        return _answer(person, response, written)


def _answer(person: Person, response: HttpResponse, written: set[str]) -> Answer:
    is_html = response.get("Content-Type", "").startswith("text/html")
    response.close()
    return Answer(
        person=person,
        status=response.status_code,
        location=response.get("Location", ""),
        html=response.content.decode() if is_html else "",
        policy=response.get("Content-Security-Policy", ""),
        written=frozenset(written),
    )


def missing(row: Row) -> dict[str, str]:
    """The same address where every object is one that does not exist."""
    return {name: str(MISSING) if name in row.objects else word for name, word in row.at.items()}
