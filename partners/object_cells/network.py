"""The partners: capacities, directory, register, conventions."""

from partners.object_cells.everybody import all_but

NETWORK = {
    "capacity_board": {
        "landlord_manager": "W own",
        "landlord_allocation": "W own",
        "association_manager": "W own",
        "instance_secretary": "R",
        "instance_member": "R",
        "project_manager": "R",
    },
    "partner_directory": all_but("evaluator", "platform_admin", cell="R"),
    "convention": {
        "landlord_manager": "R own",
        "association_manager": "R own",
        "state_service": "R hers",
        "project_manager": "W",
        "group_coordinator": "R",
        "funder": "R hers",
    },
    # Names of professionals: read by those who work with them. A manager writes the lines her organisation keeps.
    "social_register": {
        "landlord_referent": "R",
        "landlord_case_worker": "R",
        "landlord_manager": "W",
        "landlord_client_manager": "R",
        "landlord_allocation": "R",
        "landlord_director": "R",
        "association_worker": "R",
        "association_manager": "W",
        "instance_secretary": "R",
        "expert": "R",
        "instance_member": "R",
        "project_manager": "R",
        "group_coordinator": "R",
        "trainer": "R",
        "dpo": "R own",
    },
    # The directory is read by `partner_directory`; its lines are written by those they speak of, and by the pilot.
    "directory_entry": {
        "landlord_manager": "W own",
        "association_manager": "W own",
        "project_manager": "W partners of the dispositif",
    },
}
