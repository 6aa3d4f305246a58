"""Decisions taken without a session: entries that rest on something else, and the session that notes them."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from cellule.choices import (
    AGENDA_MOVES,
    READY_STATES,
    REFERRAL_MOVES,
    AgendaKind,
    AgendaState,
    DecidingBody,
    ReferralState,
    SessionState,
)
from cellule.models import AgendaItem, Decision, OutsideDecision, PresentationSheet, Referral, Session
from cellule.outside_choices import NotingOutcome
from cellule.services.decisions import correct_decision, decide_outside_session, decision_label
from cellule.services.sessions import UNDER_WAY, add_item
from partners.configuration import Configuration
from partners.models import Instance
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.formats import far_date
from veille.core.transitions import move

# A State referral, a convention or a lot opens a file from wherever its orientation stands.
_WAITING = (ReferralState.SUBMITTED, ReferralState.INCOMPLETE, ReferralState.SCHEDULED, *READY_STATES)
_OPENING_MOVES = {
    state: REFERRAL_MOVES[state] | ({ReferralState.ADMITTED} if state in _WAITING else set())
    for state in REFERRAL_MOVES
}
_BY_RIGHT = (DecidingBody.STATE_REFERRAL, DecidingBody.CONVENTION, DecidingBody.LOT_ORDER)


def opening_bodies(rules: Configuration) -> tuple[DecidingBody, ...]:
    """On whose authority a file opens without a session; the operator's own where entry needs no admission."""
    return _BY_RIGHT if rules.entry_needs_admission else (DecidingBody.OPERATOR, *_BY_RIGHT)


def opens_without_session(referral: Referral) -> bool:
    return referral.state in _WAITING


@transaction.atomic
def open_case_without_session(
    *, referral: Referral, body: str, reason: str, by: Actor, code: str, reference: str = "", **fields: Any
) -> OutsideDecision:
    """Open a file on another authority than a session: its operator and its measure begin as after an admission.

    A State referral, a convention, a lot carry their reference. The instance of the orientation notes the decision
    at its next session, unless entries need no admission there.
    """
    rules = referral.case.configuration
    if body not in opening_bodies(rules):
        raise ValidationError({"body": "Dans ce dispositif, cette autorité n’ouvre pas un dossier sans séance."})
    if body in _BY_RIGHT and not reference:
        raise ValidationError({"reference": "Indiquez la référence de la convention, du lot ou de l’orientation."})
    decision = decide_outside_session(case=referral.case, body=body, by=by, code=code, moves=_OPENING_MOVES, **fields)
    outside = OutsideDecision(
        case=referral.case,
        decision=decision,
        instance=referral.instance if rules.entry_needs_admission else None,
        reference=reference,
        reason=reason,
    )
    outside.full_clean()
    outside.save()
    put_on_agenda(outside, by=by)
    return outside


def put_on_agenda(outside: OutsideDecision, *, by: Actor) -> AgendaItem | None:
    """The next session of the instance will note it; the place the situation had on an agenda becomes that one."""
    place = _place_of(outside)
    if outside.instance is None:
        if place:
            move(place, AgendaState.HIDDEN, allowed=AGENDA_MOVES)
        return None
    item = _turned(place, by) if place else _added(outside, by)
    if item:
        outside.agenda_item = item
        outside.save(update_fields=["agenda_item"])
    return item


def _place_of(outside: OutsideDecision) -> AgendaItem | None:
    """Where the situation still waits to be examined."""
    listed = AgendaItem.objects.filter(case=outside.case_id, state=AgendaState.LISTED, session__state__in=UNDER_WAY)
    if outside.instance_id:
        listed = listed.filter(session__instance=outside.instance_id)
    return listed.select_related("session").order_by("session__held_on", "id").first()


def _turned(item: AgendaItem, by: Actor) -> AgendaItem:
    if item.kind != AgendaKind.RATIFICATION:
        item.kind = AgendaKind.RATIFICATION
        item.save(update_fields=["kind"])
        audit.record("agenda.item_to_note", item, by=by)
    return item


