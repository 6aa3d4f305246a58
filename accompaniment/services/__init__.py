"""Acts of the accompaniment. Each is atomic, takes `by=actor`, and writes one line of the journal."""

from accompaniment.services.agreements import make_agreement
from accompaniment.services.assessments import correct_assessment, record_assessment
from accompaniment.services.charters import give_charter
from accompaniment.services.corrections import correct_diagnosis
from accompaniment.services.diagnoses import order_again, order_diagnosis, report_diagnosis, report_not_done
from accompaniment.services.groups import record_group
from accompaniment.services.handovers import Passing, hand_over, note_level_of
from accompaniment.services.interventions import record_intervention, withdraw_intervention
from accompaniment.services.measures import (
    activate_measure,
    begin_relay,
    change_level,
    end_measure,
    open_measure,
    plan_review,
    reopen_measure,
    resume_measure,
    start_measure,
    suspend_measure,
    watch_measure,
)
from accompaniment.services.notes import change_note_level, write_note
from accompaniment.services.planning import cancel_visit, move_visit, plan_visit
from accompaniment.services.plans import (
    agree_plan,
    change_plan,
    close_plan,
    draft_plan,
    move_action,
    new_plan_version,
    note_result,
    remove_objective,
    review_plan,
    save_objective,
)
from accompaniment.services.preparation import (
    cancel_preparation,
    change_preparation,
    invite_to_preparation,
    note_attendance,
    plan_preparation,
    restore_preparation,
    withdraw_invitation,
)
from accompaniment.services.reviews import WRITTEN as REVIEW_WRITTEN
from accompaniment.services.reviews import (
    begin_review,
    rewrite_review,
    settle_review,
    share_summary,
    write_and_settle_review,
    write_review,
)
from accompaniment.services.signatures import sign

__all__ = [
    "REVIEW_WRITTEN",
    "Passing",
    "activate_measure",
    "agree_plan",
    "begin_relay",
    "begin_review",
    "cancel_preparation",
    "cancel_visit",
    "change_level",
    "change_note_level",
    "change_plan",
    "change_preparation",
    "close_plan",
    "correct_assessment",
    "correct_diagnosis",
    "draft_plan",
    "end_measure",
    "give_charter",
    "hand_over",
    "invite_to_preparation",
    "make_agreement",
    "move_action",
    "move_visit",
    "new_plan_version",
    "note_attendance",
    "note_level_of",
    "note_result",
    "open_measure",
    "order_again",
    "order_diagnosis",
    "plan_preparation",
    "plan_review",
    "plan_visit",
    "record_assessment",
    "record_group",
    "record_intervention",
    "remove_objective",
    "reopen_measure",
    "report_diagnosis",
    "report_not_done",
    "restore_preparation",
    "resume_measure",
    "review_plan",
    "rewrite_review",
    "save_objective",
    "settle_review",
    "share_summary",
    "sign",
    "start_measure",
    "suspend_measure",
    "watch_measure",
    "withdraw_intervention",
    "withdraw_invitation",
    "write_and_settle_review",
    "write_note",
    "write_review",
]
