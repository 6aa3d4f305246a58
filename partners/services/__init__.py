"""Acts on who acts: memberships and invitations, organisations, dispositifs, the network, conventions."""

from partners.services.convention_papers import add_convention_paper, remove_convention_paper
from partners.services.conventions import (
    add_purchase,
    add_sharing,
    add_signatory,
    correct_convention,
    create_convention,
    follow_convention,
    note_signature,
    remove_purchase,
    remove_sharing,
    remove_signatory,
    stop_convention,
)
from partners.services.dispositifs import create_dispositif, publish_version
from partners.services.duty import end_shift, plan_shift, possible_on_duty
from partners.services.memberships import (
    accept_invitation,
    create_organisation,
    end_membership,
    hold_competences,
    invite,
)
from partners.services.network import (
    add_relay,
    correct_worker,
    end_relay,
    end_worker,
    entry_version,
    register_worker,
    worker_version,
    write_entry,
)

__all__ = [
    "accept_invitation",
    "add_convention_paper",
    "add_purchase",
    "add_relay",
    "add_sharing",
    "add_signatory",
    "correct_convention",
    "correct_worker",
    "create_convention",
    "create_dispositif",
    "create_organisation",
    "end_membership",
    "end_relay",
    "end_shift",
    "end_worker",
    "entry_version",
    "follow_convention",
    "hold_competences",
    "invite",
    "note_signature",
    "plan_shift",
    "possible_on_duty",
    "publish_version",
    "register_worker",
    "remove_convention_paper",
    "remove_purchase",
    "remove_sharing",
    "remove_signatory",
    "stop_convention",
    "worker_version",
    "write_entry",
]
