"""Roles and rights on the sections of a file, with the sentence shown to administrators.

One table, compared with `docs/rights/roles.csv` by a test. Right on a section = the lower of what the
grant opens (`households.grants`) and what the role may do (here). Objects outside the file:
`partners.object_rights`.
"""

from django.db import models


class Right(models.IntegerChoices):
    """What may be done with a section; ordered, so that the lower of two is `min`."""

    NONE = 0, "rien"
    STATE = 1, "état seulement"
    READ = 2, "lecture"
    WRITE = 3, "écriture"


_CELLS = {"-": Right.NONE, "S": Right.STATE, "R": Right.READ, "W": Right.WRITE}


class Section(models.TextChoices):
    """The parts of a file, each with its own right."""

    STATE = "state", "État"
    IDENTITY = "identity", "Identité"
    CONTACT = "contact", "Coordonnées"
    CONFIDED = "confided", "Confié à l’accompagnement"
    HOUSING = "housing", "Logement"
    ARREARS = "arrears", "Impayés"
    PROCEDURE = "procedure", "Procédure"
    HOLD_REASON = "hold_reason", "Motif de mise en attente"
    MONEY = "money", "Budget"
    FINDINGS_LANDLORD = "findings_landlord", "Constats du bailleur"
    FINDINGS_SUPPORT = "findings_support", "Constats de l’accompagnement"
    RECOMMENDATION = "recommendation", "Préconisation"
    DIAGNOSIS = "diagnosis", "Diagnostic détaillé"
    SUMMARY = "summary", "Synthèse partageable"
    PLAN_SHARED = "plan_shared", "Plan partagé"
    PLAN = "plan", "Plan"
    INTERVENTIONS_SHARED = "interventions_shared", "Interventions partagées"
    INTERVENTIONS = "interventions", "Interventions"
    MEASURE = "measure", "Accompagnement"
    DECISION = "decision", "Décision"
    DECISION_RESERVED = "decision_reserved", "Motif réservé de la décision"
    CANDIDATURE = "candidature", "Candidature"
    ACCESS_PANEL = "access_panel", "Accès au dossier"


class Role(models.TextChoices):
    """What a person does in her organisation."""

    LANDLORD_REFERENT = "landlord_referent", "Référent·e social·e du bailleur"
    LANDLORD_CASE_WORKER = "landlord_case_worker", "Chargé·e de gestion sociale du bailleur"
    LANDLORD_MANAGER = "landlord_manager", "Responsable du bailleur"
    LANDLORD_CLIENT_MANAGER = "landlord_client_manager", "Chargé·e de clientèle du bailleur"
    LANDLORD_CARETAKER = "landlord_caretaker", "Gardien·ne"
    LANDLORD_LITIGATION = "landlord_litigation", "Contentieux du bailleur"
    LANDLORD_ALLOCATION = "landlord_allocation", "Attribution du bailleur"
    LANDLORD_DIRECTOR = "landlord_director", "Direction du bailleur"
    ASSOCIATION_WORKER = "association_worker", "Travailleur·se social·e"
    ASSOCIATION_MANAGER = "association_manager", "Chef·fe de service de l’association"
    INSTANCE_SECRETARY = "instance_secretary", "Secrétariat d’instance"
    REFERRER = "referrer", "Orienteur·se"
    STATE_SERVICE = "state_service", "Service de l’État"
    EXPERT = "expert", "Expert·e"
    INSTANCE_MEMBER = "instance_member", "Membre d’instance"
    PROJECT_MANAGER = "project_manager", "Pilote du dispositif"
    GROUP_COORDINATOR = "group_coordinator", "Coordination du groupement"
    FUNDER = "funder", "Financeur"
    EVALUATOR = "evaluator", "Évaluateur·rice"
    TRAINER = "trainer", "Formateur·rice"
    DPO = "dpo", "Délégué·e à la protection des données"
    PLATFORM_ADMIN = "platform_admin", "Administration technique"


