"""Databases of the tests: made by the owner once, copied from a template, used as the application.

The template is kept between runs under a name that changes with the migrations and the reference data.
"""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import environ
import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg2 import sql
from psycopg2.errors import InsufficientPrivilege, ObjectInUse
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

from partners.communes import load_communes
from veille.core import database

# The communes the cast lives in; the whole table would cost a second a run for nothing.
COMMUNES = ["62413", "59540", "59392", "91521", "45234", "75056", "11069"]
_LOCK = 2_018_1214
TRIES = 50


class Databases:
    """The template of this version of the project, and copies of it."""

    def __init__(self) -> None:
        self.owner = environ.Env.db_url_config(settings.DATABASE_OWNER_URL)
        self.template = f"veille_template_{_fingerprint()}"
        self.copies = 0

    def prepare(self) -> None:
        """Make the template unless an earlier run did; runs side by side wait for each other."""
        with self._maintenance() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            try:
                if not self._exists(cursor, self.template):
                    self._make_template(cursor)
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])

    @contextmanager
    def copy(self) -> Iterator[str]:
        """A fresh copy, which the application uses until the block ends."""
        self.copies += 1
        name = f"veille_test_{os.getpid()}_{self.copies}"
        self.create_copy(name)
        before = connections.settings["default"]["NAME"]
        _use(name)
        try:
            yield name
        finally:
            _use(before)
            self.drop(name)

    def owned(self, name: str):
        """Inside this block the connection is the owner's."""
        return _as_owner(self.owner, name)

    def create_copy(self, name: str) -> None:
        with self._maintenance() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            self._run(cursor, "DROP DATABASE IF EXISTS {name} WITH (FORCE)", name=name)
            self._run(cursor, "CREATE DATABASE {name} TEMPLATE {template}", name=name, template=self.template)
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])

    def drop(self, name: str) -> None:
        """Drop a copy; somebody else's process (autovacuum) may be in it for a moment."""
        with self._maintenance() as cursor:
            for _ in range(TRIES):
                try:
                    return self._run(cursor, "DROP DATABASE IF EXISTS {name} WITH (FORCE)", name=name)
                except (InsufficientPrivilege, ObjectInUse):
                    time.sleep(0.2)
            return self._run(cursor, "DROP DATABASE IF EXISTS {name} WITH (FORCE)", name=name)

    def _make_template(self, cursor) -> None:
        making = f"{self.template}_making"
        self._run(cursor, "DROP DATABASE IF EXISTS {name} WITH (FORCE)", name=making)
        self._run(cursor, "CREATE DATABASE {name}", name=making)
        with _as_owner(self.owner, making):
            call_command("migrate", interactive=False, verbosity=0)
            database.make_partitions(date(2018, 1, 1), months=12)
            call_command("load_reference", verbosity=0)
            load_communes(COMMUNES)
            database.grant_to_application()
        self._run(cursor, "ALTER DATABASE {name} RENAME TO {to}", name=making, to=self.template)

    @contextmanager
    def _maintenance(self):
        own = psycopg2.connect(
            dbname=self.owner["NAME"],
            user=self.owner["USER"],
            password=self.owner["PASSWORD"] or None,
            host=self.owner["HOST"] or None,
            port=self.owner["PORT"] or None,
        )
        own.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        try:
            yield own.cursor()
        finally:
            own.close()

    @staticmethod
    def _exists(cursor, name: str) -> bool:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None

    @staticmethod
    def _run(cursor, statement: str, **names: str) -> None:
        cursor.execute(sql.SQL(statement).format(**{key: sql.Identifier(name) for key, name in names.items()}))


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in ("*/migrations/*.py", "veille/core/migrations/*.py", "*/data/*", "veille/core/data/*"):
        for path in sorted(Path(settings.BASE_DIR).glob(pattern)):
            digest.update(path.read_bytes())
    digest.update(Path(__file__).read_bytes())
    return digest.hexdigest()[:12]


def _use(name: str) -> None:
    """Point every new connection of the application at this database."""
    connection.close()
    connections.settings["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


@contextmanager
def _as_owner(owner: dict, name: str) -> Iterator[None]:
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update({key: owner[key] for key in ("USER", "PASSWORD", "HOST", "PORT")}, NAME=name)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
