"""A GET writes nothing but the journal of reads and the session of who reads."""

import pytest
from django.db import connection

from tests.matrix.test_who_opens import chosen
from tests.matrix.urls import ROWS
from tests.matrix.visit import MAY_BE_WRITTEN, rolled_back, tables_written, watch_writes

READINGS = [row for row in ROWS if row.method == "GET"]


@pytest.mark.parametrize("row", READINGS, ids=lambda row: row.label)
def test_reading_writes_nothing(row, visitor):
    written = {person.key: visitor.visit(row, person).written for person in chosen(row, visitor.scene)}
    assert {key: tables - MAY_BE_WRITTEN for key, tables in written.items() if tables - MAY_BE_WRITTEN} == {}


def test_the_journal_of_reads_is_seen_to_be_written(visitor):
    """The watch looks at the right connection: an opened file leaves its line."""
    row = next(row for row in READINGS if row.name == "households:case_detail")
    answer = visitor.visit(row, visitor.scene.people["association_worker"])
    assert "core_accessevent" in answer.written


def test_a_planted_write_is_seen(scene):
    with rolled_back(), watch_writes() as written, connection.cursor() as cursor:
        cursor.execute('UPDATE "households_case" SET is_restricted = is_restricted WHERE false')
        cursor.execute('SELECT 1 FROM "partners_user" LIMIT 1 FOR UPDATE OF "partners_user"')
    assert written == {"households_case"}


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ('INSERT INTO "core_draft" ("id") VALUES (1)', {"core_draft"}),
        ('WITH x AS (DELETE FROM "core_run" RETURNING id) SELECT * FROM x', {"core_run"}),
        ('UPDATE ONLY "core_run" SET state = 1', {"core_run"}),
        ('SELECT "updated" FROM "core_run" FOR NO KEY UPDATE', set()),
    ],
)
def test_each_way_to_write_is_known(sql, tables):
    assert tables_written(sql) == tables
