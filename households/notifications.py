"""Mails of the files: they say that something happened, never to whom nor what."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from households import tasks
from households.models import CaseTeamMember, EmergencyAccess, ProcedureHold, ProtectedDetail, TeamPart
from partners.actors import actor_by_ids
from veille.core.actor import Actor


def protected_detail_read(*, detail: ProtectedDetail, by: Actor) -> None:
    """Tell the lead person, unless she is the reader."""
    leads = CaseTeamMember.objects.current().filter(case=detail.case_id, part=TeamPart.LEAD).exclude(user=by.user_id)
    address = settings.SITE_ORIGIN + reverse("households:case_detail", args=[detail.case_id])
    for user_id in leads.order_by("pk").values_list("user", flat=True):
        transaction.on_commit(partial(tasks.tell_protected_read.delay, str(user_id), address))


def emergency_opened(*, access: EmergencyAccess) -> None:
    """Tell the second person at once, and nobody else; the mail leads to her list, not to the file."""
    if access.told_id:
        address = settings.SITE_ORIGIN + reverse("households:duty_list")
        transaction.on_commit(partial(tasks.tell_emergency.delay, str(access.told_id), address))


def hold_answered(*, hold: ProcedureHold, by: Actor) -> None:
    """Tell who asked for it, unless she answers herself or no longer reads the procedure of this file."""
    asker = actor_by_ids(hold.asked_by_id, hold.organisation_id)
    if asker is None or asker.user_id == by.user_id:
        return
    if not ProcedureHold.objects.visible_to(asker).filter(pk=hold.pk).exists():
        return
    address = settings.SITE_ORIGIN + reverse("households:case_housing", args=[hold.case_id])
    transaction.on_commit(partial(tasks.tell_hold_answered.delay, str(asker.user_id), address))
