"""Lists: fifty rows a page, counts that stop at ten thousand."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from veille.core import formats

PAGE_SIZE = 50
COUNT_CAP = 10_000
_LONGEST_NUMBER = 9  # digits: what a counter or an offset needs, and a database column holds


class CappedPaginator(Paginator):
    """Counting a million rows costs more than showing fifty: it stops one past the cap."""

    object_list: QuerySet

    @cached_property
    def count(self) -> int:
        return _capped_count(self.object_list)

    def in_words(self, singular: str, plural: str = "") -> str:
        """« 124 dossiers », « plus de 10 000 dossiers »."""
        return _in_words(self.count, singular, plural)


def counted_in_words(rows: QuerySet, singular: str, plural: str = "") -> str:
    """The same for a list whose pages are found by key (`veille.core.keyset`)."""
    return _in_words(_capped_count(rows), singular, plural)


def _capped_count(rows: QuerySet) -> int:
    return rows.order_by().values("pk")[: COUNT_CAP + 1].count()


def _in_words(count: int, singular: str, plural: str) -> str:
    if count > COUNT_CAP:
        return f"plus de {formats.counted(COUNT_CAP, singular, plural)}"
    return formats.counted(count, singular, plural)


def page_of(queryset: QuerySet, request: HttpRequest, size: int = PAGE_SIZE) -> Page:
    """The page asked in the address; a number out of range gives the nearest."""
    return CappedPaginator(queryset, size).get_page(request.GET.get("page"))


def whole_number(text: str) -> int | None:
    """A number that one of our pages sent; None for anything else (« ² » is a digit too, and no number)."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else None
