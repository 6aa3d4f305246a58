"""The list of cases: what each reader sees of each row, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from households.banner import household_names, lead_sentence
from households.models import Case, Person
from households.searching import matching
from households.states import STAGE_FILTERS, CaseState, state_of
from partners.roles import SECTION_RIGHTS, Right, Section
from veille.core.actor import Actor

SORTS = {
    "opened": ("opened_on", "number"),
    "-opened": ("-opened_on", "number"),
    "territory": ("territory__name", "-opened_on", "number"),
    "-territory": ("-territory__name", "-opened_on", "number"),
    "name": ("sort_name", "-opened_on", "number"),
    "-name": ("-sort_name", "-opened_on", "number"),
}
DEFAULT_SORT = "-opened"


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


def knows_files(actor: Actor) -> bool:
    """Whether one of her roles reads doors and territories (litigation does not)."""
    return any(SECTION_RIGHTS[role][Section.STATE] >= Right.READ for role in actor.roles)


def listed(actor: Actor, filters: dict, text: str = "") -> QuerySet[Case]:
    """The cases of her perimeter, narrowed and sorted; a filter on a hidden column finds nothing hidden."""
    cases = Case.objects.visible_to(actor).with_list_data()
    readable = Q(pk__in=Case.objects.visible_to(actor, Section.STATE, Right.READ).values("pk"))
    if stage := filters.get("stage"):
        cases = cases.filter(STAGE_FILTERS[stage], readable | Q(closed_on__isnull=False))
    hidden_filters = {name: filters[name] for name in ("door", "territory") if filters.get(name)}
    if hidden_filters:
        cases = cases.filter(readable, **hidden_filters)
    if text:
        cases = matching(cases, actor, text)
    return _sorted(cases, actor, filters.get("sort") or DEFAULT_SORT)


def _sorted(cases: QuerySet[Case], actor: Actor, sort: str) -> QuerySet[Case]:
    if sort.endswith("territory") and not knows_files(actor):
        sort = DEFAULT_SORT  # the order would tell the territories that the column hides
    order = SORTS.get(sort, SORTS[DEFAULT_SORT])
    if sort.endswith("name"):
        # Only names she may read take part: the order would tell the others.
        people = Person.objects.visible_to(actor).filter(household=OuterRef("household"), role="reference_person")
        cases = cases.annotate(sort_name=Subquery(people.order_by("pk").values("search_name")[:1]))
    return cases.order_by(*order)


def rows_of(actor: Actor, cases: Iterable[Case]) -> list[CaseRow]:
    """The lines of a page of cases fetched with `with_list_data`."""
    cases = list(cases)
    names = household_names(actor, cases)
    readable = _open(actor, cases, Section.STATE, Right.READ)
    led = _open(actor, cases, Section.MEASURE, Right.STATE)
    return [_row(case, names.get(case.household_id, ""), case.pk in readable, case.pk in led) for case in cases]


def _open(actor: Actor, cases: list[Case], section: str, at_least: Right) -> set[UUID]:
    shown = [case.pk for case in cases]
    rows = Case.objects.visible_to(actor, section, at_least).filter(pk__in=shown).order_by("pk")
    return set(rows.values_list("pk", flat=True))


def _row(case: Case, name: str, is_readable: bool, shows_lead: bool) -> CaseRow:
    return CaseRow(
        case=case,
        reference=case.number if is_readable else "Ouvrir le dossier",
        name=name,
        door=case.door if is_readable else "",
        territory=case.territory.name if is_readable else "",
        state=state_of(case, in_detail=is_readable),
        lead=lead_sentence(case, is_short=True) if shows_lead else "",
    )
