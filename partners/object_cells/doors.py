"""The doors of a dispositif: who brings a household to it without an account, and what it says of itself."""

from partners.object_cells.everybody import all_but

DOORS: dict[str, dict[str, str]] = {
    # The landlord's managers decide whether they approve before an orientation leaves.
    "approval_setting": {
        "landlord_manager": "W own",
    },
    # What a caretaker saw lands with the landlord's social team.
    "social_alert_handle": {
        "landlord_referent": "W own",
        "landlord_case_worker": "W own",
        "landlord_manager": "W own",
    },
    # Doors for referrers without an account; the pilot gives them too, and reads nothing of what comes by them.
    "external_link": {
        "instance_secretary": "W",
        "project_manager": "W own dispositif",
    },
    # What a dispositif says of itself to those who refer; the pilot writes it and may publish it.
    "prescriber_page": {
        **all_but("project_manager", cell="R"),
        "project_manager": "W own dispositif",
    },
    "referral_delays": {
        "instance_secretary": "N instance",
        "project_manager": "N own dispositif",
    },
}
