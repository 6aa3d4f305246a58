"""Pages that ask every second whether something moved: one small query when nothing did, nothing journalled.

The page says what it has seen: the revision of the session, and a mark of what it shows. Same revision: 204. Another
revision with the same mark: only what stands around (time, presence) is sent again, and no reading is recorded. A seat
is told no revision, which would count the acts of a situation she has left: see `cellule.room`.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from veille.core.pages import whole_number

SEEN = "X-Veille-Seen"
UNCHANGED = 204


def _seen(request: HttpRequest) -> tuple[int | None, str]:
    revision, _, mark = request.GET.get("vu", "").partition(".")
    return whole_number(revision), mark


def is_up_to_date(request: HttpRequest, sessions, pk: UUID) -> bool:
    """Whether the page shows the last revision of a session that she still sees."""
    revision, _ = _seen(request)
    return revision is not None and sessions.filter(pk=pk, revision=revision).exists()


def shows(request: HttpRequest, mark: str) -> bool:
    """Whether the page already shows what this mark stands for."""
    return _seen(request)[1] == mark


def has_seen(request: HttpRequest, value: str) -> bool:
    """Whether the page shows all that this value stands for."""
    return request.GET.get("vu", "") == value


def seen_value(moved: int | str, mark: str) -> str:
    return f"{moved}.{mark}"


def answer(request: HttpRequest, template: str, context: dict, *, seen: str) -> HttpResponse:
    """A fragment, with what the page has seen once it has put it in place."""
    response = render(request, template, context)
    response[SEEN] = seen
    return response
