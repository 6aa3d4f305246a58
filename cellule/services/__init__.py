"""Acts of the package: orientations here, sheets, sessions and decisions in their own modules."""

from cellule.services.capitalising import (
    capitalise,
    propose_again,
    publish_capitalised,
    set_aside_capitalised,
)
from cellule.services.closing import close_session
from cellule.services.decisions import correct_decision, decide_outside_session, record_decision
from cellule.services.notices import notify_answer_waits
from cellule.services.referrals import (
    answer_complement,
    claim_referral,
    complete_referral,
    name_presenter,
    order_entry_diagnosis,
    read_answer,
    request_complement,
    schedule_referral,
    withdraw_referral,
)
from cellule.services.sessions import convene_session, open_session, plan_session, record_attendance
from cellule.services.sheets import draft_sheet, freeze_sheet, renew_sheet, write_sheet
from cellule.services.submission import submit_referral

__all__ = [
    "answer_complement",
    "capitalise",
    "claim_referral",
    "close_session",
    "complete_referral",
    "convene_session",
    "correct_decision",
    "decide_outside_session",
    "draft_sheet",
    "freeze_sheet",
    "name_presenter",
    "notify_answer_waits",
    "open_session",
    "order_entry_diagnosis",
    "plan_session",
    "propose_again",
    "publish_capitalised",
    "read_answer",
    "record_attendance",
    "record_decision",
    "renew_sheet",
    "request_complement",
    "schedule_referral",
    "set_aside_capitalised",
    "submit_referral",
    "withdraw_referral",
    "write_sheet",
]
