"""The first screen of a file: how many queries, whatever it holds."""

from functools import partial
from uuid import UUID

from django.urls import reverse

from veille.benchmark.measures import Times, side_by_side, statements_of
from veille.benchmark.population import CASE, CASE_OF_FEW, CASE_OF_MANY, FEW_NOTES, MANY_NOTES, key
from veille.benchmark.visitors import Visitor

PAGE = "households:case_detail"


def addresses() -> dict[int, str]:
    """Notes in the file → its address."""
    numbers = {FEW_NOTES: CASE_OF_FEW, MANY_NOTES: CASE_OF_MANY}
    return {notes: reverse(PAGE, args=[UUID(key(CASE, number))]) for notes, number in numbers.items()}


def queries(visitor: Visitor, address: str) -> int:
    """Every statement of the request, those of the session and of the journal included."""
    visitor.page(address)
    return len(statements_of(partial(visitor.page, address)))


def measure(visitor: Visitor, found: dict[int, str], rounds: int) -> dict[str, Times]:
    ways = {str(notes): partial(visitor.page, address) for notes, address in found.items()}
    return side_by_side(ways, rounds)
