"""An orientation that waits for the approval of the landlord, without a browser."""

from cellule.models import HeldReferral
from cellule.services import referral_drafts
from cellule.services.approvals import ask_for_approval
from cellule.wizard import STEPS, Intake
from tests.cellule.referral_answers import LEAST


def waiting_for_approval(author) -> HeldReferral:
    """What `author` typed, as it leaves her hands."""
    typed = {step.key: LEAST[step.slug] for step in STEPS}
    steps = {
        key: {name: value if isinstance(value, list) else [value] for name, value in data.items()}
        for key, data in typed.items()
    }
    draft = referral_drafts.begin_with(by=author, danger="no", steps=steps)
    intake = Intake.load(author, draft)
    held = ask_for_approval(by=author, draft=intake.stored, new=intake.whole())
    referral_drafts.discard(by=author, draft_id=draft)
    return held
