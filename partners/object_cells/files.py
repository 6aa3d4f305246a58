"""What a file asks for besides its sections."""

FILES = {
    "collective_action": {
        "landlord_referent": "W own",
        "landlord_case_worker": "W own",
        "association_worker": "W own",
        "association_manager": "W own",
        "project_manager": "N",
    },
    # Who comes to an action is told to no landlord, not even to its case workers, who have every other tool.
    "collective_participants": {
        "association_worker": "W own",
        "association_manager": "W own",
    },
    "solicitation": {
        "landlord_referent": "W",
        "landlord_case_worker": "W",
        "landlord_client_manager": "W",
        "association_worker": "W",
        "association_manager": "R",
    },
    # Who notes for several households at once reads the list of them; a landlord's other people, never.
    "group_entry": {
        "landlord_case_worker": "W hers",
        "association_worker": "W hers",
        "association_manager": "R own",
    },
    # The programme of who accompanies: days, places and modules. Who is invited is read file by file.
    "preparation_session": {
        "landlord_case_worker": "W own",
        "association_worker": "W own",
        "association_manager": "W own",
    },
    "landlord_line": {
        "landlord_referent": "W own",
        "landlord_case_worker": "W own",
        "landlord_manager": "R own",
        "landlord_client_manager": "W own",
    },
    "caseload_handover": {
        "landlord_manager": "W own case workers",
        "association_manager": "W own",
        "project_manager": "N",
    },
    "absence": {
        "landlord_case_worker": "W hers",
        "landlord_manager": "W own case workers",
        "association_worker": "W hers",
        "association_manager": "W own",
    },
    "caseload": {
        "landlord_case_worker": "R hers",
        "landlord_manager": "R own case workers",
        "association_worker": "R hers",
        "association_manager": "R own",
    },
    "duty_rota": {
        "landlord_case_worker": "R hers",
        "landlord_manager": "W own",
        "association_worker": "R hers",
        "association_manager": "W own",
    },
    "emergency_access": {
        "landlord_referent": "W own",
        "landlord_case_worker": "W own",
        "landlord_manager": "W own",
        "association_worker": "W own",
        "association_manager": "W own",
    },
    "emergency_review": {
        "landlord_manager": "W own",
        "association_manager": "W own",
        "dpo": "R own",
    },
    "readings_of_a_file": {
        "landlord_case_worker": "R hers",
        "association_worker": "R hers",
        "association_manager": "R hers",
    },
    "procedure_hold_ask": {
        "landlord_referent": "W",
        "landlord_case_worker": "W",
        "landlord_manager": "W",
        "landlord_client_manager": "W",
        "association_worker": "W",
    },
    "procedure_hold_decide": {
        "landlord_manager": "W own",
    },
    # Tenants of the landlord's monthly file, offered to those who refer: no file opens by it, none is told of.
    "tenants_to_pick": {
        "landlord_referent": "R own",
        "landlord_case_worker": "R own",
        "landlord_manager": "R own",
        "landlord_client_manager": "R own",
    },
}
