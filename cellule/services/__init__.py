"""Acts of the package: orientations here, sheets, sessions and decisions in their own modules."""

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
from cellule.services.submission import submit_referral

__all__ = [
    "answer_complement",
    "claim_referral",
    "complete_referral",
    "name_presenter",
    "notify_answer_waits",
    "order_entry_diagnosis",
    "read_answer",
    "request_complement",
    "schedule_referral",
    "submit_referral",
    "withdraw_referral",
]
