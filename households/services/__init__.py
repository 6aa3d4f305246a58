"""Acts on a file. Each is atomic, takes `by=actor`, and writes one line of the journal."""

from households.services.access import (
    SHARED_LEVELS,
    add_team_member,
    end_access,
    end_naming,
    exclude_person,
    grant_access,
    leave_team,
    name_person,
    share_with_partner,
    stop_sharing,
)
from households.services.agreements import record_adhesion, record_information
from households.services.cases import admit_case, close_case, open_case, reopen_case, separate_household
from households.services.emergencies import (
    close_emergency,
    open_emergency,
    put_on_duty,
    review_emergency,
    take_off_duty,
)
from households.services.findings import record_finding
from households.services.housing import end_housing, end_step, record_housing, record_step
from households.services.people import (
    add_person,
    change_contact,
    change_person,
    forget_contact,
    protect_detail,
    read_protected,
    record_contact,
)
from households.services.restrictions import hide_place, lead_people, lift_restriction, restrict_case, show_place
from households.services.retention import note_contact
from households.services.tracking import plan_next_step

__all__ = [
    "SHARED_LEVELS",
    "add_person",
    "add_team_member",
    "admit_case",
    "change_contact",
    "change_person",
    "close_case",
    "close_emergency",
    "end_access",
    "end_housing",
    "end_naming",
    "end_step",
    "exclude_person",
    "forget_contact",
    "grant_access",
    "hide_place",
    "lead_people",
    "leave_team",
    "lift_restriction",
    "name_person",
    "note_contact",
    "open_case",
    "open_emergency",
    "plan_next_step",
    "protect_detail",
    "put_on_duty",
    "read_protected",
    "record_adhesion",
    "record_contact",
    "record_finding",
    "record_housing",
    "record_information",
    "record_step",
    "reopen_case",
    "restrict_case",
    "review_emergency",
    "separate_household",
    "share_with_partner",
    "show_place",
    "stop_sharing",
    "take_off_duty",
]
