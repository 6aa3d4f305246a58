"""The left navigation, by role: a line is shown to whom the page behind it opens."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.urls import reverse

from cellule.candidature_permissions import FOLLOWERS
from cellule.permissions import dates_sessions, keeps_or_sits
from partners.object_rights import roles_with
from partners.roles import SECTION_RIGHTS, Right, Role, Section
from veille.core.actor import Actor

_FILE_ROLES = frozenset(role for role, rights in SECTION_RIGHTS.items() if rights[Section.IDENTITY] >= Right.READ)
# Who reads where a file stands keeps a table of her files; litigation staff do not.
_FOLLOWING_ROLES = frozenset(role for role in _FILE_ROLES if SECTION_RIGHTS[role][Section.STATE] >= Right.READ)

# Who reads visits that no landlord sees keeps a calendar of them.
_VISITING_ROLES = frozenset(role for role in _FILE_ROLES if SECTION_RIGHTS[role][Section.INTERVENTIONS] >= Right.READ)
_HOURS_ROLES = frozenset(
    role
    for name, right in (("duty_rota", "R"), ("emergency_access", "W"), ("emergency_review", "R"))
    for role in roles_with(name, right)
)
_COUNTING_EXPERTS = roles_with("expert_request", "N") - roles_with("expert_request", "W")
_COUNTING_ACTIONS = roles_with("collective_action", "N") - roles_with("collective_action", "W")
_NUMBERS_ONLY = roles_with("journal", "N") - roles_with("journal", "R")

# The pages that lie inside each line: how their names begin.
_INSIDE = {
    "home": ("households:line_", "households:digest_"),
    "households:duty_list": ("households:duty_", "households:emergency_"),
    "households:journal_list": ("households:journal_",),
    "households:case_list": ("households:", "accompaniment:", "cellule:housing_path"),
    "accompaniment:visit_calendar": ("accompaniment:visit_", "accompaniment:group_", "accompaniment:preparation_"),
    "accompaniment:caseload_list": ("accompaniment:caseload_", "accompaniment:absence_", "accompaniment:handover_"),
    "accompaniment:collective_list": ("accompaniment:collective_", "accompaniment:cooperative_"),
    "households:rights_list": ("households:rights_",),
    "households:retention_list": ("households:retention_", "households:certificate_", "households:hold_"),
    "households:register": ("households:register_",),
    "households:place_list": (
        "households:place_",
        "households:shared_dwelling",
        "households:charter_",
        "households:incident_",
    ),
    "cellule:referral_mine": ("cellule:referral_detail", "cellule:referral_start", "cellule:referral_step"),
    "cellule:referral_list": ("cellule:referral_examine",),
    "cellule:held_list": ("cellule:held_", "cellule:link_"),
    "cellule:approval_list": ("cellule:approval_",),
    "cellule:alert_new": ("cellule:alert_sent",),
    "cellule:alert_list": ("cellule:alert_detail",),
    "cellule:sheet_list": ("cellule:sheet_",),
    "cellule:expert_list": ("cellule:expert_", "cellule:expert_time_note"),
    "cellule:expert_time": ("cellule:expert_time",),
    "cellule:capitalised_list": ("cellule:capitalised_",),
    "cellule:training_list": ("cellule:training_",),
    "cellule:session_list": (
        "cellule:session_",
        "cellule:outside_",
        "cellule:consultation_",
        "cellule:minutes_",
        "cellule:item_noting",
        "cellule:item_refuse",
        "cellule:extract_",
        "cellule:entitlement_",
        "cellule:invitation",
    ),
    "cellule:session_calendar": (
        "cellule:synthesis_",
        "cellule:session_ahead",
        "cellule:feed_",
        "cellule:habits_",
        "cellule:closing_",
    ),
    "funding:plan_list": ("funding:",),
    "reports:dashboard": ("reports:",),
    "partners:membership_list": ("partners:membership_",),
    "partners:organisation_list": ("partners:organisation_", "partners:manager_"),
    "partners:dispositif_list": ("partners:dispositif_", "cellule:instance_", "cellule:body_", "cellule:territory_"),
    "cellule:candidature_list": ("cellule:candidature_", "cellule:offer_", "cellule:commission_"),
    "cellule:capacity_board": ("cellule:capacity_", "cellule:places_", "cellule:dwelling_"),
    "partners:directory_list": ("partners:directory_", "partners:relay_"),
    "partners:worker_list": ("partners:worker_",),
    "partners:convention_list": (
        "partners:convention_",
        "partners:signatory_",
        "partners:signature_",
        "partners:purchase_",
        "partners:sharing_",
    ),
}


def _line_holding(view_name: str) -> str:
    """The line a page lies inside: of several beginnings that fit, the longest tells."""
    found = [(len(start), line) for line, starts in _INSIDE.items() for start in starts if view_name.startswith(start)]
    return max(found, default=(0, ""))[1]


@dataclass(frozen=True)
class Entry:
    """A line of the navigation, the roles it is for (None = everybody), and what she must be besides."""

    label: str
    url_name: str
    icon: str
    roles: frozenset[str] | None = None
    condition: Callable[[Actor], bool] | None = None

    def is_for(self, actor: Actor) -> bool:
        if self.roles is not None and actor.roles.isdisjoint(self.roles):
            return False
        return self.condition is None or self.condition(actor)

    def mark(self, view_name: str) -> str:
        """The value of `aria-current`: this very page, a page inside it, or nothing."""
        if view_name == self.url_name:
            return "page"
        inside = view_name not in _LINES and _line_holding(view_name) == self.url_name
        return "true" if inside else ""


ENTRIES = (
    Entry("À faire", "home", "check2-square"),
    Entry("Ménages", "households:case_list", "people", _FILE_ROLES),
    Entry("Visites", "accompaniment:visit_calendar", "calendar3", _VISITING_ROLES),
    Entry("Tableau de suivi", "households:tracking_list", "table", _FOLLOWING_ROLES),
    Entry("Sollicitations", "accompaniment:solicitation_list", "bell", roles_with("solicitation", "R")),
    Entry("Actions collectives", "accompaniment:collective_list", "people", roles_with("collective_action", "W")),
    Entry("Actions collectives", "accompaniment:collective_numbers", "people", _COUNTING_ACTIONS),
    Entry("Feuille de temps", "accompaniment:time_sheet", "clock", roles_with("time_entries", "W")),
    Entry("Mes orientations", "cellule:referral_mine", "send", roles_with("orientation_make", "W")),
    Entry("Orientations reçues", "cellule:referral_list", "inbox", frozenset({Role.INSTANCE_SECRETARY})),
    Entry("Liens remis", "cellule:held_list", "envelope", roles_with("external_link", "W")),
    Entry("Délais", "cellule:referral_delays", "clock", roles_with("referral_delays", "N")),
    Entry("Validation interne", "cellule:approval_list", "check2-square", roles_with("orientation_validate", "W")),
    Entry("Alerter le pôle social", "cellule:alert_new", "send", roles_with("alert_social_team", "W")),
    Entry("Alertes reçues", "cellule:alert_list", "inbox", roles_with("social_alert_handle", "W")),
    Entry("Fiches à présenter", "cellule:sheet_list", "file-earmark-text", roles_with("sheet_before_freezing", "W")),
    Entry("Séances", "cellule:session_list", "calendar3", condition=keeps_or_sits),
    Entry("Calendrier", "cellule:session_calendar", "calendar", condition=dates_sessions),
    Entry("Propositions de logement", "cellule:candidature_list", "house-door", FOLLOWERS),
    Entry("Capacités", "cellule:capacity_board", "house-door", roles_with("capacity_board", "R")),
    Entry("Places transitoires", "households:place_list", "house-door", roles_with("place_inventory", "N")),
    Entry("Annuaire", "partners:directory_list", "signpost-split", roles_with("partner_directory", "R")),
    Entry("Registre du réseau", "partners:worker_list", "person-badge", roles_with("social_register", "R")),
    Entry("Conventions", "partners:convention_list", "file-earmark-text", roles_with("convention", "R")),
    Entry("Expertise", "cellule:expert_list", "people", roles_with("expert_request", "W")),
    Entry("Temps d’expertise", "cellule:expert_time", "clock", _COUNTING_EXPERTS),
    Entry("Capitalisation", "cellule:capitalised_list", "journal-text", roles_with("capitalised_answers", "R")),
    Entry("Formations", "cellule:training_list", "calendar3", roles_with("training_session", "R")),
    Entry("Financement", "funding:plan_list", "cash-coin", roles_with("funding_plan", "R")),
    Entry("Résultats", "reports:dashboard", "bar-chart", roles_with("indicators_activity", "N")),
    Entry("Charge et absences", "accompaniment:caseload_list", "people", roles_with("caseload", "R")),
    Entry("Astreinte et urgences", "households:duty_list", "clock", _HOURS_ROLES),
    Entry("Journal", "households:journal_list", "journal-text", roles_with("journal", "R")),
    Entry("Journal en chiffres", "households:journal_numbers", "journal-text", _NUMBERS_ONLY),
    Entry("Demandes de droits", "households:rights_list", "shield-lock", roles_with("rights_requests", "W")),
    Entry("Conservation", "households:retention_list", "file-earmark-text", roles_with("retention", "W")),
    Entry("Registre", "households:register", "journal-text", roles_with("retention", "W")),
    Entry("Rôles", "partners:membership_list", "person-badge", roles_with("memberships", "R")),
    Entry("Organismes", "partners:organisation_list", "building", roles_with("organisations", "R")),
    Entry("Dispositifs", "partners:dispositif_list", "diagram-3", roles_with("dispositif_configuration", "R")),
)
# Past so many lines, those of one subject fold under its name; the subject of the current page is open.
UNFOLDED = 10
GROUPS = (
    ("Suivi", "table", (
        "accompaniment:visit_calendar", "households:tracking_list", "accompaniment:solicitation_list",
        "accompaniment:time_sheet", "accompaniment:caseload_list", "accompaniment:collective_list",
        "accompaniment:collective_numbers", "households:duty_list",
    )),
    ("Orientations", "send", (
        "cellule:referral_mine", "cellule:referral_list", "cellule:held_list", "cellule:referral_delays",
        "cellule:approval_list", "cellule:alert_new", "cellule:alert_list",
    )),
    ("Séances", "calendar3", ("cellule:session_list", "cellule:session_calendar", "cellule:sheet_list")),
    ("Logements", "house-door", ("cellule:candidature_list", "cellule:capacity_board", "households:place_list")),
    ("Réseau", "signpost-split", (
        "partners:directory_list", "partners:worker_list", "partners:convention_list", "partners:organisation_list",
    )),
    ("Expertise et formations", "journal-text", (
        "cellule:expert_list", "cellule:expert_time", "cellule:capitalised_list", "cellule:training_list",
    )),
    ("Organisme", "building", (
        "partners:membership_list", "partners:dispositif_list", "households:journal_list",
        "households:rights_list", "households:retention_list", "households:register",
    )),
)  # fmt: skip
_GROUP_OF = {url_name: (label, icon) for label, icon, lines in GROUPS for url_name in lines}
# A page that has a line of its own marks no other.
_LINES = frozenset(entry.url_name for entry in ENTRIES)


@cache
def _address(url_name: str) -> str:
    """Found once: each page asks for all of them."""
    return reverse(url_name)


def lines_of(actor: Actor, current: str) -> list[dict]:
    """The lines shown to the actor, the one of the current page marked."""
    return [
        {
            "name": entry.url_name,
            "label": entry.label,
            "url": _address(entry.url_name),
            "icon": entry.icon,
            "count": None,
            "current": entry.mark(current),
            "lines": (),
        }
        for entry in ENTRIES
        if entry.is_for(actor)
    ]


def folded(lines: list[dict]) -> list[dict]:
    """The same lines; when they are many, those of one subject under its name, where the first of them stood."""
    if len(lines) <= UNFOLDED:
        return lines
    groups: dict[tuple[str, str], list[dict]] = {}
    for line in lines:
        groups.setdefault(_GROUP_OF.get(line["name"], (line["label"], line["icon"])), []).append(line)
    return [
        held[0] if len(held) == 1 else {"label": label, "icon": icon, "lines": held, "is_open": _holds_page(held)}
        for (label, icon), held in groups.items()
    ]


def _holds_page(lines: list[dict]) -> bool:
    return any(line["current"] for line in lines)


def primary_entry(actor: Actor) -> dict | None:
    """The one act always at hand."""
    if actor.roles & roles_with("orientation_make", "W"):
        return {"label": "Orienter un ménage", "url": _address("cellule:referral_start")}
    return None


def starting_point(actor: Actor) -> dict | None:
    """Where she may begin when nothing awaits her: the one act always at hand, else the next line."""
    lines = lines_of(actor, "")[1:]
    first = {"label": f"Aller à « {lines[0]['label']} »", "url": lines[0]["url"]} if lines else None
    return primary_entry(actor) or first


def search_url(actor: Actor) -> str:
    """Where she searches, inside her own perimeter; empty when she opens no file."""
    return _address("households:case_list") if actor.roles & _FILE_ROLES else ""
