"""What the owner of the database does once its tables exist: rights of the application, journal partitions."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.db import connection
from environ import Env
from psycopg2 import sql

# Journal → months its lines are kept (CNIL, délibération 2021-122: reads 12 months, acts 3 years as internal control).
TERMS = {"core_auditevent": 36, "core_accessevent": 12}
JOURNALS = tuple(TERMS)
MONTHS_AHEAD = 14


class OwnerAddressMissing(Exception):
    """Nobody said how to reach the database as its owner."""


def become_owner() -> None:
    """Use the owner's address for the rest of this command."""
    if not settings.DATABASE_OWNER_URL:
        raise OwnerAddressMissing("DATABASE_OWNER_URL est vide : indiquez l’adresse du rôle propriétaire de la base.")
    connection.close()
    connection.settings_dict.update(Env.db_url_config(settings.DATABASE_OWNER_URL))


def grant_to_application() -> None:
    """The application reads and writes rows, owns nothing, and cannot rewrite a journal."""
    role = sql.Identifier(settings.DATABASE_APPLICATION_ROLE)
    _execute("GRANT USAGE ON SCHEMA public TO {role}", role=role)
    _execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}", role=role)
    _execute("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}", role=role)
    for name in [*JOURNALS, *(partition for journal in JOURNALS for partition in _partitions_of(journal))]:
        _execute("REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}", table=sql.Identifier(name), role=role)


def make_partitions(first: date, months: int = MONTHS_AHEAD) -> None:
    """One partition a month for each journal, from `first` on."""
    for journal in JOURNALS:
        for start, end in _months(first, months):
            _execute(
                "CREATE TABLE IF NOT EXISTS {partition} PARTITION OF {journal} FOR VALUES FROM ({start}) TO ({end})",
                partition=sql.Identifier(f"{journal}_{start:%Y_%m}"),
                journal=sql.Identifier(journal),
                start=sql.Literal(start.isoformat()),
                end=sql.Literal(end.isoformat()),
            )


def drop_expired_partitions(today: date) -> list[str]:
    """Drop whole months past their term; returns their names. Needs the owner."""
    dropped = []
    for journal, months in TERMS.items():
        oldest = _first_day(today.year * 12 + today.month - 1 - months)
        expired = [name for name in _partitions_of(journal) if _is_before(name, journal, oldest)]
        for name in expired:
            _execute("DROP TABLE {partition}", partition=sql.Identifier(name))
        dropped += expired
    return dropped


def _is_before(partition: str, journal: str, oldest: date) -> bool:
    """Whether a monthly partition ends before a day; the default one never does."""
    return partition < f"{journal}_{oldest:%Y_%m}" and not partition.endswith("_default")


def _months(first: date, count: int) -> Iterator[tuple[date, date]]:
    index = first.year * 12 + first.month - 1
    for number in range(index, index + count):
        yield _first_day(number), _first_day(number + 1)


def _first_day(month_number: int) -> date:
    return date(month_number // 12, month_number % 12 + 1, 1)


def _partitions_of(journal: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass", [journal])
        return [name for (name,) in cursor.fetchall()]


def _execute(statement: str, **parts) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(**parts))
