"""The list of cases: as it is, filtered, searched with a slip of the keyboard, and far from its first page."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from urllib.parse import urlencode

from django.test import RequestFactory
from django.urls import reverse

from households import listing
from households.models import Case, Person
from veille.benchmark.measures import Times, read_raw, side_by_side, statements_of
from veille.benchmark.visitors import Visitor

LIST = "households:case_list"
ADMIN = "benchmark:households_case_changelist"
FAR = 500
_FIRST_PAGE = RequestFactory().get("/")


@dataclass(frozen=True)
class Question:
    """The list as somebody wants it; the same is asked of the admin, whose search knows no slip."""

    label: str
    filters: dict = field(default_factory=dict)
    text: str = ""
    for_admin: dict = field(default_factory=dict)


def questions(visitor: Visitor) -> Iterator[Question]:
    case = Case.objects.visible_to(visitor.actor).order_by("opened_on", "number").first()
    yield Question("list")
    territory = str(case.territory_id)
    yield Question(
        "filtered list",
        {"door": case.door, "stage": "admitted", "territory": territory},
        for_admin={"door__exact": case.door, "stage": "admitted", "territory__id__exact": territory},
    )
    name = _name_in(visitor)
    yield Question("search with a slip", text=_slip(name), for_admin={"q": name})


def _name_in(visitor: Visitor) -> str:
    """A name of her perimeter, long enough for a slip to be one."""
    people = Person.objects.visible_to(visitor.actor).filter(role="reference_person").order_by("pk")
    return next(person.last_name for person in people[:200] if len(person.last_name) > len("Lefebvre"))


def _slip(name: str) -> str:
    """One letter forgotten."""
    return name[:4] + name[5:]


def measure(visitor: Visitor, question: Question, rounds: int) -> dict[str, Times]:
    """Raw cursor, query and row objects, whole request, whole request of the admin."""
    visitor.search(question.text)
    rows = partial(rows_of, visitor, question)
    statements = statements_of(rows)
    address = f"{reverse(LIST)}?{urlencode(question.filters)}"
    admin = f"{reverse(ADMIN)}?{urlencode(question.for_admin)}"
    ways: dict[str, Callable[[], object]] = {
        "raw": partial(read_raw, statements),
        "rows": rows,
        "request": partial(visitor.page, address),
        "admin": partial(visitor.page, admin),
    }
    return side_by_side(ways, rounds)


def rows_of(visitor: Visitor, question: Question) -> list[listing.CaseRow]:
    """What the view does between the request and the template."""
    filters = {name: value for name, value in question.filters.items() if value}
    page = listing.page_of(visitor.actor, filters, question.text, _FIRST_PAGE)
    return listing.rows_of(visitor.actor, page.rows)


def measure_pages(visitor: Visitor, rounds: int) -> dict[str, Times] | None:
    """The first page and the five hundredth, reached by its links; None when the list has not so many."""
    visitor.search("")
    far = _address_of(visitor, FAR)
    if far is None:
        return None
    ways = {"first": partial(visitor.page, reverse(LIST)), "far": partial(visitor.page, far)}
    return side_by_side(ways, rounds)


def _address_of(visitor: Visitor, wanted: int) -> str | None:
    """Followed as a person does: the furthest link that does not go past it, page after page."""
    number, address = 1, reverse(LIST)
    while number < wanted:
        links = _links(visitor.page(address))
        further = [linked for linked in links if number < linked <= wanted]
        if not further:
            return None
        number = max(further)
        address = reverse(LIST) + links[number]
    return address


def _links(page: str) -> dict[int, str]:
    found = re.findall(r'<a class="page-link" href="([^"]+)"[^>]* aria-label="[^"]*[Pp]age (\d+)\)?"', page)
    return {int(number): unescape(address) for address, number in found}
