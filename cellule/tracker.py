"""« Où en est mon orientation ? »: the same truth for the referrer from the first day to the last."""

import datetime
from dataclasses import dataclass

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from cellule.choices import (
    REFERRAL_ENDS,
    AgendaState,
    ReferralState,
    SessionState,
)
from cellule.models import AgendaItem, Decision, Referral
from cellule.services.referrals import diagnosis_comes_first, next_session
from veille.core.actor import Actor
from veille.core.formats import far_date
from veille.core.reference import label

_S = ReferralState
_DECIDED = frozenset({_S.ADMITTED, _S.REFUSED, _S.REDIRECTED, _S.WAITLISTED, _S.TAKEN_UP, _S.DEFERRED})
_ANSWERED = _DECIDED - {_S.DEFERRED}
_DIAGNOSIS = frozenset({_S.DIAGNOSIS_ORDERED, _S.DIAGNOSED, _S.NOT_DIAGNOSED})
_TONES = {
    _S.SUBMITTED: "info",
    _S.INCOMPLETE: "warning",
    _S.ADMITTED: "success",
    _S.TAKEN_UP: "success",
    _S.REFUSED: "neutral",
    _S.REDIRECTED: "info",
    _S.WITHDRAWN: "neutral",
    _S.WAITLISTED: "warning",
    _S.DEFERRED: "warning",
}


@dataclass(frozen=True)
class TrackerStep:
    """One step; `state` is done, current, todo or stopped."""

    label: str
    state: str
    date: datetime.date | None = None
    detail: str = ""


@dataclass(frozen=True)
class StateChip:
    """A state in a word and a tone."""

    label: str
    tone: str


@dataclass(frozen=True)
class Answer:
    """What the referrer may know of a decision, and nothing of what is reserved."""

    label: str
    decided_on: datetime.date
    reason: str
    details: str
    instead: str
    contact_by: str
    contact_before: datetime.date | None


def state_chip(state: str) -> StateChip:
    return StateChip(ReferralState(state).label, _TONES.get(ReferralState(state), "progress"))


