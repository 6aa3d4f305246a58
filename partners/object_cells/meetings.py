"""Orientations, sessions, decisions, expertise, training."""

MEETINGS = {
    "orientation_make": {
        "landlord_referent": "W",
        "landlord_case_worker": "W",
        "landlord_manager": "W",
        "landlord_client_manager": "W",
        "association_worker": "W",
        "association_manager": "W",
        "referrer": "W",
        "state_service": "W",
    },
    "alert_social_team": {
        "landlord_client_manager": "W",
        "landlord_caretaker": "W",
        "landlord_litigation": "W",
    },
    "orientation_validate": {
        "landlord_manager": "W",
    },
    "sheet_before_freezing": {
        "landlord_referent": "W own",
        "landlord_case_worker": "W own",
        "landlord_manager": "R own",
        "association_worker": "W own",
        "association_manager": "R own",
        "instance_secretary": "W",
    },
    "sheet_frozen": {
        "landlord_referent": "R own or seat",
        "landlord_case_worker": "R own or seat",
        "association_worker": "R own or seat",
        "instance_secretary": "R",
        "state_service": "R seat",
        "expert": "R seat",
        "instance_member": "R seat",
        "funder": "R seat",
    },
    # The sheets of a session as one document to print: whoever reads them by her seat, no presenter.
    "session_bundle": {
        "landlord_referent": "R seat",
        "landlord_case_worker": "R seat",
        "association_worker": "R seat",
        "instance_secretary": "R",
        "state_service": "R seat",
        "expert": "R seat",
        "instance_member": "R seat",
        "funder": "R seat",
    },
    # The criteria shared with the landlord, beside the sheet: those who decide with them, by their seat.
    "prediagnosis_grid": {
        "landlord_referent": "R seat",
        "landlord_case_worker": "R seat",
        "association_worker": "R seat",
        "instance_secretary": "R",
        "state_service": "R seat",
        "expert": "R seat",
        "instance_member": "R seat",
        "funder": "R seat",
    },
    # What a diagnosis said wrong: who wrote it, or who manages her; a manager writes no diagnosis otherwise.
    "diagnosis_correction": {
        "landlord_case_worker": "W hers",
        "association_worker": "W hers",
        "association_manager": "W own",
    },
    # Papers handed to the members: the secretary brings them, the seats read them as long as the sheets.
    "session_document": {
        "landlord_referent": "R seat",
        "landlord_case_worker": "R seat",
        "association_worker": "R seat",
        "instance_secretary": "W",
        "state_service": "R seat",
        "expert": "R seat",
        "instance_member": "R seat",
        "funder": "R seat",
    },
    "session_agenda": {
        "instance_secretary": "W",
        "state_service": "R seat",
        "expert": "R seat",
        "instance_member": "R seat",
        "project_manager": "N",
        "group_coordinator": "N",
        "funder": "R seat",
    },
    # To say whether one comes: a seat for itself, an organisation invited for the day through those who would come.
    "session_invitation": {
        "landlord_referent": "W own or seat",
        "landlord_case_worker": "W own or seat",
        "landlord_manager": "W own",
        "association_worker": "W own or seat",
        "association_manager": "W own",
        "instance_secretary": "W",
        "state_service": "W own or seat",
        "expert": "W seat",
        "instance_member": "W seat",
        "funder": "W own or seat",
    },
    "opinion": {
        "state_service": "W seat",
        "expert": "W seat",
        "instance_member": "W seat",
        "funder": "W seat",
    },
    # The experts of an instance light a situation under a competence; every seat reads it beside the sheet.
    "session_advice": {
        "expert": "W seat",
    },
    # Whoever sits says that she is concerned; who keeps the session opens the situation again, never to herself.
    "conflict_declare": {
        "landlord_referent": "W seat",
        "landlord_case_worker": "W seat",
        "association_worker": "W seat",
        "state_service": "W seat",
        "expert": "W seat",
        "instance_member": "W seat",
        "funder": "W seat",
    },
    "conflict_lift": {
        "instance_secretary": "W",
    },
    "decision_record": {
        "instance_secretary": "W",
    },
    "decision_outside_session": {
        "landlord_manager": "W entitled",
        "association_manager": "W entitled",
        "instance_secretary": "W",
        "state_service": "W entitled",
    },
    # What has waited too long since a session: under the pseudonym of the instance, or under the pilot's own.
    "waiting_too_long": {
        "instance_secretary": "R",
        "project_manager": "P",
    },
    "session_record": {
        "instance_secretary": "W",
        "expert": "R seat",
        "instance_member": "R seat, entries of her organisation",
    },
    # Past its answer, a landlord keeps its own page without the file; the secretary follows, without a name.
    "candidature": {
        "landlord_referent": "R own",
        "landlord_manager": "R own",
        "landlord_allocation": "W own",
        "instance_secretary": "W instance",
    },
    "expert_request": {
        "landlord_referent": "W own",
        "landlord_case_worker": "W own",
        "association_worker": "W own",
        "expert": "W hers",
        "project_manager": "N",
        "group_coordinator": "N",
    },
    "capitalised_answers": {
        "landlord_referent": "R",
        "landlord_case_worker": "R",
        "landlord_manager": "R",
        "landlord_client_manager": "R",
        "landlord_allocation": "R",
        "landlord_director": "R",
        "association_worker": "R",
        "association_manager": "R",
        "instance_secretary": "W",
        "state_service": "R",
        "expert": "W",
        "instance_member": "R",
        "project_manager": "R",
        "group_coordinator": "R",
        "trainer": "R",
    },
    "training_session": {
        "landlord_referent": "R",
        "landlord_case_worker": "R",
        "association_worker": "R",
        "instance_secretary": "W",
        "expert": "R",
        "instance_member": "R",
        "project_manager": "W",
        "trainer": "W hers",
    },
    # The teams who come say what they thought, without their name; who keeps the training writes none.
    "training_feedback": {
        "landlord_referent": "W",
        "landlord_case_worker": "W",
        "association_worker": "W",
        "expert": "W",
        "instance_member": "W",
    },
}
