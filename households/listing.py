"""The list of cases: what each reader sees of each row, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from households import row_data
from households.models import Case, Person
from households.row_data import opened
from households.searching import matching
from households.states import STAGE_FILTERS, CaseState, state_of
from partners.roles import SECTION_RIGHTS, Right, Section
from veille.core.actor import Actor

# Each order and its reverse walk the same index.
SORTS = {
    "opened": ("opened_on", "-number"),
    "-opened": ("-opened_on", "number"),
    "territory": ("territory_name", "-opened_on", "number"),
    "-territory": ("-territory_name", "-opened_on", "number"),
    "name": ("is_unnamed", "sort_name", "-opened_on", "number"),
    "-name": ("is_unnamed", "-sort_name", "-opened_on", "number"),
}
DEFAULT_SORT = "-opened"
_COLUMNS = ("household_id", "number", "door", "opened_on", "admitted_on", "closed_on", "is_restricted")


@dataclass(frozen=True)
class CaseRow:
    """One line; a column the reader may not see is empty."""

    case: Case
    reference: str
    name: str
    door: str
    territory: str
    state: CaseState
    lead: str

    @property
    def url(self) -> str:
        return _address().replace(str(_ANY), str(self.case.pk))


_ANY = UUID(int=0)


@cache
def _address() -> str:
    """Found once: fifty searches through the addresses cost as much as a query."""
    return reverse("households:case_detail", args=[_ANY])


def knows_files(actor: Actor) -> bool:
    """Whether one of her roles reads doors and territories (litigation does not)."""
    return any(SECTION_RIGHTS[role][Section.STATE] >= Right.READ for role in actor.roles)


def listed(actor: Actor, filters: dict, text: str = "", *, seen: QuerySet[Case] | None = None) -> QuerySet[Case]:
    """The cases of her perimeter, narrowed and sorted; a filter on a hidden column finds nothing hidden.

    `seen`: her perimeter, when the page has asked for it already.
    """
    cases = Case.objects.visible_to(actor) if seen is None else seen
    if stage := filters.get("stage"):
        cases = cases.filter(STAGE_FILTERS[stage], opened(actor, Section.STATE) | Q(closed_on__isnull=False))
    hidden_filters = {name: filters[name] for name in ("door", "territory") if filters.get(name)}
    if hidden_filters:
        cases = cases.filter(opened(actor, Section.STATE), **hidden_filters)
    if text:
        cases = matching(cases, actor, text)
    cases = cases.only(*_COLUMNS).annotate(territory_name=F("territory__name"))
    return _sorted(cases, actor, filters.get("sort") or DEFAULT_SORT)


def _sorted(cases: QuerySet[Case], actor: Actor, sort: str) -> QuerySet[Case]:
    if sort.endswith("territory") and not knows_files(actor):
        sort = DEFAULT_SORT  # the order would tell the territories that the column hides
    order = SORTS.get(sort, SORTS[DEFAULT_SORT])
    if sort.endswith("name"):
        # Only names she may read take part: the order would tell the others.
        people = Person.objects.visible_to(actor).filter(household=OuterRef("household"), role="reference_person")
        name = Subquery(people.order_by("pk").values("search_name")[:1])
        cases = cases.annotate(sort_name=Coalesce(name, Value("")), is_unnamed=Q(sort_name=""))
    return cases.order_by(*order)


def rows_of(actor: Actor, cases: Iterable[Case]) -> list[CaseRow]:
    """The lines of a page of cases that `listed` gave."""
    data = row_data.of_cases(actor, list(cases))
    return [_row(case, data) for case in data.cases]


def _row(case: Case, data: row_data.RowData) -> CaseRow:
    is_readable = data.opens(case, Section.STATE, Right.READ)
    return CaseRow(
        case=case,
        reference=case.number if is_readable else "Ouvrir le dossier",
        name=data.name(case),
        door=case.door if is_readable else "",
        territory=case.territory_name if is_readable else "",
        state=state_of(case, in_detail=is_readable),
        lead=data.lead(case) if data.opens(case, Section.MEASURE, Right.STATE) else "",
    )
