"""A background job is never lost and never turns for ever."""

from datetime import timedelta

import pytest
from django.utils import timezone

from veille.core import runs
from veille.core.models import Run, RunState


@pytest.fixture
def sent(monkeypatch):
    """The tasks given to Celery."""
    messages = []
    monkeypatch.setattr(runs, "_send", lambda task, run_id: messages.append((task, run_id)))
    return messages


@pytest.fixture
def run(cast, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return runs.ask(task="reports.tasks.make", label="Rapport", parameters={}, by=cast.pilot)


def expire(run):
    Run.objects.filter(pk=run.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_asking_sends_the_task_after_commit(run, sent):
    assert sent == [("reports.tasks.make", run.pk)]
    assert run.state == RunState.QUEUED


def test_one_worker_claims_and_the_other_goes_away(run):
    assert runs.claim(run.pk).attempt == 1
    assert runs.claim(run.pk) is None


def test_an_expired_lease_can_be_claimed_again(run):
    runs.claim(run.pk)
    expire(run)
    assert runs.claim(run.pk).attempt == 2


def test_a_worker_that_lost_its_lease_writes_nothing(run):
    slow = runs.claim(run.pk)
    expire(run)
    runs.claim(run.pk)
    with pytest.raises(runs.LeaseLost):
        runs.progress(slow, 50, "calcul")
    with pytest.raises(runs.LeaseLost):
        runs.finish(slow, {"document": "x"})
    assert Run.objects.get().state == RunState.RUNNING


def test_the_sweeper_queues_an_expired_run_again(run, sent):
    runs.claim(run.pk)
    expire(run)
    assert runs.sweep() == 1
    assert sent[-1] == (run.task, run.pk)


def test_a_healthy_run_is_left_alone(run, sent):
    runs.claim(run.pk)
    assert runs.sweep() == 0


def test_after_three_attempts_it_says_that_it_failed(run):
    for _ in range(runs.ATTEMPTS):
        runs.claim(run.pk)
        expire(run)
    assert runs.sweep() == 0
    assert runs.claim(run.pk) is None
    failed = Run.objects.get()
    assert (failed.state, failed.failure) == (RunState.FAILED, "LeaseExpired")


def test_a_lost_message_is_sent_again(run, sent):
    Run.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    runs.sweep()
    assert len(sent) == 2


def test_a_run_that_works_ends_done(run):
    def work(claimed):
        runs.progress(claimed, 40, "indicateurs")
        return {"document": "d"}

    runs.carry_out(run.pk, work)
    done = Run.objects.get()
    assert (done.state, done.progress, done.result) == (RunState.DONE, 100, {"document": "d"})


def test_a_failure_keeps_its_type_and_never_its_text(run):
    def work(claimed):
        raise ValueError("Mireille Vandecasteele")

    with pytest.raises(ValueError, match="Mireille"):
        runs.carry_out(run.pk, work)
    failed = Run.objects.get()
    assert (failed.state, failed.failure) == (RunState.FAILED, "ValueError")


def test_carrying_out_twice_works_once(run):
    done = []
    work = lambda claimed: done.append(1) or {}  # noqa: E731
    runs.carry_out(run.pk, work)
    runs.carry_out(run.pk, work)
    assert done == [1]
