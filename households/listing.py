"""The list of cases: what each reader sees of each row, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest
from django.urls import reverse

from households import row_data
from households.models import Case, Person
from households.row_data import ListedCase, opened
from households.searching import bearing, is_name, matching, sought
from households.states import STAGE_FILTERS, CaseState, state_of
from partners.actors import outline
from partners.models import Territory
from partners.roles import SECTION_RIGHTS, Right, Section
from veille.core.actor import Actor
from veille.core.keyset import KeysetPage, Ordered, Values, Way, keyset_page
from veille.core.prepared import Blank, BlankText, prepared

# Each order and its reverse walk the same index.
SORTS = {
    "opened": ("opened_on", "-number"),
    "-opened": ("-opened_on", "number"),
    "territory": ("territory_name", "-opened_on", "number"),
    "-territory": ("-territory_name", "-opened_on", "number"),
    "name": ("sort_name", "-opened_on", "number"),
    "-name": ("-sort_name", "-opened_on", "number"),
}
# Where a name she may not read stands: after all the others, whichever way they are read.
_AFTER_ALL_NAMES = {"name": "\U0010ffff", "-name": ""}
DEFAULT_SORT = "-opened"
_COLUMNS = ("household_id", "number", "door", "opened_on", "admitted_on", "closed_on", "is_restricted")


class CaseColumns(NamedTuple):
    """A case as its line shows it."""

    pk: UUID
    household_id: UUID
    number: str
    door: str
    opened_on: date
    admitted_on: date | None
    closed_on: date | None
    is_restricted: bool
    territory_name: str


@dataclass(frozen=True)
class CaseRow:
    """One line; a column the reader may not see is empty."""

    case: ListedCase
    reference: str
    name: str
    door: str
    territory: str
    state: CaseState
    lead: str

    @property
    def url(self) -> str:
        before, after = _address()
        return f"{before}{self.case.pk}{after}"


_ANY = UUID(int=0)


@cache
def _address() -> tuple[str, str]:
    """What surrounds the key, found once: fifty searches through the addresses cost as much as a query."""
    before, _, after = reverse("households:case_detail", args=[_ANY]).partition(str(_ANY))
    return before, after


def knows_files(actor: Actor) -> bool:
    """Whether one of her roles reads doors and territories (litigation does not)."""
    return any(SECTION_RIGHTS[role][Section.STATE] >= Right.READ for role in actor.roles)


def page_of(actor: Actor, filters: dict, text: str, request: HttpRequest) -> KeysetPage:
    """The page of the list that the address asks for."""
    sort = _sort(actor, filters)
    if sort.endswith("name") or not is_name(text):
        return keyset_page(listed(actor, filters, text), request)
    return keyset_page(_prepared_list(actor, filters, text, sort), request)


def _prepared_list(actor: Actor, filters: dict, text: str, sort: str) -> Ordered:
    """The same list, whose words are kept: neither what is searched, nor who asks, nor where a page begins."""
    whole, words = sought(text)
    shape, wanted = outline(actor), tuple((name, value) for name, value in filters.items() if value)
    blanks: dict[str, object] = {f"word_{rank}": word for rank, word in enumerate(words)}
    blanks |= {"user": actor.user_id, "organisation": actor.organisation_id, "whole": whole}
    names = tuple(name.removeprefix("-") for name in SORTS[sort])

    def read(way: Way, values: Values) -> list[CaseColumns]:
        query = _rows(shape, wanted, len(words) if text else None, way, tuple(values))
        return [CaseColumns(*row) for row in query.rows(**blanks, **values)]

    return Ordered(names, read)


@prepared
def _rows(actor: Actor, filters: tuple, words: int | None, way: Way, places: tuple[str, ...]) -> QuerySet:
    """`words`: how many are searched, None when nothing is; `places`: the columns that tell where the page begins."""
    wanted = dict(filters)
    cases = _narrowed(actor, wanted)
    if words is not None:
        cases = bearing(cases, actor, BlankText("whole"), [BlankText(f"word_{rank}") for rank in range(words)])
    rows = _sorted(cases, actor, _sort(actor, wanted)).values_list("pk", *_COLUMNS, "territory_name")
    return way.of(rows, {name: Blank(name) for name in places})


def listed(actor: Actor, filters: dict, text: str = "") -> QuerySet[Case]:
    """The cases of her perimeter, narrowed and sorted; a filter on a hidden column finds nothing hidden."""
    cases = _narrowed(actor, filters)
    if text:
        cases = matching(cases, actor, text)
    return _sorted(cases.only(*_COLUMNS), actor, _sort(actor, filters))


def _narrowed(actor: Actor, filters: dict) -> QuerySet[Case]:
    cases = Case.objects.visible_to(actor)
    if stage := filters.get("stage"):
        cases = cases.filter(STAGE_FILTERS[stage], opened(actor, Section.STATE) | Q(closed_on__isnull=False))
    hidden_filters = {name: filters[name] for name in ("door", "territory") if filters.get(name)}
    if hidden_filters:
        cases = cases.filter(opened(actor, Section.STATE), **hidden_filters)
    return cases


def territories_of(actor: Actor) -> list[tuple[UUID, str]]:
    """The territories of the cases she sees, key and name."""
    return _territories(outline(actor)).rows(user=actor.user_id, organisation=actor.organisation_id)


@prepared
def _territories(actor: Actor) -> QuerySet:
    """One case of each is looked for, not all of them."""
    one = Subquery(Case.objects.visible_to(actor).filter(territory=OuterRef("pk")).values("pk")[:1])
    found = Territory.objects.annotate(one_case=one).filter(one_case__isnull=False)
    return found.order_by("name", "pk").values_list("pk", "name")


def _sort(actor: Actor, filters: dict) -> str:
    sort = filters.get("sort") or DEFAULT_SORT
    if sort not in SORTS or (sort.endswith("territory") and not knows_files(actor)):
        return DEFAULT_SORT  # the order would tell the territories that the column hides
    return sort


def _sorted(cases: QuerySet[Case], actor: Actor, sort: str) -> QuerySet[Case]:
    cases = cases.annotate(territory_name=F("territory__name"))
    if sort.endswith("name"):
        # Only names she may read take part: the order would tell the others.
        people = Person.objects.visible_to(actor).filter(household=OuterRef("household"), role="reference_person")
        name = Subquery(people.order_by("pk").values("search_name")[:1])
        cases = cases.annotate(sort_name=Coalesce(NullIf(name, Value("")), Value(_AFTER_ALL_NAMES[sort])))
    return cases.order_by(*SORTS[sort])


def rows_of(actor: Actor, cases: Iterable[ListedCase]) -> list[CaseRow]:
    """The lines of a page of cases that `listed` gave."""
    data = row_data.of_cases(actor, list(cases))
    return [_row(case, data) for case in data.cases]


def _row(case: ListedCase, data: row_data.RowData) -> CaseRow:
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
