"""The tables of rights in code are those a person wrote in docs/rights/."""

import csv
from pathlib import Path

import pytest
from django.conf import settings

from households.grants import GRANT_RIGHTS, GrantLevel, right
from households.note_levels import NOTE_RIGHTS, NoteLevel
from partners.object_rights import OBJECT_RIGHTS
from partners.roles import ROLE_SENTENCES, SECTION_RIGHTS, Right, Role, Section

TABLES = Path(settings.BASE_DIR) / "docs" / "rights"
LETTERS = {Right.NONE: "-", Right.STATE: "S", Right.READ: "R", Right.WRITE: "W"}


def read(name: str) -> dict[str, dict[str, str]]:
    """A table as written: first column → {column: cell}."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    key = next(iter(rows[0]))
    return {row.pop(key): row for row in rows}


def letters(table: dict) -> dict:
    return {name: {section: LETTERS[cell] for section, cell in row.items()} for name, row in table.items()}


def test_what_each_role_may_do_is_the_written_table():
    assert letters(SECTION_RIGHTS) == read("roles")


def test_what_each_grant_opens_is_the_written_table():
    assert letters(GRANT_RIGHTS) == read("grants")


def test_who_reads_each_note_level_is_the_written_table():
    written = {level: {role: cell for role, cell in row.items() if cell != "-"} for level, row in read("notes").items()}
    assert {level: dict(row) for level, row in NOTE_RIGHTS.items()} == written


def test_objects_outside_the_file_are_the_written_table():
    written = {name: {role: cell for role, cell in row.items() if cell != "-"} for name, row in read("others").items()}
    assert written == OBJECT_RIGHTS


def test_every_name_of_the_tables_is_known():
    assert set(SECTION_RIGHTS) == set(Role.values)
    assert set(GRANT_RIGHTS) == set(GrantLevel.values)
    assert set(NOTE_RIGHTS) == set(NoteLevel.values)
    assert set(ROLE_SENTENCES) == set(Role.values)


@pytest.mark.parametrize("section", Section.values)
def test_a_right_is_the_lower_of_grant_and_role(section):
    for level in GrantLevel.values:
        for role in Role.values:
            got = right(level, role, section)
            assert got <= GRANT_RIGHTS[level][section]
            assert got <= SECTION_RIGHTS[role][section]


def test_only_a_secretary_opens_a_file_through_the_instance():
    opened = {role for role in Role.values if right(GrantLevel.ADMISSION, role, Section.STATE)}
    assert opened == {Role.INSTANCE_SECRETARY}


def test_a_changed_cell_is_seen():
    changed = letters(SECTION_RIGHTS)
    changed["landlord_referent"]["confided"] = "R"
    assert changed != read("roles")
