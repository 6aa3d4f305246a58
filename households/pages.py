"""What every page of a file shares: the case found, the rights of who looks, the banner, the tabs."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from households.banner import Banner, banner_of, current_housing
from households.models import Adhesion, Case, HousingPeriod, Information, Person
from households.note_levels import reads_some_level
from households.permissions import Rights, section_rights
from households.readers import hidden_from_landlord
from partners.roles import Right, Section
from veille.core import reads
from veille.core.actor import Actor

# Documents are open row by row, by level: the tab is for the roles that read one.
_DOCUMENTS = "Documents"
# Tab → address, and the sections of which one must be open (with the least right that opens it).
_TABS = (
    ("Synthèse", "households:case_detail", ((Section.STATE, Right.STATE),)),
    (
        "Ménage",
        "households:case_household",
        ((Section.IDENTITY, Right.READ), (Section.CONTACT, Right.READ), (Section.CONFIDED, Right.READ)),
    ),
    ("Logement", "households:case_housing", ((Section.HOUSING, Right.READ), (Section.PROCEDURE, Right.READ))),
    ("Budget", "households:case_budget", ((Section.MONEY, Right.READ), (Section.ARREARS, Right.READ))),
    (
        "Diagnostic",
        "households:case_difficulties",
        ((Section.FINDINGS_LANDLORD, Right.READ), (Section.FINDINGS_SUPPORT, Right.READ)),
    ),
    (
        "Suivi",
        "households:case_followup",
        (
            (Section.INTERVENTIONS, Right.READ),
            (Section.INTERVENTIONS_SHARED, Right.READ),
            (Section.MEASURE, Right.STATE),
        ),
    ),
    ("Plan", "households:case_plan", ((Section.PLAN, Right.READ), (Section.PLAN_SHARED, Right.READ))),
    ("Séances", "households:case_sessions", ((Section.DECISION, Right.STATE),)),
    (_DOCUMENTS, "households:case_documents", ((Section.STATE, Right.STATE),)),
    ("Accès", "households:case_access", ((Section.ACCESS_PANEL, Right.READ),)),
)


@dataclass(frozen=True)
class Tab:
    """A tab is an address."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class CasePage:
    """A case, who looks at it, and what she may see and do there."""

    actor: Actor
    case: Case
    rights: Rights
    view_name: str

    def reads(self, *sections: str) -> bool:
        return any(self.rights[section] >= Right.READ for section in sections)

    def writes(self, section: str) -> bool:
        return self.rights[section] >= Right.WRITE

    def require(self, allowed: bool) -> None:
        """403 when the case is seen and the act is not hers."""
        if not allowed:
            raise PermissionDenied

    def require_tab(self) -> None:
        """403 when the tab of this page is not hers."""
        self.require(any(tab.current for tab in self.tabs))

    def record(self, *sections: str) -> None:
        """Journal the sections this page shows, those open to her only."""
        for section in sections:
            if self.rights[section] >= Right.READ:
                reads.record([self.case.pk], section=section)

    @cached_property
    def banner(self) -> Banner:
        """Every page of a file shows it, forms included: asking for it says so to the journal."""
        self.record(Section.IDENTITY, *([Section.HOUSING] if self.housing else []))
        return banner_of(self.actor, self.case, self.rights, self.housing)

    @cached_property
    def housing(self) -> HousingPeriod | None:
        """Asked once: the banner tells it on every page, the summary says more of it."""
        return current_housing(self.actor, self.case)

    @property
    def people(self) -> QuerySet[Person]:
        """Those of the household whom she may know, former ones too."""
        return Person.objects.visible_to(self.actor).filter(household=self.case.household_id)

    @property
    def informations(self) -> QuerySet[Information]:
        """What the household was told, one line after the other."""
        return Information.objects.visible_to(self.actor).filter(case=self.case).select_related("noted_by")

    @property
    def adhesions(self) -> QuerySet[Adhesion]:
        """What the household wished, one line after the other."""
        return Adhesion.objects.visible_to(self.actor).filter(case=self.case).select_related("noted_by")

    @cached_property
    def tabs(self) -> list[Tab]:
        return [
            Tab(label, reverse(name, args=[self.case.pk]), name == self.view_name)
            for label, name, sections in _TABS
            if self._any_open(sections) and (label != _DOCUMENTS or reads_some_level(self.actor))
        ]

    def _any_open(self, sections: Iterable[tuple[str, Right]]) -> bool:
        return any(self.rights[section] >= least for section, least in sections)

    @cached_property
    def hidden_from_landlord(self) -> str:
        """Beside what was confided, in words that are true of who leads this file."""
        return hidden_from_landlord(self.case)

    @property
    def is_in_emergency(self) -> bool:
        """She opens this file on her word, for some hours: the page says so."""
        return self.case.pk in self.actor.emergency_cases

    @cached_property
    def can(self) -> dict[str, bool]:
        """Section → may write, for templates: `page.can.identity`."""
        return {str(section): right >= Right.WRITE for section, right in self.rights.items()}

    @cached_property
    def sees(self) -> dict[str, bool]:
        """Section → may read, for templates: `page.sees.identity`."""
        return {str(section): right >= Right.READ for section, right in self.rights.items()}

    @cached_property
    def knows(self) -> dict[str, bool]:
        """Section → at least its state, for templates: `page.knows.measure`."""
        return {str(section): right >= Right.STATE for section, right in self.rights.items()}


def open_page(request: HttpRequest, pk) -> CasePage:
    """The page of a case the actor sees; 404 for any other, missing or not."""
    case = get_object_or_404(Case.objects.visible_to(request.actor).with_list_data(), pk=pk)
    rights = section_rights(request.actor, case)
    return CasePage(request.actor, case, rights, request.resolver_match.view_name)
