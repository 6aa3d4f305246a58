"""Background work of the files."""

import logging

from celery import shared_task

from households import digests, retention_job
from households.importing import jobs
from households.services import access_file, merging, quarantine
from households.services.accounts import forget_old_months
from households.services.deposits import SCAN_TASK
from households.services.imports import TRY_TASK, WRITE_TASK, forget_expired
from households.services.retention import FixedClock
from partners.models import User
from veille.core import runs
from veille.core.mails import write_to


@shared_task(name="households.tasks.tell_protected_read")
def tell_protected_read(user_id: str, address: str) -> None:
    """One mail; a second one, if the worker dies in between, does no harm."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    write_to(
        user.email,
        subject="une donnée protégée a été lue",
        template="households/email/protected_read.txt",
        context={"address": address},
    )


@shared_task(name="households.tasks.tell_emergency")
def tell_emergency(user_id: str, address: str) -> None:
    """One mail to the second person; twice does no harm."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    write_to(
        user.email,
        subject="un accès d’urgence a été ouvert",
        template="households/email/emergency_opened.txt",
        context={"address": address},
    )


@shared_task(name="households.tasks.tell_hold_answered")
def tell_hold_answered(user_id: str, address: str) -> None:
    """One mail to who asked; twice does no harm."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    write_to(
        user.email,
        subject="une réponse à l’une de vos demandes",
        template="households/email/hold_answered.txt",
        context={"address": address},
    )


@shared_task(name="households.tasks.apply_retention")
def apply_retention(run_id: str) -> None:
    runs.carry_out(run_id, retention_job.apply)


@shared_task(name="households.tasks.gather_access_file")
def gather_access_file(run_id: str) -> None:
    runs.carry_out(run_id, access_file.gather)


@shared_task(name="households.tasks.ask_for_retention", expires=3600)
def ask_for_retention() -> None:
    """Each night; on a fixed day the log says why nothing is done."""
    try:
        retention_job.ask_for_tonight()
    except FixedClock as refusal:
        logging.getLogger("veille").warning("%s", refusal)


@shared_task(name=SCAN_TASK)
def scan_document(run_id: str) -> None:
    runs.carry_out(run_id, quarantine.scan_asked)


@shared_task(name="households.tasks.watch_documents", expires=300)
def watch_documents() -> None:
    """What waits too long for the antivirus is asked again; files that no row names are erased."""
    quarantine.scan_overdue()
    quarantine.sweep_orphans()


@shared_task(name=TRY_TASK)
def try_import(run_id: str) -> None:
    runs.carry_out(run_id, jobs.try_in_background)


@shared_task(name=WRITE_TASK)
def write_import(run_id: str) -> None:
    runs.carry_out(run_id, jobs.write_in_background)


@shared_task(name="households.tasks.forget_imports", expires=3600)
def forget_imports() -> None:
    """Files that nobody finished importing are erased."""
    forget_expired()


@shared_task(name="households.tasks.forget_merges", expires=3600)
def forget_merges() -> None:
    """Past thirty days a merger can no longer be taken back: what was kept for it goes."""
    merging.forget_expired()


@shared_task(name="households.tasks.forget_account_months", expires=3600)
def forget_account_months() -> None:
    """Balances of tenants past their term go, whether another file came or not."""
    forget_old_months()


@shared_task(name="households.tasks.send_digests", expires=600)
def send_digests() -> None:
    """From seven in the morning in Paris, every ten minutes: what left today does not leave again."""
    digests.send_due()
