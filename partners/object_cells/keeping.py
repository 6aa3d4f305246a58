"""Who acts, what is configured, what is kept and taken away."""

from partners.object_cells.everybody import all_but

KEEPING = {
    "journal": {
        "dpo": "R own",
        "platform_admin": "N",
    },
    "rights_requests": {
        "landlord_referent": "asks",
        "landlord_case_worker": "asks",
        "association_worker": "asks",
        "association_manager": "asks",
        "dpo": "W own",
    },
    "retention": {
        "dpo": "W own",
    },
    "organisations": {
        "project_manager": "W partners of the dispositif",
        "group_coordinator": "R",
        "platform_admin": "W",
    },
    "memberships": {
        "landlord_manager": "W own, never herself",
        "association_manager": "W own, never herself",
        "project_manager": "first manager only",
        "dpo": "R own",
        "platform_admin": "first manager only",
    },
    "instance_seats": {
        "instance_secretary": "W",
        "project_manager": "W",
    },
    "dispositif_configuration": {
        "project_manager": "W",
        "group_coordinator": "W",
        "dpo": "R",
        "platform_admin": "R",
    },
    "reference_lists": {
        "project_manager": "R",
        "group_coordinator": "W",
        "platform_admin": "W",
    },
    "runs": all_but("landlord_caretaker", "referrer", cell="W hers"),
    "import": {
        "landlord_referent": "W own",
        "landlord_manager": "W own",
        "association_manager": "W own",
        "project_manager": "W budget",
    },
    "export_named": {
        "landlord_referent": "W own grants",
        "landlord_case_worker": "W own grants",
        "landlord_manager": "W own grants",
        "association_worker": "W own grants",
        "association_manager": "W own grants",
    },
    "service_status": {
        "platform_admin": "W",
    },
}
