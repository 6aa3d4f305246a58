"""What awaits a person in orientations and sessions."""

from cellule.todo_candidatures import candidature_items
from cellule.todo_capacity import capacity_items
from cellule.todo_doors import door_items
from cellule.todo_ending import ending_items
from cellule.todo_experts import expert_items
from cellule.todo_invitations import invitation_items
from cellule.todo_outside import outside_items
from cellule.todo_referrals import referral_items
from cellule.todo_reviews import review_items
from cellule.todo_sessions import session_items
from veille.core.actor import Actor
from veille.core.todo import WorkItem


def work_items(actor: Actor) -> list[WorkItem]:
    return [
        *referral_items(actor),
        *door_items(actor),
        *session_items(actor),
        *review_items(actor),
        *invitation_items(actor),
        *expert_items(actor),
        *capacity_items(actor),
        *candidature_items(actor),
        *outside_items(actor),
        *ending_items(actor),
    ]
