"""Background jobs that cannot be lost: ask, claim, renew, finish, sweep."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from uuid import UUID

from celery import current_app
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from veille.core.actor import Actor
from veille.core.models import Run, RunState
from veille.core.offers import offered

LEASE = timedelta(seconds=15)
RENEWED_EVERY = 5.0
ATTEMPTS = 3
KEPT = timedelta(days=365)
_NOBODY = UUID(int=0)
# Told of a job's progress: how far in a hundred, and the step. Who is not watched tells nobody.
Told = Callable[[int, str], None]
_STRIDE = 5


class LeaseLost(Exception):
    """Another worker has taken the run up: this one must stop writing."""


def ask(*, task: str, label: str, parameters: dict, by: Actor) -> Run:
    """Create a run and send its task once the transaction is committed."""
    run = Run.objects.create(
        task=task, label=label, parameters=parameters, requested_by=by.user_id, organisation=by.organisation_id
    )
    transaction.on_commit(lambda: _send(run.task, run.pk))
    return run


def ask_as_application(*, task: str, label: str, parameters: dict) -> Run:
    """The same for the clock: nobody asked, nobody but the application follows it."""
    run = Run.objects.create(task=task, label=label, parameters=parameters, requested_by=_NOBODY, organisation=_NOBODY)
    transaction.on_commit(lambda: _send(run.task, run.pk))
    return run


def ask_again(*, run: Run, by: Actor) -> Run:
    """A new run like one that failed."""
    return ask(task=run.task, label=run.label, parameters=run.parameters, by=by)


def _send(task: str, run_id: UUID) -> None:
    current_app.send_task(task, args=[str(run_id)])


def acting(run: Run) -> Actor:
    """Who asked, as her rights stand now. Raises PermissionDenied for who no longer acts for that organisation."""
    actors = (find(run.requested_by, run.organisation) for find in offered("actor_by_ids"))
    if actor := next(filter(None, actors), None):
        return actor
    raise PermissionDenied


def _claimable() -> Q:
    return Q(state=RunState.QUEUED) | Q(state=RunState.RUNNING, lease_until__lt=Now())


def claim(run_id: UUID | str) -> Run | None:
    """Take the run under a lease; None when somebody else holds it or it is finished."""
    taken = Run.objects.filter(_claimable(), pk=run_id, attempt__lt=ATTEMPTS).update(
        state=RunState.RUNNING, attempt=F("attempt") + 1, lease_until=Now() + LEASE, progress=0, step=""
    )
    return Run.objects.get(pk=run_id) if taken else None


def _write(run: Run, **changes) -> None:
    """Write under our own attempt, or raise LeaseLost."""
    written = Run.objects.filter(pk=run.pk, attempt=run.attempt, state=RunState.RUNNING).update(**changes)
    if not written:
        raise LeaseLost


def progress(run: Run, percent: int, step: str) -> None:
    """Show how far the job is; the lease is renewed by the way."""
    _write(run, progress=percent, step=step, lease_until=Now() + LEASE)


def tell(run: Run, percent: int, step: str) -> None:
    """Show progress from beside, inside a transaction that must hold to the end: its own writes are not seen before.

    Raises LeaseLost, so that a job taken up elsewhere undoes what it has written.
    """
    told: list[BaseException] = []
    thread = threading.Thread(target=_tell, args=(run, percent, step, told), daemon=True)
    thread.start()
    thread.join()
    if told:
        raise told[0]


def _tell(run: Run, percent: int, step: str, told: list[BaseException]) -> None:
    try:
        progress(run, percent, step)
    except LeaseLost as error:
        told.append(error)
    finally:
        connection.close()


def unwatched(percent: int, step: str) -> None:
    """For work done while the page waits."""


class Teller:
    """`tell`, called for each row and heard every five in a hundred."""

    def __init__(self, run: Run):
        self.run, self.last = run, -1

    def __call__(self, percent: int, step: str) -> None:
        if percent // _STRIDE != self.last // _STRIDE:
            self.last = percent
            tell(self.run, percent, step)


def finish(run: Run, result: dict) -> None:
    _write(run, state=RunState.DONE, progress=100, step="", result=result, finished_at=Now(), lease_until=None)


def fail(run: Run, error: BaseException) -> None:
    """Keep the exception's type only: its text may hold what somebody typed."""
    _write(run, state=RunState.FAILED, failure=type(error).__name__, finished_at=Now(), lease_until=None)


@contextmanager
def leased(run: Run) -> Iterator[None]:
    """Renew the lease from a thread while the job works."""
    stop = threading.Event()
    renewer = threading.Thread(target=_renew, args=(run.pk, run.attempt, stop), daemon=True)
    renewer.start()
    try:
        yield
    finally:
        stop.set()
        renewer.join()


def _renew(run_id: UUID, attempt: int, stop: threading.Event) -> None:
    try:
        while not stop.wait(RENEWED_EVERY):
            Run.objects.filter(pk=run_id, attempt=attempt, state=RunState.RUNNING).update(lease_until=Now() + LEASE)
    finally:
        connection.close()


def carry_out(run_id: UUID | str, work: Callable[[Run], dict]) -> None:
    """What every task does: claim, work under the lease, finish or write the failure."""
    run = claim(run_id)
    if run is None:
        return
    with leased(run), suppress(LeaseLost):
        try:
            finish(run, work(run))
        except LeaseLost:
            raise
        except Exception as error:
            fail(run, error)
            raise


def sweep() -> int:
    """Queue again the runs whose lease has expired or whose message was lost; fail them after three attempts."""
    expired = Run.objects.filter(state=RunState.RUNNING, lease_until__lt=Now())
    expired.filter(attempt__gte=ATTEMPTS).update(
        state=RunState.FAILED, failure="LeaseExpired", finished_at=Now(), lease_until=None
    )
    waiting = expired.filter(attempt__lt=ATTEMPTS) | Run.objects.filter(
        state=RunState.QUEUED, created_at__lt=Now() - timedelta(seconds=30)
    )
    lost = list(waiting.order_by("created_at").values_list("task", "pk"))
    for task, run_id in lost:
        _send(task, run_id)
    return len(lost)


def purge_expired() -> int:
    """Delete the finished runs past their term (what they made is kept apart); returns how many."""
    return Run.objects.filter(finished_at__lte=Now() - KEPT).delete()[0]
