"""Acts on a file. Each is atomic, takes `by=actor`, and writes one line of the journal."""

from households.services.access import (
    add_team_member,
    end_access,
    exclude_person,
    grant_access,
    leave_team,
    name_person,
)
from households.services.agreements import record_adhesion, record_information
from households.services.cases import admit_case, close_case, open_case, reopen_case, separate_household
from households.services.findings import record_finding
from households.services.people import add_person, protect_detail

__all__ = [
    "add_person",
    "add_team_member",
    "admit_case",
    "close_case",
    "end_access",
    "exclude_person",
    "grant_access",
    "leave_team",
    "name_person",
    "open_case",
    "protect_detail",
    "record_adhesion",
    "record_finding",
    "record_information",
    "reopen_case",
    "separate_household",
]
