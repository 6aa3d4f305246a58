"""Mails of the files: they say that something happened, never to whom nor what."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from households import tasks
from households.models import CaseTeamMember, EmergencyAccess, ProtectedDetail, TeamPart
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
