"""An orientation that has no file yet: kept sealed while it is written, taken in once, erased here afterwards."""

import json
from datetime import datetime, time
from uuid import UUID

from django.db import transaction

from cellule.choices import HELD_MOVES, HeldState
from cellule.models import HeldReferral, Referral
from cellule.services.referral_drafts import StoredDraft, write_step
from veille.core import audit, clock, crypto
from veille.core.actor import Actor
from veille.core.transitions import move

_TABLE = HeldReferral._meta.db_table


def seal(content: dict) -> bytes:
    """What was written, as the row keeps it."""
    return crypto.encrypt(json.dumps(content), purpose=crypto.DRAFTS, table=_TABLE)


def stored(held: HeldReferral) -> StoredDraft:
    """What was written so far; nothing yet gives an empty draft without its first answer."""
    content = {"steps": {}}
    if held.payload:
        content = json.loads(crypto.decrypt(held.payload, purpose=crypto.DRAFTS, table=_TABLE))
    day = held.sent_on or held.opened_on
    return StoredDraft(id=held.pk, content=content, saved_at=datetime.combine(day, time(), tzinfo=clock.PARIS))


@transaction.atomic
def keep_danger(*, held: HeldReferral, danger: str) -> None:
    """The first answer, before anything that could name somebody."""
    locked = _writable(held.pk)
    _write(locked, stored(locked).content | {"danger": danger})


@transaction.atomic
def keep_step(*, held: HeldReferral, step: str, data: dict, page: str, version: int | None = None) -> int:
    """Keep one step as typed and return its version; raises StaleDraft when another page wrote it since."""
    locked = _writable(held.pk)
    content = stored(locked).content
    kept = write_step(content, step=step, data=data, page=page, version=version)
    _write(locked, content)
    return kept


class NotWritable(LookupError):
    """It was sent meanwhile, or it ended: nothing is written in it any more."""


def _writable(pk: UUID) -> HeldReferral:
    locked = HeldReferral.objects.select_for_update(of=("self",)).select_related("dispositif").get(pk=pk)
    if locked.state not in (HeldState.OPEN, HeldState.RETURNED):
        raise NotWritable
    return locked


def _write(held: HeldReferral, content: dict) -> None:
    held.payload, held.version = seal(content), held.version + 1
    held.save(update_fields=["payload", "version"])


@transaction.atomic
def return_held(*, held: HeldReferral, words: str, by: Actor) -> HeldReferral:
    """Send it back with words: whoever wrote it takes it up again where it stands."""
    return _answer(held, HeldState.RETURNED, "held_referral.returned", words=words, by=by)


@transaction.atomic
def decline_held(*, held: HeldReferral, words: str, by: Actor) -> HeldReferral:
    """Not taken in, and why: what was written is erased, no file was ever made."""
    return _answer(held, HeldState.DECLINED, "held_referral.declined", words=words, by=by, payload=b"")


@transaction.atomic
def withdraw_held(*, held: HeldReferral, by: Actor, reason: str = "") -> HeldReferral:
    """Taken back before anybody took it in; what was written is erased."""
    before = move(held, HeldState.WITHDRAWN, allowed=HELD_MOVES, payload=b"", words=reason, answered_on=clock.today())
    audit.record("held_referral.withdrawn", held, by=by, changes={"state": [before, held.state]})
    return held


def receive(*, held: HeldReferral, referral: Referral, by: Actor) -> HeldReferral:
    """It has its file now: what was written here is erased. To be called in the transaction that makes the file."""
    return _answer(
        held, HeldState.RECEIVED, "held_referral.received", by=by, payload=b"", referral=referral, case=referral.case
    )


def _answer(held: HeldReferral, state: str, name: str, *, by: Actor, words: str = "", **changes) -> HeldReferral:
    before = move(
        held,
        state,
        allowed=HELD_MOVES,
        words=words,
        answered_on=clock.today(),
        answered_by=by.user,
        **changes,
    )
    audit.record(name, held, by=by, changes={"state": [before, held.state]})
    return held
