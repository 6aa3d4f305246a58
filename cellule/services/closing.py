"""Closing a session: what is left is postponed, tasks are given, referrers are told, all in one act."""

from dataclasses import dataclass

from django.db import transaction

from cellule.choices import SESSION_MOVES, AgendaKind, AgendaState, SessionState
from cellule.live_choices import DRAFTS_OF_AN_ITEM
from cellule.models import AgendaItem, Assignment, Decision, Session
from cellule.services.closing_notices import tell_closed
from cellule.services.decisions import decision_label
from cellule.services.outcomes import give_tasks, planned_tasks
from cellule.services.outside import bring_pending, noted_words
from cellule.services.sessions import agenda, postpone_undecided, touch
from partners.models import Organisation
from veille.core import audit, clock, drafts
from veille.core.actor import Actor
from veille.core.transitions import move


@dataclass(frozen=True)
class Sending:
    """What one item sends: to whom the answer is told, and the tasks it gives."""

    item: AgendaItem
    decision: Decision | None
    outcome: str
    told: Organisation | None
    tasks: tuple[Assignment, ...]


def standing_decisions(session: Session):
    """The decision that holds on each item: the last correction, or the first word if none."""
    return (
        Decision.objects.filter(agenda_item__session=session, corrected_by=None)
        .select_related("agenda_item__sheet", "case__rules", "referral__referrer_organisation", "referral__presenter")
        .select_related("operator", "lead_person", "contact_by", "measure__operator", "agenda_item__session__instance")
        .prefetch_related("conditions__organisation", "candidatures__landlord")
        .order_by("agenda_item__position", "id")
    )


def closing_preview(session: Session) -> list[Sending]:
    """What closing will send, item by item, in the order of the meeting."""
    decisions = {decision.agenda_item_id: decision for decision in standing_decisions(session)}
    items = agenda(session).filter(case__isnull=False).exclude(state=AgendaState.HIDDEN)
    return [
        _sending(item, decisions.get(item.pk))
        for item in items.select_related("sheet", "referral__referrer_organisation", "case")
    ]


def _sending(item: AgendaItem, decision: Decision | None) -> Sending:
    return Sending(
        item=item,
        decision=decision,
        outcome=outcome_words(item, decision),
        told=item.referral.referrer_organisation if item.referral else None,
        tasks=tuple(planned_tasks(decision)) if decision else (),
    )


def outcome_words(item: AgendaItem, decision: Decision | None) -> str:
    """What an item came to, in the words of the dispositif."""
    if item.kind == AgendaKind.RATIFICATION:
        words = [noted_words(item), decision_label(decision) if decision else ""]
        return " ; ".join(filter(None, words))
    return decision_label(decision) if decision else "Reporté à une prochaine séance"


@transaction.atomic
def close_session(*, session: Session, by: Actor) -> Session:
    """Close: nothing is decided in this session any more, everybody concerned learns what was."""
    move(session, SessionState.CLOSED, allowed=SESSION_MOVES, closed_at=clock.now(), current_item=None)
    touch(session)
    left = postpone_undecided(session=session)
    decisions = list(standing_decisions(session))
    tasks = [task for decision in decisions for task in give_tasks(decision, by=by)]
    told = [decision.referral for decision in decisions] + [item.referral for item in left]
    drafts.forget(forms=DRAFTS_OF_AN_ITEM, objects=agenda(session).values_list("pk", flat=True))
    tell_closed(session, referrals=[referral for referral in told if referral], tasks=tasks)
    bring_pending(session=session, by=by)
    changes = {"decided": len(decisions), "postponed": len(left)}
    audit.record("session.closed", session, by=by, changes=changes)
    return session