def with_told_state(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    """The state as its sender may know it, `told`: to be shown and filtered on instead of `state`."""
    items = AgendaItem.objects.filter(referral=OuterRef("pk"), session__state=SessionState.OPEN)
    in_session = Exists(items.exclude(state=AgendaState.HIDDEN))
    hidden = When(in_session & ~Q(state=_S.WITHDRAWN), then=Value(_S.SCHEDULED.value))
    return referrals.annotate(told=Case(hidden, default=F("state")))


class Progress:
    """Where one orientation stands, read once for the page."""

    def __init__(self, actor: Actor, referral: Referral):
        self.referral = referral
        self.item = (
            AgendaItem.objects.filter(referral=referral)
            .exclude(state=AgendaState.HIDDEN)
            .select_related("session")
            .order_by("-session__held_on", "pk")
            .first()
        )
        self.decision = self._announced(actor)
        self.state = self._told_state()

    def _decisions(self, actor: Actor) -> QuerySet[Decision]:
        return Decision.objects.visible_to(actor).filter(referral=self.referral)

    def _announced(self, actor: Actor) -> Decision | None:
        """A decision is told once its session is closed: until then it may still be corrected."""
        decisions = self._decisions(actor).filter(corrected_by=None)
        decisions = decisions.select_related("agenda_item__session", "contact_by")
        latest = decisions.order_by("-decided_on", "-recorded_at").first()
        if latest is None or latest.agenda_item is None:
            return latest
        return latest if latest.agenda_item.session.state == SessionState.CLOSED else None

    def _told_state(self) -> str:
        """`with_told_state` for one row: while its session is open, an orientation is still on the agenda."""
        in_session = self.item is not None and self.item.session.state == SessionState.OPEN
        return _S.SCHEDULED if in_session and self.referral.state != _S.WITHDRAWN else self.referral.state

    @property
    def chip(self) -> StateChip:
        return state_chip(self.state)

    @property
    def session_on(self) -> datetime.date | None:
        if self.item is not None and self.item.state != AgendaState.POSTPONED:
            return self.item.session.held_on
        session = next_session(self.referral) if self.referral.state not in REFERRAL_ENDS else None
        return session.held_on if session else None

    @property
    def answer(self) -> Answer | None:
        if self.decision is None:
            return None
        decision = self.decision
        code = decision.shareable_reason_code
        return Answer(
            label=self._decision_label(decision),
            decided_on=decision.decided_on,
            reason=label("refusal_reason", code) if code else "",
            details=decision.shareable_reason,
            instead=decision.proposed_instead,
            contact_by=decision.contact_by.name if decision.contact_by else "",
            contact_before=decision.contact_before,
        )

    def _decision_label(self, decision: Decision) -> str:
        rules = self.referral.case.configuration.decision(decision.code)
        return rules.label if rules else decision.get_code_display()

    @property
    def steps(self) -> list[TrackerStep]:
        steps = [self._received(), self._seen(), self._complete(), *self._diagnosis(), self._session()]
        return [*steps, self._answer_step(), *self._contact()]

    def _received(self) -> TrackerStep:
        return TrackerStep("Reçue", "done", self.referral.submitted_on)

    @property
    def _is_past_completeness(self) -> bool:
        """An orientation taken over from paper may have moved on without these two dates."""
        return self.state not in {_S.SUBMITTED, _S.INCOMPLETE, _S.WITHDRAWN}

    def _seen(self) -> TrackerStep:
        if self.referral.seen_on or self._is_past_completeness:
            return TrackerStep("Vue par le secrétariat", "done", self.referral.seen_on)
        return TrackerStep("Vue par le secrétariat", self._waiting(_S.SUBMITTED))

    def _complete(self) -> TrackerStep:
        referral = self.referral
        if self.state == _S.INCOMPLETE:
            return TrackerStep("Complément demandé", "current", referral.complement_asked_on)
        if referral.completed_on or self._is_past_completeness:
            return TrackerStep("Dossier complet", "done", referral.completed_on)
        return TrackerStep("Dossier complet", "current" if referral.seen_on and self.state == _S.SUBMITTED else "todo")

    def _diagnosis(self) -> list[TrackerStep]:
        if self.state not in _DIAGNOSIS and not diagnosis_comes_first(self.referral):
            return []
        words = {_S.DIAGNOSED: "Rendu.", _S.NOT_DIAGNOSED: "N’a pas pu être fait.", _S.DIAGNOSIS_ORDERED: "Demandé."}
        done = self.state in {_S.DIAGNOSED, _S.NOT_DIAGNOSED, _S.SCHEDULED} | _DECIDED
        state = "done" if done else self._waiting(_S.DIAGNOSIS_ORDERED, _S.COMPLETE)
        return [TrackerStep("Diagnostic", state, None, words.get(ReferralState(self.state), ""))]

    def _session(self) -> TrackerStep:
        day = self.session_on
        if self.state in _ANSWERED or self.decision is not None:
            return TrackerStep("Examinée en séance", "done", day)
        detail = {
            _S.SCHEDULED: "À l’ordre du jour.",
            _S.DEFERRED: "Ajournée : elle sera examinée de nouveau.",
        }.get(ReferralState(self.state), "Prochaine séance de la cellule." if day else "")
        if self.state == _S.WITHDRAWN:
            return TrackerStep("Examinée en séance", "stopped")
        return TrackerStep("Examinée en séance", self._waiting(_S.SCHEDULED, _S.DEFERRED, _S.COMPLETE), day, detail)

    def _answer_step(self) -> TrackerStep:
        if self.state == _S.WITHDRAWN:
            return TrackerStep("Retirée", "stopped", self.referral.closed_on, self.referral.withdrawal_reason)
        if self.decision is not None:
            return TrackerStep("Réponse", "done", self.decision.decided_on, self.answer.label)
        if self.state in _ANSWERED:
            return TrackerStep("Réponse", "done", None, self.chip.label)
        return TrackerStep("Réponse", "todo")

    def _contact(self) -> list[TrackerStep]:
        if self.state in {_S.REFUSED, _S.REDIRECTED, _S.WITHDRAWN}:
            return []
        if self.state == _S.TAKEN_UP:
            return [TrackerStep("Accompagnement commencé", "done", self.referral.closed_on)]
        answer = self.answer
        if self.state == _S.ADMITTED and answer is not None and answer.contact_by:
            return [TrackerStep("Premier contact", "current", answer.contact_before, f"Par {answer.contact_by}.")]
        return [TrackerStep("Premier contact", "todo")]

    def _waiting(self, *states: str) -> str:
        return "current" if self.state in states else "todo"

    @property
    def what_next(self) -> str:
        """What happens now, with its date when there is one."""
        body, day = self.referral.instance.label, self.session_on
        session = f"La prochaine séance est prévue le {far_date(day)}." if day else "Aucune séance n’est encore fixée."
        sentences = {
            _S.SUBMITTED: f"Le secrétariat ({body}) lit votre orientation, puis la dit complète ou vous demande ce qui "
            f"manque. {session}",
            _S.INCOMPLETE: "Le secrétariat attend votre réponse : l’examen reprend dès que vous l’avez envoyée.",
            _S.COMPLETE: f"Le dossier est complet ; il attend d’être inscrit à l’ordre du jour. {session}",
            _S.DIAGNOSIS_ORDERED: "Un diagnostic a été demandé ; la décision vient après lui.",
            _S.DIAGNOSED: f"Le diagnostic est rendu. {session}",
            _S.NOT_DIAGNOSED: f"Le diagnostic n’a pas pu être fait ; la cellule décidera de la suite. {session}",
            _S.SCHEDULED: f"La situation est à l’ordre du jour de la séance du {far_date(day)}.",
            _S.DEFERRED: f"La cellule l’examinera de nouveau. {session}",
            _S.WAITLISTED: "La situation est sur liste d’attente : elle repasse dès qu’une place se libère.",
            _S.ADMITTED: "L’accompagnement est décidé ; il commence par un premier contact avec le ménage.",
            _S.TAKEN_UP: "L’accompagnement a commencé. Votre orientation est arrivée à son terme.",
            _S.REFUSED: "Votre orientation est terminée.",
            _S.REDIRECTED: "Votre orientation est terminée.",
            _S.WITHDRAWN: "Vous avez retiré cette orientation ; la cellule ne l’examine plus.",
        }
        return sentences[ReferralState(self.state)]

    @property
    def is_answered(self) -> bool:
        """Something was decided that the referrer may read."""
        return self.decision is not None or self.state in _ANSWERED


class LinkProgress(Progress):
    """The same for who holds the link to it: the link is the right, to this orientation and to no other."""

    def _decisions(self, actor: Actor) -> QuerySet[Decision]:
        return Decision.objects.filter(referral=self.referral)
