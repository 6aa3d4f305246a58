"""The steps of a landlord's procedure: one stands on the main track, others beside it."""

from datetime import date, timedelta

from django.db import transaction

from households.models import Case, ProcedureStep
from households.versions import hold_case, lock_version
from partners.models import Organisation
from veille.core import audit, reference
from veille.core.actor import Actor


@transaction.atomic
def record_step(
    *, case: Case, landlord: Organisation, step: str, starts_on: date, by: Actor, due_on: date | None = None
) -> ProcedureStep:
    """Note a step. Litigation staff open the case while one is open.

    On the main track it ends the one before; noted late, it ends where the next began. A step that runs
    beside the procedure (surendettement, FSL, plan d’apurement…) ends only the former of its kind.
    """
    hold_case(case.pk)
    beside = _same_track(case, landlord, step)
    later = min((row.starts_on for row in beside if row.starts_on > starts_on), default=None)
    for former in beside:
        if former.ends_on is None and former.starts_on <= starts_on:
            is_later = starts_on > former.starts_on
            end_step(step=former, on=starts_on - timedelta(days=1) if is_later else former.starts_on, by=by)
    ends_on = later - timedelta(days=1) if later else None
    row = ProcedureStep(case=case, landlord=landlord, step=step, starts_on=starts_on, ends_on=ends_on, due_on=due_on)
    row.full_clean()
    row.save()
    audit.record("procedure.recorded", row, by=by, changes={"step": step})
    return row


def runs_beside(step: str) -> bool:
    """The law lets it run while the procedure goes on."""
    return bool(reference.mapped("procedure_step", step, "parallel"))


def _same_track(case: Case, landlord: Organisation, step: str) -> list[ProcedureStep]:
    rows = ProcedureStep.objects.filter(case=case, landlord=landlord).order_by("starts_on", "pk")
    if runs_beside(step):
        return list(rows.filter(step=step))
    return [row for row in rows if not runs_beside(row.step)]


@transaction.atomic
def change_deadline(*, step: ProcedureStep, version: str, due_on: date | None, by: Actor) -> ProcedureStep:
    """Move the next deadline of a step: a hearing put off, a delay granted."""
    stored = lock_version(step, version)
    stored.due_on = due_on
    stored.full_clean()
    stored.save(update_fields=["due_on"])
    audit.record("procedure.deadline_changed", stored, by=by, changes={"step": stored.step})
    return stored


@transaction.atomic
def end_step(*, step: ProcedureStep, on: date, by: Actor) -> ProcedureStep:
    """Close a step: with the last one, litigation staff no longer open the case."""
    step.ends_on = on
    if step.due_on and step.due_on > on:
        step.due_on = None
    step.full_clean()
    step.save(update_fields=["ends_on", "due_on"])
    audit.record("procedure.ended", step, by=by, changes={"step": step.step})
    return step
