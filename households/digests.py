"""The mail that counts what awaits somebody: numbers by topic, and nothing else.

It leaves in the morning of working days, once: the day is written in the transaction that sends it, under a lock.
Two workers send one mail; one that dies before its mail leaves it to the next turn; should it die in the instant
between the mail and the end of the transaction, the second mail bears the same Message-ID, and mailboxes show one.
"""

from collections import Counter
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from households.set_aside import desk_of
from partners.actors import actor_by_ids
from partners.models import Digest, DigestDay
from veille.core import clock, reads
from veille.core.actor import Actor
from veille.core.mails import write_to
from veille.core.public_holidays import PublicHolidays
from veille.core.todo import LATE, Topic

HOUR = time(7)
_KEPT = timedelta(days=30)
_FRIDAY = 4


def works_on(day: date) -> bool:
    """Monday to Friday, public holidays of the whole country left out."""
    return day.weekday() <= _FRIDAY and not PublicHolidays()(day)


def topics_of(digest: Digest, day: date) -> frozenset[str]:
    """What is counted on a day: a weekly topic whose day is not worked is told on the next day that is."""
    if not works_on(day):
        return frozenset()
    days = [day]
    while not works_on(days[-1] - timedelta(days=1)):
        days.append(days[-1] - timedelta(days=1))
    is_weekly = digest.weekday in {one.weekday() for one in days}
    return frozenset(digest.daily) | (frozenset(digest.weekly) if is_weekly else frozenset())


def send_due(now: datetime | None = None) -> int:
    """Send what is due and was not sent today; returns how many mails left.

    One that could not leave keeps none of the others; it is tried again at the next turn.
    """
    now = (now or clock.now()).astimezone(clock.PARIS)
    if now.time() < HOUR or not works_on(now.date()):
        return 0
    waiting = Digest.objects.chosen().exclude(days__day=now.date()).order_by("pk").values_list("pk", flat=True)
    sent, failures = 0, []
    for key in waiting:
        try:
            sent += _send(key, now.date())
        except OSError as failure:
            failures.append(failure)
    if failures:
        raise failures[-1]
    return sent


@transaction.atomic
def _send(key: UUID, day: date) -> bool:
    digest = Digest.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=key).first()
    topics = topics_of(digest, day) if digest else frozenset()
    actor = actor_by_ids(digest.user_id, digest.organisation_id) if digest and topics else None
    if digest is None or actor is None:
        return False
    told, is_new = DigestDay.objects.get_or_create(digest=digest, day=day)
    if not is_new:
        return False
    counts, late = _counted(actor, topics)
    told.lines = counts.total()
    told.save(update_fields=["lines"])
    if counts:
        _write(digest, day, counts, late)
    return bool(counts)


def _counted(actor: Actor, topics: frozenset[str]) -> tuple[Counter, Counter]:
    """Lines by topic, and those that are late. Nothing of them is shown, nothing is journalled as read."""
    with reads.unshown(actor):
        items = [item for item in desk_of(actor).items if item.kind and item.kind.topic in topics]
    late = (item.kind.topic for item in items if item.kind and item.group == LATE)
    return Counter(item.kind.topic for item in items if item.kind), Counter(late)


def _write(digest: Digest, day: date, counts: Counter, late: Counter) -> None:
    rows = [(topic.label, counts[topic], late[topic]) for topic in Topic if counts[topic]]
    stop = settings.SITE_ORIGIN + stop_address(digest)
    home = settings.SITE_ORIGIN + reverse("home")
    write_to(
        digest.user.email,
        subject="ce qui vous attend",
        template="households/email/digest.txt",
        context={"address": home, "stop": stop, "rows": rows},
        headers={
            "Message-ID": f"<{digest.pk}.{day:%Y%m%d}@{urlsplit(settings.SITE_ORIGIN).hostname}>",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def stop_address(digest: Digest) -> str:
    """The address that stops it without signing in: its key, and a seal that nobody else can make."""
    return reverse("households:digest_stop", args=[digest.pk, _seal(digest.pk)])


def is_sealed(key: UUID, seal: str) -> bool:
    return constant_time_compare(seal, _seal(key))


def _seal(key: UUID) -> str:
    return salted_hmac("households.digests.stop", str(key), algorithm="sha256").hexdigest()


def forget_days() -> int:
    """What was sent a month ago is no longer kept; returns how many."""
    return DigestDay.objects.filter(day__lt=clock.today() - _KEPT).delete()[0]
