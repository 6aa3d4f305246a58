"""Lines of « À faire »: put off to a day, taken up again, handed on to a colleague, handed back."""

from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from households.digests import forget_days
from households.models import Case, HandedOn, PutOff
from households.set_aside import colleagues_seeing, desk_of
from partners.roles import MANAGER_ROLES
from veille.core import audit, clock, reads
from veille.core.actor import Actor
from veille.core.todo import WorkItem

FURTHEST = timedelta(days=183)
_KEPT_AFTER = timedelta(days=90)


@transaction.atomic
def put_off(*, line: WorkItem, until: date, reason: str, by: Actor, words: str = "") -> PutOff:
    """Set a line aside until a day; a line put off again takes the new day."""
    if not clock.today() < until <= clock.today() + FURTHEST:
        raise ValidationError({"until": "Indiquez un jour à venir, dans les six mois."})
    _check_words(line.case, words)
    kind, about = line.key
    known = PutOff.objects.filter(user=by.user_id, organisation=by.organisation_id, kind=kind, about=about)
    row = known.select_for_update().first() or PutOff(
        user=by.user, organisation=by.organisation, kind=kind, about=about
    )
    row.case_id, row.cause, row.put_off_on = line.case, line.cause, clock.today()
    row.until, row.reason, row.words = until, reason, words
    row.full_clean()
    row.save()
    audit.record("line.put_off", row, by=by, changes={"kind": kind, "until": until.isoformat(), "reason": reason})
    return row


@transaction.atomic
def take_up(*, row: PutOff, by: Actor) -> None:
    """It waits again at once: by who put it off, or by her manager."""
    if row.user_id != by.user_id and not by.has_role(*MANAGER_ROLES):
        raise ValidationError("Seule la personne qui a reporté cette ligne, ou sa hiérarchie, la reprend.")
    audit.record("line.taken_up", row, by=by, changes={"kind": row.kind, "until": row.until.isoformat()})
    row.delete()


@transaction.atomic
def hand_on(*, line: WorkItem, taker: Actor, by: Actor, words: str = "") -> HandedOn:
    """Give a line to a colleague who sees the file already. Raises ValidationError when it would not reach her desk."""
    if line.case is None or not any(one.user_id == taker.user_id for one in colleagues_seeing(by, line.case)):
        raise ValidationError({"taker": "Cette personne ne voit pas ce dossier : rien ne peut lui en être confié."})
    _check_words(line.case, words)
    kind, about = line.key
    row = HandedOn(
        case_id=line.case,
        organisation=by.organisation,
        giver=by.user,
        taker=taker.user,
        kind=kind,
        about=about,
        words=words,
        given_on=clock.today(),
    )
    row.full_clean()
    row.save()
    _check_it_arrives(row, taker)
    audit.record("line.handed_on", row, by=by, changes={"kind": kind, "taker": str(taker.user_id)})
    return row


def _check_it_arrives(row: HandedOn, taker: Actor) -> None:
    """Looked for on her own desk: what her role may not do there is not given to her."""
    with reads.unshown(taker):
        found = desk_of(taker).find(row.kind, row.about)
    if found is None:
        raise ValidationError({"taker": "Cette personne voit le dossier, mais ne peut pas faire ce qui est attendu."})


@transaction.atomic
def hand_back(*, row: HandedOn, by: Actor, words: str = "") -> HandedOn:
    """By who received it, or taken back by who gave it: it waits again for who gave it."""
    stored = HandedOn.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if by.user_id not in {stored.giver_id, stored.taker_id}:
        raise ValidationError("Seules les deux personnes concernées rendent ou reprennent cette ligne.")
    if stored.ended_on:
        raise ValidationError("Cette ligne est déjà rendue.")
    _check_words(stored.case_id, words)
    stored.ended_on, stored.ended_by, stored.answer = clock.today(), by.user, words
    stored.full_clean()
    stored.save(update_fields=["ended_on", "ended_by", "answer"])
    audit.record("line.handed_back", stored, by=by, changes={"kind": stored.kind})
    return stored


def _check_words(case: UUID | None, words: str) -> None:
    """Nothing more is written of a household that had it limited (RGPD, article 18); a day and a code may be."""
    if words and Case.objects.filter(pk=case, frozen_on__isnull=False).exists():
        raise ValidationError({"words": "Le ménage a fait limiter ce qu’on écrit de lui : laissez ce champ vide."})


def forget() -> int:
    """What this room keeps for a time only; returns how many rows left."""
    return forget_put_off() + forget_days()


def forget_put_off() -> int:
    """Three months after its day, a line put off is no longer told; returns how many."""
    return PutOff.objects.filter(until__lt=timezone.localdate() - _KEPT_AFTER).delete()[0]
