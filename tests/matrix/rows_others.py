"""Addresses outside the files: money, results, roles, runs, one's account."""

from tests.matrix.rows import Row, act, form, reading
from tests.matrix.rules import all_of, any_of, cell, nobody, of, only

OWN_LIST = "la liste de son périmètre : chacun l’ouvre, vide s’il n’a rien"
HERS = "others.csv, runs : « W hers » ; un travail n’a qu’une demandeuse"

_WHOLE = cell("funding_plan", "R")
_SHARE = any_of(
    all_of(of("landlord"), cell("funding_plan", "R", "own share")),
    all_of(of("association"), cell("funding_plan", "R", "own lines")),
    all_of(any_of(of("state"), of("funder")), cell("funding_plan", "R", "its grants")),
)
_PLAN = {"at": {"pk": "plan"}, "seen": any_of(_WHOLE, _SHARE)}
_CHANGES = cell("funding_plan", "W")


def _of_plan(name: str, make, **at: str) -> list[Row]:
    return make(name, at={"pk": "plan", **at}, seen=_PLAN["seen"], may=_CHANGES)


_FUNDING = [
    *reading("funding:plan_list", why=OWN_LIST),
    *form("funding:plan_create", gate=_CHANGES),
    *reading("funding:plan_detail", **_PLAN),
    *reading("funding:plan_detail", at={"pk": "plan_validated"}, seen=_WHOLE),
    *reading("funding:plan_funders", **_PLAN, may=_WHOLE),
    *reading("funding:plan_cost", **_PLAN, may=_WHOLE),
    *_of_plan("funding:plan_copy", act),
    *_of_plan("funding:plan_validate", act),
    *_of_plan("funding:volet_create", form),
    *_of_plan("funding:volet_edit", form, volet_pk="volet"),
    *_of_plan("funding:line_create", form),
    *_of_plan("funding:line_edit", form, line_pk="line"),
    *_of_plan("funding:line_remove", act, line_pk="line"),
]


def sees_a_case(person, scene) -> bool:
    return any(scene.facts.sees(person, case) for case in scene.facts.territories)


# Numbers of « own » cases need one; a whole dispositif is followed through the scope of the role.
_COUNTS = any_of(
    cell("indicators_activity", "N"), all_of(cell("indicators_activity", "N", "own", "instance"), sees_a_case)
)
_DISPOSITIF = {"at": {"pk": "dispositif"}, "seen": _COUNTS}
_PROFILE = cell("indicators_difficulty_profile", "N", "own")
_DRAFTS = cell("reports_draft", "R")
_EVALUATION = cell("reports_draft", "R", "evaluation")
_PILOTS = cell("reports_draft", "W")


def _indicator(word: str, **more) -> list[Row]:
    return reading("reports:indicator_detail", at={"pk": "dispositif", "code": word}, seen=_COUNTS, **more)


def _asked(kind: str, *scopes: str) -> list[Row]:
    may = cell("reports_draft", "W", *scopes)
    return act("reports:document_ask", at={"pk": "dispositif", "kind": kind}, seen=_COUNTS, may=may)


_REPORTS = [
    *reading("reports:dashboard", gate=cell("indicators_activity", "N", "own", "instance")),
    *reading("reports:dashboard_detail", **_DISPOSITIF),
    *reading("reports:indicator_list", **_DISPOSITIF),
    *_indicator("code_activity"),
    *_indicator("code_profile", may=_PROFILE),
    *form("reports:fiche_edit", **_DISPOSITIF, may=_PILOTS),
    *_asked("evaluation", "evaluation"),
    *_asked("fiche_projet"),
    *reading("reports:document_download", at={"pk": "document_evaluation"}, seen=_EVALUATION),
    *reading("reports:document_download", at={"pk": "document_fiche"}, seen=_DRAFTS),
    *reading(
        "reports:document_download",
        at={"pk": "document_published"},
        seen=any_of(cell("reports_published", "R"), _EVALUATION),
    ),
    *form("reports:document_publish", at={"pk": "document_evaluation"}, seen=_EVALUATION, may=_PILOTS),
]
_OWN_RUN = {"at": {"pk": "run"}, "seen": only("project_manager"), "why": HERS}
_KERNEL = [
    *reading("home", why="chacun a son « À faire »"),
    *act("core:draft_save", at={"form": "noter"}, why="chacun garde ce qu’il tape"),
    *reading("core:run_detail", **_OWN_RUN),
    *reading("core:run_fragment", **_OWN_RUN, fragment=True),
    *act("core:run_again", **_OWN_RUN),
    *reading("gallery", why="démonstration seulement : aucune donnée"),
    *reading("mailbox", why="démonstration seulement : courriels inventés"),
]
_DIRECTORY = any_of(cell("partner_directory", "R"), cell("organisations", "R", "partners of the dispositif"))
_MANAGES = cell("memberships", "W", "own, never herself")
_CREATES = cell("organisations", "W", "partners of the dispositif")
_PARTNERS = [
    *act(
        "partners:organisation_switch",
        data={"organisation": "managed"},
        seen=of("association"),
        why="rights.md 1 : parmi ses propres organismes",
    ),
    *reading("partners:membership_list", gate=cell("memberships", "R", "own", "own, never herself")),
    *form("partners:membership_invite", gate=_MANAGES),
    *form("partners:membership_competences", at={"pk": "expert_membership"}, seen=of("association"), may=_MANAGES),
    *form("partners:membership_competences", at={"pk": "membership"}, seen=of("association"), may=nobody),
    *act("partners:membership_end", at={"pk": "membership"}, seen=of("association"), may=_MANAGES),
    *act("partners:membership_end", at={"pk": "own_membership"}, seen=of("association"), may=nobody),
    *reading("partners:organisation_list", gate=_DIRECTORY),
    *form("partners:organisation_create", gate=_CREATES),
    *form("partners:manager_invite", at={"pk": "unmanaged"}, may=_CREATES),
    *form("partners:manager_invite", at={"pk": "managed"}, may=nobody),
    *reading("partners:dispositif_list", gate=cell("dispositif_configuration", "R")),
    *reading("partners:dispositif_detail", at={"pk": "dispositif"}, gate=cell("dispositif_configuration", "R")),
    *form("partners:dispositif_create", gate=cell("dispositif_configuration", "W")),
]
_LINK = "ouvert à qui tient le lien"
_PUBLIC = [
    Row("health", public=True, why="sonde sans donnée"),
    Row("partners:invitation_accept", at={"uid": "invited", "token": "token"}, public=True, why=_LINK),
    Row("account_reset_password_from_key", at={"uidb36": "1", "key": "perdu"}, public=True, why=_LINK),
    *(
        Row(name, public=True, why="avant de se connecter")
        for name in (
            "account_login",
            "account_logout",
            "account_inactive",
            "account_signup",
            "account_reset_password",
            "account_reset_password_done",
            "account_reset_password_from_key_done",
            "mfa_authenticate",
        )
    ),
]
_ACCOUNT = [
    Row(name, why="une page de son propre compte")
    for name in (
        "account_reauthenticate",
        "account_change_password",
        "account_set_password",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_generate_recovery_codes",
        "usersessions_list",
    )
]
_NO_FACTOR = [
    Row(name, seen=nobody, why="personne n’a de second facteur dans la scène")
    for name in ("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes")
]

ROWS = [*_FUNDING, *_REPORTS, *_KERNEL, *_PARTNERS, *_PUBLIC, *_ACCOUNT, *_NO_FACTOR]
