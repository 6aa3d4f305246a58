"""Every address of the project and who is expected there."""

from tests.architecture.test_addresses import patterns
from tests.matrix import (
    rows_bodies,
    rows_budget,
    rows_calendar,
    rows_capacity,
    rows_collective,
    rows_coordination,
    rows_diagnoses,
    rows_documents,
    rows_doors,
    rows_expertise,
    rows_field,
    rows_files,
    rows_household_preparation,
    rows_housing,
    rows_housing_path,
    rows_live,
    rows_meetings,
    rows_network,
    rows_others,
    rows_outside,
    rows_page,
    rows_people,
    rows_places,
    rows_plans,
    rows_preparation,
    rows_reads,
    rows_rights,
    rows_searches,
    rows_sheets,
    rows_solicitations,
    rows_team,
    rows_waiting,
)
from tests.matrix.rows import Row

ROWS: list[Row] = [
    *rows_bodies.ROWS,
    *rows_files.ROWS,
    *rows_diagnoses.ROWS,
    *rows_field.ROWS,
    *rows_housing.ROWS,
    *rows_housing_path.ROWS,
    *rows_live.ROWS,
    *rows_meetings.ROWS,
    *rows_others.ROWS,
    *rows_documents.ROWS,
    *rows_page.ROWS,
    *rows_people.ROWS,
    *rows_places.ROWS,
    *rows_plans.ROWS,
    *rows_preparation.ROWS,
    *rows_budget.ROWS,
    *rows_sheets.ROWS,
    *rows_searches.ROWS,
    *rows_reads.ROWS,
    *rows_rights.ROWS,
    *rows_expertise.ROWS,
    *rows_network.ROWS,
    *rows_doors.ROWS,
    *rows_capacity.ROWS,
    *rows_calendar.ROWS,
    *rows_outside.ROWS,
    *rows_solicitations.ROWS,
    *rows_collective.ROWS,
    *rows_coordination.ROWS,
    *rows_team.ROWS,
    *rows_waiting.ROWS,
    *rows_household_preparation.ROWS,
]


def addresses() -> set[str]:
    """The names of every page. The admin is left out: reference data only, Django's own rights and addresses."""
    return {name for name, _ in patterns()}


def unlisted(names: set[str], rows: list[Row]) -> set[str]:
    """Pages that no row speaks of."""
    return names - {row.name for row in rows}


def unknown(names: set[str], rows: list[Row]) -> set[str]:
    """Rows of a page that no longer exists."""
    return {row.name for row in rows} - names
