"""A read of a named file is journalled in the same transaction as the read.

`confidential` holds a view and the rendering of its page in one transaction with the actor set for
the database; if the journal cannot be written, nothing is shown. Refusals are journalled in a
transaction of their own, since the first one is rolled back.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpResponse

from veille.core.actor import ActingRequest, Actor
from veille.core.models import AccessEvent, AccessKind

_log: ContextVar["ReadLog | None"] = ContextVar("read_log", default=None)


class ReadOutsideWrapper(Exception):
    """A named row was reached by a page that `confidential` does not hold."""


class ReadLog:
    """What one page load showed: one event a (kind, section), with the cases."""

    def __init__(self, actor: Actor, url_name: str):
        self.actor = actor
        self.url_name = url_name
        self.cases: dict[tuple[str, str], dict[UUID, None]] = {}

    def add(self, kind: str, section: str, case_ids: Iterable[UUID]) -> None:
        self.cases.setdefault((kind, section), {}).update(dict.fromkeys(case_ids))

    def write(self) -> None:
        AccessEvent.objects.bulk_create(
            AccessEvent(
                kind=kind,
                section=section,
                url_name=self.url_name,
                cases=list(case_ids),
                user=self.actor.user_id,
                organisation=self.actor.organisation_id,
            )
            for (kind, section), case_ids in self.cases.items()
        )


def record(case_ids: Iterable[UUID], *, section: str, kind: str = AccessKind.PAGE) -> None:
    """Say that the page being made shows this section of these cases."""
    log = _log.get()
    if log is None:
        raise ReadOutsideWrapper(f"La section {section} est lue hors de « confidential ».")
    log.add(kind, section, case_ids)


def record_apart(actor: Actor, page: str, case_ids: Iterable[UUID], *, section: str, kind: str) -> None:
    """The same for a job, which has no page: to be called in the transaction that keeps what it read."""
    log = ReadLog(actor, page)
    log.add(kind, section, case_ids)
    log.write()


def set_database_actor(actor: Actor) -> None:
    """Tell the database who reads, for this transaction only (row-level security stands on it)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('veille.user', %s, true), set_config('veille.organisation', %s, true)",
            [str(actor.user_id), str(actor.organisation_id)],
        )


@contextmanager
def unshown(reader: Actor) -> Iterator[None]:
    """What a person would be shown, asked for an act or a job that shows none of it: nothing of it is journalled."""
    outer = _log.get()
    token = _log.set(ReadLog(reader, ""))
    set_database_actor(reader)
    try:
        yield
    finally:
        _log.reset(token)
        if outer is not None:
            set_database_actor(outer.actor)


def confidential(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hold a view and its rendering in one transaction with its journal of reads."""

    @wraps(view)
    def wrapper(request: ActingRequest, *args, **kwargs) -> HttpResponse:
        return held_for(request.actor, view)(request, *args, **kwargs)

    return wrapper


def held_for(reader: Actor, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same for a reader whom the request does not name (who holds a link, `veille.core.links`)."""

    def held(request: ActingRequest, *args, **kwargs) -> HttpResponse:
        log = ReadLog(reader, request.resolver_match.view_name)
        token = _log.set(log)
        try:
            with transaction.atomic():
                set_database_actor(reader)
                response = view(request, *args, **kwargs)
                if hasattr(response, "render") and callable(response.render):
                    response.render()
                log.write()
                return response
        except (Http404, PermissionDenied):
            _record_refusal(log)
            raise
        finally:
            _log.reset(token)

    return held


def _record_refusal(log: ReadLog) -> None:
    with transaction.atomic():
        refusal = ReadLog(log.actor, log.url_name)
        refusal.add(AccessKind.REFUSAL, "-", ())
        refusal.write()
