"""A request of the person, from its reception to its answer."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from households import rights
from households.models import AccessItem, Case, Person, RightsRequest
from households.rights_choices import (
    GATHERED_KINDS,
    RIGHTS_MOVES,
    ErasureCause,
    RefusalGround,
    RightsKind,
    RightsState,
)
from households.services.imports import forget_tables_naming
from households.services.retention import erase_case, erase_person
from households.services.sharing import pause_while_objected, withdraw_all_sharing
from households.versions import hold
from partners.models import User
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.formats import plus_months
from veille.core.transitions import move

_READING_KEPT = timedelta(days=30)
_KEPT_MONTHS = 60
# What a person may have put right about herself.
RECTIFIABLE = ("first_name", "last_name", "alias", "birth_date", "gender")


@transaction.atomic
def record_request(
    *, case: Case, person: Person, kind: str, received_on: date, by: Actor, wish: str = ""
) -> RightsRequest:
    """Note what an adult of the household asks; an objection stops at once what is shared, until it is answered."""
    if person.household_id != case.household_id or person.pk not in {adult.pk for adult in rights.adults(case)}:
        raise ValidationError({"person": "Une demande est celle d’un adulte du ménage."})
    request = RightsRequest(
        case=case,
        person=person,
        organisation=by.organisation,
        kind=kind,
        wish=wish,
        received_on=received_on,
        due_on=rights.due_on(received_on),
        asked_by=by.user,
    )
    request.full_clean()
    request.save()
    audit.record("rights.requested", request, by=by, changes={"kind": kind})
    if kind == RightsKind.OBJECTION:
        pause_while_objected(case)
    return request


@transaction.atomic
def start_request(*, request: RightsRequest, proof: str, checked_on: date, by: Actor) -> None:
    """The person is who she says: the request is worked on. How it was made sure of is noted, no copy is kept."""
    if request.state == RightsState.RECEIVED and not proof:
        before = move(request, RightsState.IDENTITY_CHECK, allowed=RIGHTS_MOVES)
    else:
        before = move(
            request,
            RightsState.RUNNING,
            allowed=RIGHTS_MOVES,
            identity_proof=proof,
            identity_checked_on=checked_on,
            reader=request.reader or rights.usual_reader(request),
        )
    audit.record("rights.started", request, by=by, changes={"state": [before, request.state]})


@transaction.atomic
def name_reader(*, request: RightsRequest, reader: User, by: Actor) -> None:
    """Say who reads the file over before it is handed over; what was read by another is read again."""
    if reader not in rights.possible_readers(request):
        raise ValidationError({"reader": "Choisissez une personne de l’organisme qui travaille les dossiers."})
    hold(request, "read_at")
    if request.read_at is not None:
        raise ValidationError("Le dossier est relu : remettez-le, ou faites-le rassembler de nouveau.")
    request.items.all().delete()
    request.reader, request.lead_cleared_on, request.gathered_at = reader, None, None
    request.save(update_fields=["reader", "lead_cleared_on", "gathered_at"])
    audit.record("rights.reader_named", request, by=by, changes={"user": str(reader.pk)})


@transaction.atomic
def advise(*, request: RightsRequest, by: Actor) -> None:
    """Nothing stands against gathering this file: said by the officer, and by who knows the household."""
    parts = []
    if rights.is_officer(by) and request.officer_cleared_on is None:
        parts.append("officer_cleared_on")
    if rights.is_reader(by, request) and request.lead_cleared_on is None:
        parts.append("lead_cleared_on")
    for part in parts:
        setattr(request, part, clock.today())
    request.save(update_fields=parts)
    audit.record("rights.cleared", request, by=by, changes={"parts": parts})


@transaction.atomic
def extend_request(*, request: RightsRequest, reason: str, by: Actor) -> None:
    """Two months more; the person is told why within the first month (RGPD, article 12.3)."""
    if clock.today() > rights.due_on(request.received_on):
        raise ValidationError("Le premier mois est passé : la prolongation ne peut plus être annoncée à temps.")
    before = move(
        request,
        RightsState.EXTENDED,
        allowed=RIGHTS_MOVES,
        due_on=rights.due_on(request.received_on, is_extended=True),
        extended_on=clock.today(),
        extension_reason=reason,
    )
    audit.record("rights.extended", request, by=by, changes={"state": [before, request.state]})


@transaction.atomic
def rectify_person(*, request: RightsRequest, by: Actor, **values: Any) -> list[str]:
    """Put right what is kept of the person; the journal keeps prints of both values, never the words."""
    person = Person.objects.select_for_update().get(rights_requests=request.pk)
    changed = {name: value for name, value in values.items() if name in RECTIFIABLE and getattr(person, name) != value}
    prints = {name: [_print(getattr(person, name)), _print(value)] for name, value in changed.items()}
    if not changed:
        raise ValidationError("Rien n’a changé : corrigez au moins un renseignement.")
    for name, value in changed.items():
        setattr(person, name, value)
    person.full_clean(exclude=["search_name"])
    person.save()
    audit.record("person.rectified", person, by=by, case=request.case, changes={"fields": prints})
    return sorted(changed)


def _print(value: Any) -> str:
    """A keyed print: it proves that a value was this one, and gives back none."""
    return hmac.new(settings.SECRET_KEY.encode(), str(value or "").encode(), hashlib.sha256).hexdigest()[:16]


@transaction.atomic
def answer_request(
    *,
    request: RightsRequest,
    outcome: str,
    by: Actor,
    answer: str = "",
    refusal_ground: str = "",
    erasure_ground: str = "",
) -> None:
    """Answer the person, and do what the answer says: hand over, stop sharing, limit, erase."""
    _check_answer(request, outcome, refusal_ground, erasure_ground)
    is_granted = outcome != RightsState.REFUSED
    before = move(
        request,
        outcome,
        allowed=RIGHTS_MOVES,
        answered_on=clock.today(),
        answer=answer,
        refusal_ground=refusal_ground,
        erasure_ground=erasure_ground if is_granted else "",
    )
    audit.record("rights.answered", request, by=by, changes={"state": [before, request.state]})
    _CONSEQUENCES.get(request.kind, _none)(request, is_granted, by)


def _check_answer(request: RightsRequest, outcome: str, refusal_ground: str, erasure_ground: str) -> None:
    is_refusal = outcome in {RightsState.REFUSED, RightsState.PARTLY_REFUSED}
    if is_refusal and refusal_ground not in RefusalGround.values:
        raise ValidationError({"refusal_ground": "Dites pourquoi la demande est refusée, même en partie."})
    if outcome == RightsState.REFUSED:
        return
    if request.kind in GATHERED_KINDS and request.released_on is None:
        raise ValidationError("Remettez d’abord le dossier relu à la personne.")
    if request.kind == RightsKind.ERASURE and not erasure_ground:
        raise ValidationError({"erasure_ground": "Dites pourquoi l’effacement est dû."})


def _none(request: RightsRequest, is_granted: bool, by: Actor) -> None:
    """The answer is all there is to do."""


def _settle_objection(request: RightsRequest, is_granted: bool, by: Actor) -> None:
    """Upheld, what was shared is closed; else it is taken up again as it stood, unless another adult still objects."""
    if is_granted:
        withdraw_all_sharing(case=request.case, by=by)
    pause_while_objected(request.case)


def _limit(request: RightsRequest, is_granted: bool, by: Actor) -> None:
    if is_granted:
        Case.objects.filter(pk=request.case_id).update(frozen_on=clock.today())
        audit.record("case.limited", request.case, by=by, case=request.case)


def _erase(request: RightsRequest, is_granted: bool, by: Actor) -> None:
    """Alone in her file, all of it goes; with others, what hangs on her goes and they keep theirs."""
    if not is_granted or request.person is None:
        return
    forget_tables_naming([request.person])
    others = [adult for adult in rights.adults(request.case) if adult.pk != request.person_id]
    if others:
        erase_person(person=request.person, case=request.case, by=by)
    else:
        erase_case(case=request.case, cause=ErasureCause.REQUEST, by=by)


_CONSEQUENCES: dict[str, Callable[[RightsRequest, bool, Actor], None]] = {
    RightsKind.OBJECTION: _settle_objection,
    RightsKind.RESTRICTION: _limit,
    RightsKind.ERASURE: _erase,
}


@transaction.atomic
def purge_expired(today: date) -> int:
    """Delete what each request leaves past its term; returns how many requests.

    The reading of a file goes when it can no longer be taken, or a month after the answer; the request
    itself five years after it.
    """
    over = Q(request__expires_on__lt=today) | Q(request__answered_on__lt=today - _READING_KEPT)
    AccessItem.objects.filter(over).delete()
    ended = RightsRequest.objects.filter(answered_on__lt=plus_months(today, -_KEPT_MONTHS))
    return ended.delete()[1].get(RightsRequest._meta.label, 0)


@transaction.atomic
def lift_limitation(*, case: Case, by: Actor) -> None:
    """The person was told: the file is written in again."""
    Case.objects.filter(pk=case.pk).update(frozen_on=None)
    audit.record("case.unlimited", case, by=by, case=case)
