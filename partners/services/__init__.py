"""Acts on who acts: memberships and invitations, organisations, dispositifs."""

from partners.services.dispositifs import create_dispositif, publish_version
from partners.services.memberships import accept_invitation, create_organisation, end_membership, invite

__all__ = [
    "accept_invitation",
    "create_dispositif",
    "create_organisation",
    "end_membership",
    "invite",
    "publish_version",
]
