"""Acts of the accompaniment. Each is atomic, takes `by=actor`, and writes one line of the journal."""

from accompaniment.services.agreements import make_agreement
from accompaniment.services.assessments import correct_assessment, record_assessment
from accompaniment.services.diagnoses import order_again, order_diagnosis, report_diagnosis, report_not_done
from accompaniment.services.groups import record_group
from accompaniment.services.interventions import record_intervention
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
    "activate_measure",
    "agree_plan",
    "begin_relay",
    "begin_review",
    "cancel_visit",
    "change_level",
    "change_note_level",
    "change_plan",
    "close_plan",
    "correct_assessment",
    "draft_plan",
    "end_measure",
    "make_agreement",
    "move_action",
    "move_visit",
    "new_plan_version",
    "note_result",
    "open_measure",
    "order_again",
    "order_diagnosis",
    "plan_review",
    "plan_visit",
    "record_assessment",
    "record_group",
    "record_intervention",
    "remove_objective",
    "reopen_measure",
    "report_diagnosis",
    "report_not_done",
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
    "write_and_settle_review",
    "write_note",
    "write_review",
]
