"""The nightly work: every file due is archived or erased, one transaction each, and the night leaves its certificate.

Run twice or killed half-way it does no harm: what is done is no longer due.
"""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from households import retention
from households.models import Case, ErasureCertificate
from households.services.retention import archive_case, erase_case, refuse_fixed_clock
from households.services.rights import purge_expired
from households.versions import hold_case
from partners.object_rights import may
from veille.core import clock, runs
from veille.core.actor import Actor
from veille.core.models import Run

TASK = "households.tasks.apply_retention"
LABEL = "Archivage et effacement des dossiers arrivés à leur terme"


def files_of(organisation: UUID | str | None) -> QuerySet[Case]:
    """The files an organisation answers for; all of them for the night's work."""
    files = retention.controlled(Case.objects.all())
    return files.filter(controller=organisation) if organisation else files


def apply(run: Run) -> dict:
    """Archive and erase what is due today; returns how many of each. Raises FixedClock, PermissionDenied."""
    refuse_fixed_clock()
    _refuse_former_officer(run)
    today = clock.today()
    due = retention.to_do(files_of(run.parameters.get("organisation")), today, "archive", "erase")
    done = {"archived": 0, "erased": 0}
    for number, one in enumerate(due):
        runs.progress(run, 100 * number // len(due), f"{number} sur {len(due)}")
        for step, count in _settle(one, today, run.pk).items():
            done[step] += count
    purge_expired(today)
    certificates = ErasureCertificate.objects.filter(run=run.pk).order_by("pk").values_list("pk", flat=True)
    return {**done, "certificates": [str(pk) for pk in certificates]}


def _refuse_former_officer(run: Run) -> None:
    """What an officer asked, and asks again when it failed, asks her role each time; the night asks nobody."""
    if run.parameters.get("organisation") and not may(runs.acting(run), "retention", "W"):
        raise PermissionDenied


@transaction.atomic
def _settle(one: retention.Due, today: date, run: UUID) -> dict[str, int]:
    """One file, asked again under its lock: a contact, a hold or a limitation may have come since the night began."""
    hold_case(one.case.pk)
    (still,) = retention.to_do(Case.objects.filter(pk=one.case.pk), today, one.step) or (None,)
    if still is None:
        return {}
    if one.step == "archive":
        return {"archived": int(archive_case(case=still.case))}
    erase_case(case=still.case, run=run)
    return {"erased": 1}


def ask_now(*, by: Actor) -> Run:
    """The same work at once, for the files that the actor's organisation answers for."""
    refuse_fixed_clock()
    return runs.ask(task=TASK, label=LABEL, parameters={"organisation": str(by.organisation_id)}, by=by)


def ask_for_tonight() -> Run | None:
    """One run a day, however often the clock rings; None under a fixed day or once asked."""
    refuse_fixed_clock()
    parameters = {"day": str(clock.today())}
    if Run.objects.filter(task=TASK, parameters=parameters).exists():
        return None
    return runs.ask_as_application(task=TASK, label=LABEL, parameters=parameters)
