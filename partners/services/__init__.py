"""Acts on who acts: memberships and invitations, organisations, dispositifs."""

from partners.services.dispositifs import create_dispositif, publish_version
from partners.services.duty import end_shift, plan_shift, possible_on_duty
from partners.services.memberships import accept_invitation, create_organisation, end_membership, invite

__all__ = [
    "accept_invitation",
    "create_dispositif",
    "create_organisation",
    "end_membership",
    "end_shift",
    "invite",
    "plan_shift",
    "possible_on_duty",
    "publish_version",
]
