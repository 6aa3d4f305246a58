"""What a person wants counted by mail, and stopping it."""

from collections.abc import Iterable

from django.db import transaction

from partners.models import Digest
from veille.core import audit
from veille.core.actor import Actor


@transaction.atomic
def choose_digest(*, daily: Iterable[str], weekly: Iterable[str], weekday: int, by: Actor) -> Digest:
    """Her choices for the organisation she acts for; none at all stops the mail."""
    digest, _ = Digest.objects.select_for_update(of=("self",)).get_or_create(user=by.user, organisation=by.organisation)
    digest.daily, digest.weekly, digest.weekday = sorted(daily), sorted(weekly), weekday
    digest.full_clean()
    digest.save()
    audit.record("account.digest_chosen", digest, by=by, changes={"daily": digest.daily, "weekly": digest.weekly})
    return digest


@transaction.atomic
def stop_digest(*, digest: Digest) -> None:
    """By the link of the mail: whoever holds it may stop it, and do nothing else. Stopped twice, it stays stopped."""
    stored = Digest.objects.select_for_update(of=("self",)).get(pk=digest.pk)
    if stored.daily or stored.weekly:
        stored.daily, stored.weekly = [], []
        stored.save(update_fields=["daily", "weekly"])
        audit.record("account.digest_stopped", stored, by=None)