ROLE_SENTENCES = {
    Role.LANDLORD_REFERENT: "Oriente, suit le logement et la dette ; ne lit rien de ce qui est confié à l’association.",
    Role.LANDLORD_CASE_WORKER: "Accompagne les ménages dont l’équipe la nomme, avec les outils de l’accompagnement.",
    Role.LANDLORD_MANAGER: "Lit les dossiers de son organisme, valide les orientations, donne les rôles.",
    Role.LANDLORD_CLIENT_MANAGER: "Oriente, tient le bail et la dette.",
    Role.LANDLORD_CARETAKER: "Alerte le pôle social ; n’ouvre aucun dossier.",
    Role.LANDLORD_LITIGATION: "Tient la procédure tant qu’une étape est ouverte ; ne voit ni dispositif ni motif.",
    Role.LANDLORD_ALLOCATION: "Répond aux candidatures adressées à son organisme.",
    Role.LANDLORD_DIRECTOR: "Lit les chiffres de son organisme ; n’ouvre aucun dossier.",
    Role.ASSOCIATION_WORKER: "Accompagne les ménages dont l’équipe la nomme.",
    Role.ASSOCIATION_MANAGER: "Lit les dossiers de l’association, répartit, donne les rôles.",
    Role.INSTANCE_SECRETARY: "Reçoit les orientations, prépare les séances, enregistre les décisions.",
    Role.REFERRER: "Oriente et suit l’état de ses orientations.",
    Role.STATE_SERVICE: "Oriente, lit les chiffres ; siège si une place lui est donnée.",
    Role.EXPERT: "Répond aux demandes adressées à sa compétence ; ne lit aucun dossier.",
    Role.INSTANCE_MEMBER: "Lit les fiches anonymes des séances où il siège.",
    Role.PROJECT_MANAGER: "Suit les chiffres, le budget et les rapports, sans aucun nom.",
    Role.GROUP_COORDINATOR: "Lit les chiffres et la configuration ; tient les listes de référence.",
    Role.FUNDER: "Lit ses financements et des chiffres masqués quand ils sont petits.",
    Role.EVALUATOR: "Lit le panel sous pseudonyme et des chiffres masqués.",
    Role.TRAINER: "Tient ses sessions de formation.",
    Role.DPO: "Lit le journal de son organisme et traite les demandes de droits.",
    Role.PLATFORM_ADMIN: "Tient les organismes et le service ; n’ouvre aucun dossier.",
}


def rights_table(text: str) -> dict[str, dict[str, Right]]:
    """Read a table of cells, one line a role or grant level, in the order of `Section`."""
    table = {}
    for line in text.strip().splitlines():
        name, *cells = line.split()
        table[name] = dict(zip(Section.values, (_CELLS[cell] for cell in cells), strict=True))
    return table


# Columns: the order of Section.
SECTION_RIGHTS = rights_table(
    """
    landlord_referent       R W W - W W R - - W - R - R R - W - S R - R R
    landlord_case_worker    W W W W W W W W W W W W W W W W W W W W W W W
    landlord_manager        R R R - W W W - - R - R - R R - R - S R - R R
    landlord_client_manager R R R - R W R - - W - - - R R - W - S R - - -
    landlord_caretaker      - - - - - - - - - - - - - - - - - - - - - - -
    landlord_litigation     S R R - R W W - - - - - - - - - - - - - - - -
    landlord_allocation     R R R - R - - - S - - S - R - - - - S - - W -
    landlord_director       - - - - - - - - - - - - - - - - - - - - - - -
    association_worker      W W W W W R R W W R W W W W W W W W W R W W R
    association_manager     R W W R R R R R R R R R R W R R R R W R R W R
    instance_secretary      R S - - R R - - - R S R - R - - - - - W R - -
    referrer                R - - - - - - - - - - - - - - - - - - S - - -
    state_service           R - - - - - - - - - - - - - - - - - - S - - -
    expert                  - - - - - - - - - - - - - - - - - - - - - - -
    instance_member         - - - - - - - - - - - - - - - - - - - - - - -
    project_manager         - - - - - - - - - - - - - - - - - - - - - - -
    group_coordinator       - - - - - - - - - - - - - - - - - - - - - - -
    funder                  - - - - - - - - - - - - - - - - - - - - - - -
    evaluator               - - - - - - - - - - - - - - - - - - - - - - -
    trainer                 - - - - - - - - - - - - - - - - - - - - - - -
    dpo                     - - - - - - - - - - - - - - - - - - - - - - -
    platform_admin          - - - - - - - - - - - - - - - - - - - - - - -
    """
)

# They open only the cases whose team names them; their managers open all.
TEAM_ROLES = frozenset({Role.ASSOCIATION_WORKER, Role.LANDLORD_CASE_WORKER})

# They give the roles that read cases, never to themselves.
MANAGER_ROLES = frozenset({Role.LANDLORD_MANAGER, Role.ASSOCIATION_MANAGER})

ASSOCIATION_ROLES = frozenset({Role.ASSOCIATION_WORKER, Role.ASSOCIATION_MANAGER})
