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
)
from households.services.accounts import receive_accounts, take_account
from households.services.agreements import record_adhesion, record_information
from households.services.budget import record_arrears, record_budget
from households.services.cases import admit_case, close_case, open_case, reopen_case
from households.services.documents import (
    add_documents,
    change_document_level,
    read_file,
    replace_document,
    withdraw_document,
)
from households.services.emergencies import (
    close_emergency,
    open_emergency,
    put_on_duty,
    review_emergency,
    take_off_duty,
)
from households.services.findings import confided_by_default, reassess_findings, record_finding, record_strength
from households.services.holds import agree_hold, ask_hold, end_hold, give_hold, refuse_hold
from households.services.housing import correct_housing, end_housing, insert_housing, own_dwellings, record_housing
from households.services.leases import conclude_review, plan_review, settle_lease, sign_lease, tell_prefect
from households.services.merging import are_of_one_world, can_still_undo, merge_cases, merge_refusals
from households.services.people import (
    add_person,
    change_contact,
    change_person,
    forget_contact,
    protect_detail,
    read_protected,
    record_contact,
)
from households.services.procedure import change_deadline, end_step, record_step, runs_beside
from households.services.references import forget_reference, record_reference
from households.services.restrictions import hide_place, lead_people, lift_restriction, restrict_case, show_place
from households.services.retention import (
    archive_case,
    erase_case,
    lift_hold,
    note_contact,
    open_archive,
    place_hold,
)
from households.services.rights import (
    advise,
    answer_request,
    extend_request,
    lift_limitation,
    name_reader,
    record_request,
    rectify_person,
    start_request,
)
from households.services.separating import carried_by_others, separate_household
from households.services.sharing import record_sharing, stop_sharing, withdraw_all_sharing, withdraw_sharing
from households.services.tracking import plan_next_step
from households.services.unmerging import undo_merge

__all__ = [
    "SHARED_LEVELS",
    "add_documents",
    "add_person",
    "add_team_member",
    "admit_case",
    "advise",
    "agree_hold",
    "answer_request",
    "archive_case",
    "are_of_one_world",
    "ask_hold",
    "can_still_undo",
    "carried_by_others",
    "change_contact",
    "change_deadline",
    "change_document_level",
    "change_person",
    "close_case",
    "close_emergency",
    "conclude_review",
    "confided_by_default",
    "correct_housing",
    "end_access",
    "end_hold",
    "end_housing",
    "end_naming",
    "end_step",
    "erase_case",
    "exclude_person",
    "extend_request",
    "forget_contact",
    "forget_reference",
    "give_hold",
    "grant_access",
    "hide_place",
    "insert_housing",
    "lead_people",
    "leave_team",
    "lift_hold",
    "lift_limitation",
    "lift_restriction",
    "merge_cases",
    "merge_refusals",
    "name_person",
    "name_reader",
    "note_contact",
    "open_archive",
    "open_case",
    "open_emergency",
    "own_dwellings",
    "place_hold",
    "plan_next_step",
    "plan_review",
    "protect_detail",
    "put_on_duty",
    "read_file",
    "read_protected",
    "reassess_findings",
    "receive_accounts",
    "record_adhesion",
    "record_arrears",
    "record_budget",
    "record_contact",
    "record_finding",
    "record_housing",
    "record_information",
    "record_reference",
    "record_request",
    "record_sharing",
    "record_step",
    "record_strength",
    "rectify_person",
    "refuse_hold",
    "reopen_case",
    "replace_document",
    "restrict_case",
    "review_emergency",
    "runs_beside",
    "separate_household",
    "settle_lease",
    "show_place",
    "sign_lease",
    "start_request",
    "stop_sharing",
    "take_account",
    "take_off_duty",
    "tell_prefect",
    "undo_merge",
    "withdraw_all_sharing",
    "withdraw_document",
    "withdraw_sharing",
]
