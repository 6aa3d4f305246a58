"""A double click, a back button: one effect."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from veille.core.actor import Actor
from veille.core.models import Submission

KEPT = timedelta(days=30)


@transaction.atomic
def once(*, by: Actor, form: str, key: UUID, act: Callable[[], str]) -> str:
    """Do `act` at most once for this key and return the address it answered.

    A second sending waits for the first (unique index), then gets the same address.
    """
    submission, is_new = Submission.objects.get_or_create(owner=by.user_id, form=form, key=key, defaults={"target": ""})
    if is_new:
        submission.target = act()
        submission.save(update_fields=["target"])
    return submission.target


def purge_expired() -> int:
    """Delete the keys that no page can send any more; returns how many."""
    return Submission.objects.filter(created_at__lte=timezone.now() - KEPT).delete()[0]
