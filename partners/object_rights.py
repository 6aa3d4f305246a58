"""Rights on objects outside a file: object × role → cell.

One table, compared with `docs/rights/others.csv` by a test. A cell is a right (`W` write, `R` read, `N`
numbers, `Nm` numbers with small groups masked, `P` pseudonymised) and sometimes a scope word; the scope
is kept by the permission function of the object.
"""

from partners.roles import Role
from veille.core.actor import Actor


def _all_but(*roles: str, cell: str) -> dict[str, str]:
    """The same cell for everybody else."""
    return {role: cell for role in Role.values if role not in roles}


OBJECT_RIGHTS = {
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
    "decision_record": {
        "instance_secretary": "W",
    },
    "decision_outside_session": {
        "landlord_manager": "W entitled",
        "association_manager": "W entitled",
        "instance_secretary": "W",
        "state_service": "W entitled",
    },
    "session_record": {
        "instance_secretary": "W",
        "expert": "R seat",
        "instance_member": "R seat, entries of her organisation",
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
    "capacity_board": {
        "landlord_manager": "W own",
        "landlord_allocation": "W own",
        "association_manager": "W own",
        "instance_secretary": "R",
        "instance_member": "R",
        "project_manager": "R",
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
    "collective_action": {
        "landlord_referent": "W own",
        "landlord_case_worker": "W own",
        "association_worker": "W own",
        "association_manager": "W own",
        "project_manager": "N",
    },
    "solicitation": {
        "landlord_referent": "W",
        "landlord_case_worker": "W",
        "landlord_client_manager": "W",
        "association_worker": "W",
        "association_manager": "R",
    },
    "caseload_handover": {
        "landlord_manager": "W own case workers",
        "association_manager": "W own",
        "project_manager": "N",
    },
    "partner_directory": _all_but("evaluator", "platform_admin", cell="R"),
    "convention": {
        "landlord_manager": "R own",
        "association_manager": "R own",
        "state_service": "R hers",
        "project_manager": "W",
        "group_coordinator": "R",
        "funder": "R hers",
    },
    "funding_plan": {
        "landlord_manager": "R own share",
        "landlord_director": "R own share",
        "association_manager": "R own lines",
        "state_service": "R its grants",
        "project_manager": "W",
        "group_coordinator": "R",
        "funder": "R its grants",
    },
    "expenses": {
        "landlord_manager": "W own",
        "association_manager": "W own",
        "state_service": "R claims",
        "project_manager": "W",
        "group_coordinator": "R",
        "funder": "R claims",
    },
    "time_entries": {
        "landlord_referent": "W hers",
        "landlord_case_worker": "W hers",
        "landlord_manager": "W own",
        "association_worker": "W hers",
        "association_manager": "W own",
        "expert": "W hers",
        "project_manager": "R",
    },
    "claims": {
        "state_service": "R hers",
        "project_manager": "W",
        "group_coordinator": "R",
        "funder": "R hers",
    },
    "indicators_activity": {
        "landlord_referent": "N own",
        "landlord_case_worker": "N own",
        "landlord_manager": "N own",
        "landlord_director": "N own",
        "association_worker": "N own",
        "association_manager": "N own",
        "instance_secretary": "N instance",
        "state_service": "Nm",
        "project_manager": "N",
        "group_coordinator": "N",
        "funder": "Nm",
        "evaluator": "Nm",
    },
    "indicators_difficulty_profile": {
        "landlord_referent": "Nm own",
        "landlord_case_worker": "N own",
        "landlord_manager": "Nm own",
        "landlord_director": "Nm own",
        "association_worker": "N own",
        "association_manager": "N own",
        "state_service": "Nm",
        "project_manager": "N",
        "group_coordinator": "Nm",
        "funder": "Nm",
        "evaluator": "Nm",
    },
    "cases_behind_a_number": {
        "landlord_referent": "own grants",
        "landlord_case_worker": "own grants",
        "landlord_manager": "own grants",
        "association_worker": "own grants",
        "association_manager": "own grants",
        "project_manager": "P",
    },
    "pseudonymised_case_list": {
        "project_manager": "P",
        "evaluator": "P panel",
    },
    "panel": {
        "landlord_referent": "W own controls",
        "landlord_manager": "W own controls",
        "project_manager": "N",
        "evaluator": "W P",
    },
    "reports_draft": {
        "project_manager": "W",
        "group_coordinator": "R",
        "evaluator": "W evaluation",
    },
    "reports_published": _all_but("landlord_caretaker", "referrer", "platform_admin", cell="R"),
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
    "runs": _all_but("landlord_caretaker", "referrer", cell="W hers"),
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
    # The teams who come say what they thought, without their name; who keeps the training writes none.
    "training_feedback": {
        "landlord_referent": "W",
        "landlord_case_worker": "W",
        "association_worker": "W",
        "expert": "W",
        "instance_member": "W",
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

_RANKS = {"W": 4, "R": 3, "P": 2, "N": 1, "Nm": 1}


def cells(actor: Actor, name: str) -> list[str]:
    """The cells that the actor's roles have on an object."""
    return [cell for role, cell in OBJECT_RIGHTS[name].items() if role in actor.roles]


def may(actor: Actor, name: str, right: str) -> bool:
    """Whether one of the actor's roles reaches `right` (W, R, P or N) on an object, scope aside."""
    return any(_RANKS.get(cell.split()[0], 0) >= _RANKS[right] for cell in cells(actor, name))


_ANY_SCOPE = object()


def roles_with(name: str, right: str, scope: object = _ANY_SCOPE) -> frozenset[str]:
    """The roles that reach `right` on an object: whatever the scope word, or with this one (None = no scope)."""
    found = set()
    for role, cell in OBJECT_RIGHTS[name].items():
        rank, _, word = cell.partition(" ")
        if _RANKS.get(rank, 0) >= _RANKS[right] and scope in (_ANY_SCOPE, word or None):
            found.add(role)
    return frozenset(found)