def _added(outside: OutsideDecision, by: Actor) -> AgendaItem | None:
    session = next_session_of(outside.instance, after=outside)
    if session is None:
        return None
    sheets = PresentationSheet.objects.filter(
        case=outside.case_id, session__instance=outside.instance_id, frozen_at__isnull=False
    )
    return add_item(
        session,
        by,
        kind=AgendaKind.RATIFICATION,
        case=outside.case,
        referral=outside.decision.referral,
        sheet=sheets.order_by("-frozen_at").first(),
        minutes=5,
    )


def next_session_of(instance: Instance, *, after: OutsideDecision) -> Session | None:
    """The first session to come where the case has no place yet."""
    sessions = Session.objects.filter(instance=instance, state__in=UNDER_WAY, held_on__gte=clock.today())
    return sessions.exclude(items__case=after.case_id).order_by("held_on", "id").first()


@transaction.atomic
def bring_pending(*, session: Session, by: Actor) -> list[AgendaItem]:
    """What was decided without a session and waits to be noted comes by itself on the next agenda of the instance."""
    waiting = OutsideDecision.objects.filter(outcome="", instance=session.instance_id)
    lost = Q(agenda_item=None) | Q(agenda_item__session__state__in=[SessionState.CLOSED, SessionState.CANCELLED])
    brought = [put_on_agenda(outside, by=by) for outside in waiting.filter(lost).order_by("decision__decided_on", "pk")]
    return [item for item in brought if item is not None]


def noted_by(item: AgendaItem) -> list[OutsideDecision]:
    """The decisions that this item of the agenda puts before the session."""
    rows = OutsideDecision.objects.filter(agenda_item=item).select_related(
        "decision__case__rules", "decision__operator", "consultation", "noted_by"
    )
    return list(rows.order_by("decision__decided_on", "pk"))


def noted_words(item: AgendaItem) -> str:
    """« Admission du 3 mai 2018, hors séance : ratifiée », for each decision that the item puts before the session."""
    words = []
    for row in noted_by(item):
        said = row.get_outcome_display().lower() if row.outcome else "examen reporté"
        words.append(f"{decision_label(row.decision)} du {far_date(row.decision.decided_on)}, hors séance\xa0: {said}")
    return " ; ".join(words)


@transaction.atomic
def note_outside_decision(
    *,
    item: AgendaItem,
    outcome: str,
    by: Actor,
    reason: str = "",
    instead: Mapping[str, Any] | None = None,
) -> list[OutsideDecision]:
    """The session notes, ratifies, or does not; then it decides `instead`, by a decision that names the former.

    Locks the item: of two people, the second gets ForbiddenMove.
    """
    item = AgendaItem.objects.select_for_update(of=("self",)).select_related("session").get(pk=item.pk)
    if item.kind != AgendaKind.RATIFICATION or item.session.state != SessionState.OPEN:
        raise ValidationError("Seule une séance en cours examine une décision prise sans elle.")
    if outcome == NotingOutcome.NOT_RATIFIED and not (reason and instead):
        raise ValidationError({"outcome_reason": "Dites pourquoi, et ce que la séance décide à la place."})
    move(item, AgendaState.DECIDED, allowed=AGENDA_MOVES)
    rows = noted_by(item)
    for outside in rows:
        _note(outside, outcome, reason, by)
    if outcome == NotingOutcome.NOT_RATIFIED and instead:
        correct_decision(decision=_last_standing(rows), item=item, by=by, **instead)
    return rows


def _note(outside: OutsideDecision, outcome: str, reason: str, by: Actor) -> None:
    outside.outcome, outside.outcome_reason = NotingOutcome(outcome), reason
    outside.noted_on, outside.noted_by = clock.today(), by.user
    outside.full_clean()
    outside.save(update_fields=["outcome", "outcome_reason", "noted_on", "noted_by"])
    audit.record("outside_decision.noted", outside, by=by, changes={"outcome": str(outcome)})


def _last_standing(rows: list[OutsideDecision]) -> Decision:
    """What is put right is the last word that was said without the session."""
    standing = Decision.objects.filter(outside__in=rows, corrected_by=None)
    found = standing.order_by("-decided_on", "-recorded_at").first()
    if found is None:
        raise ValidationError("Cette décision a déjà été corrigée.")
    return found
