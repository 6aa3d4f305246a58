"""Recording what was decided: once an item, whoever is faster; corrected by a new decision, never edited."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment.choices import CLOSED_STATES, MEASURE_MOVES, RUNNING_STATES, MeasureState
from accompaniment.models import Measure
from accompaniment.services import change_level
from cellule.choices import (
    ADMITTING,
    AGENDA_MOVES,
    ASKING,
    REFERRAL_AFTER,
    REFERRAL_MOVES,
    AgendaKind,
    AgendaState,
    DecidingBody,
    DecisionCode,
    ReferralState,
    SessionState,
)
from cellule.instance_rules import rules_for
from cellule.models import AgendaItem, Decision, Session
from cellule.opinions import why_to_explain
from cellule.services.candidatures import Asking, correct_asking, plan_candidatures
from cellule.services.conditions import Condition, drop_conditions, write_conditions
from cellule.services.notices import notify_answer_waits
from cellule.services.outcomes import (
    apply_outcome,
    current_measure,
    give_tasks,
    reopen_examination,
    restore_level,
    who_decided,
)
from cellule.services.sessions import touch
from cellule.services.tasks import drop_tasks
from households.models import Case, TeamPart
from households.services import add_team_member, name_person, reopen_case
from partners.roles import TEAM_ROLES
from veille.core import audit, clock, reference
from veille.core.actor import Actor
from veille.core.formats import clock_time
from veille.core.transitions import ForbiddenMove, Moves, move

# A wrong outcome may be put right while nothing was begun: an admission or a diagnosis began something.
_ANSWERS = frozenset(REFERRAL_AFTER.values()) - {ReferralState.ADMITTED, ReferralState.DIAGNOSIS_ORDERED}
CORRECTION_MOVES = {answer: frozenset(REFERRAL_AFTER.values()) for answer in _ANSWERS}

_SAY_WHY = {
    "shareable_reason_code": "Choisissez le motif de la réponse : l’orienteur le lira.",
    "proposed_instead": "Dites ce qui est proposé à la place.",
}
_SAY_WHO = {
    "level": "Dites le niveau d’accompagnement.",
    "operator": "Dites quel opérateur accompagne.",
    "contact_by": "Dites qui contacte le ménage.",
    "contact_before": "Dites avant quand le ménage est contacté.",
}
_SAY_WHAT = {"shareable_reason": "Dites ce qui est attendu : l’orienteur le lira."}
# What a decision cannot do without, said beside each field; the constraints of the table judge in the end.
_REQUIRED: dict[str, dict[str, str]] = {
    DecisionCode.REFUSE: _SAY_WHY,
    DecisionCode.REDIRECT: _SAY_WHY,
    DecisionCode.ADMIT: _SAY_WHO,
    DecisionCode.ADMIT_CONDITIONAL: _SAY_WHO,
    DecisionCode.REQUEST_INFORMATION: _SAY_WHAT,
    DecisionCode.ORDER_DIAGNOSIS: {"operator": "Dites qui fait le diagnostic."},
    DecisionCode.CHANGE_LEVEL: {"level": "Dites le nouveau niveau."},
}


class AlreadyDecided(ForbiddenMove):
    """Somebody else was faster; `decision` is what she recorded."""

    def __init__(self, decision: Decision):
        at = clock_time(decision.recorded_at.astimezone(clock.PARIS))
        super().__init__(
            f"{decision.recorded_by} a déjà enregistré une décision sur ce point à {at} : "
            f"« {decision_label(decision)} ». La vôtre n’a pas été enregistrée ; ce que vous avez saisi est resté ici.",
            code="already_decided",
        )
        self.decision = decision


def decision_label(decision: Decision) -> str:
    """The decision under the dispositif's own label."""
    rules = decision.case.configuration.decision(decision.code)
    return rules.label if rules else DecisionCode(decision.code).label


def offered_codes(item: AgendaItem) -> list[str]:
    """What the dispositif may decide on an item: an entry gets an answer, a follow-up what its measure allows."""
    codes = [rules.code for rules in item.case.configuration.decisions]
    if item.kind == AgendaKind.RATIFICATION:
        return [code for code in codes if code in REFERRAL_AFTER or code == DecisionCode.END]
    if item.referral_id is not None:
        return [code for code in codes if code in REFERRAL_AFTER]
    measure = current_measure(item)
    fitting = _ALWAYS | (measure_acts(measure) if measure else set())
    return [code for code in codes if code in fitting]


_ALWAYS = {DecisionCode.EXPERT_ADVICE, DecisionCode.NOTE_ONLY}
_OPEN_STATES = (MeasureState.NOT_STARTED, *RUNNING_STATES)
# Which states of an accompaniment a decision speaks to.
_SPEAKS_TO: dict[str, tuple[str, ...]] = {
    DecisionCode.CHANGE_LEVEL: _OPEN_STATES,
    DecisionCode.EXTEND: RUNNING_STATES,
    DecisionCode.SUSPEND: tuple(s for s in _OPEN_STATES if MeasureState.SUSPENDED in MEASURE_MOVES[s]),
    DecisionCode.REACTIVATE: (MeasureState.SUSPENDED,),
    DecisionCode.END: _OPEN_STATES,
    DecisionCode.REOPEN: CLOSED_STATES,
}


def measure_acts(measure: Measure) -> set[str]:
    """The decisions that fit where an accompaniment stands."""
    return {code for code, states in _SPEAKS_TO.items() if measure.state in states}


@transaction.atomic
def record_decision(*, item: AgendaItem, by: Actor, code: str, **fields: Any) -> Decision:
    """Record what the session decided on an item, and everything that follows from it.

    Locks the item: of two people acting at once one records, the other gets AlreadyDecided.
    """
    touch(item.session)  # before the item, as the acts of the agenda do: two of them never wait for each other
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    decided = Decision.objects.filter(agenda_item=item, corrected_by=None).select_related("recorded_by").first()
    if decided:
        raise AlreadyDecided(decided)
    _refuse_unless(item.session, SessionState.OPEN)
    if item.kind == AgendaKind.RATIFICATION:
        raise ValidationError("Ce point porte sur une décision déjà prise : la séance en prend note ou la ratifie.")
    if item.case is None:
        raise ValidationError("Un échange de pratiques ne donne pas lieu à une décision sur un dossier.")
    _explain(item, code, fields.get("reserved_reason", ""))
    decision = _write(
        Decision(case=item.case, agenda_item=item, referral=item.referral, body=DecidingBody.INSTANCE),
        by=by,
        code=code,
        role=rules_for(item.case, item.session.instance).role,
        **fields,
    )
    move(item, AgendaState.DECIDED, allowed=AGENDA_MOVES)
    apply_outcome(decision, by=by)
    audit.record("decision.recorded", decision, by=by, changes={"code": code, "session": str(item.session_id)})
    return decision


@transaction.atomic
def note_practice_exchange(*, item: AgendaItem, by: Actor) -> AgendaItem:
    """A subject without a case was spoken of: there is nothing to decide."""
    _refuse_unless(item.session, SessionState.OPEN)
    touch(item.session)
    move(item, AgendaState.DECIDED, allowed=AGENDA_MOVES)
    audit.record("agenda.item_discussed", item, by=by)
    return item


@transaction.atomic
def decide_outside_session(
    *, case: Case, body: str, by: Actor, code: str, moves: Moves = REFERRAL_MOVES, **fields: Any
) -> Decision:
    """A decision of entitled persons, an operator, the State, a convention or a lot: noted without any session."""
    if body == DecidingBody.INSTANCE:
        raise ValidationError("Une décision d’instance se prend en séance.")
    target = REFERRAL_AFTER.get(code)
    ready = [state for state, targets in moves.items() if target in targets]
    open_referrals = case.referrals.filter(state__in=ready)
    decision = _write(
        Decision(case=case, referral=open_referrals.order_by("-submitted_at").first(), body=body),
        by=by,
        code=code,
        **fields,
    )
    apply_outcome(decision, by=by, moves=moves)
    give_tasks(decision, by=by)
    audit.record("decision.recorded_outside_session", decision, by=by, changes={"code": code, "body": body})
    if decision.referral:
        notify_answer_waits(decision.referral)
    return decision


@transaction.atomic
def correct_decision(
    *, decision: Decision, by: Actor, code: str, item: AgendaItem | None = None, **fields: Any
) -> Decision:
    """Put a decision right by a new one that names it; the former stays readable.

    An admission stays an admission: what it began is ended by a decision of its own. `item`: the session that did
    not ratify what was decided without it decides now.
    """
    if decision.agenda_item:
        touch(decision.agenda_item.session)
    former = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if Decision.objects.filter(corrects=former).exists():
        raise ValidationError("Cette décision a déjà été corrigée : corrigez la dernière.")
    ends_it = item is not None and code == DecisionCode.END
    if former.code in ADMITTING and code not in ADMITTING and not ends_it:
        raise ValidationError("Une admission ne s’efface pas : l’accompagnement se termine par une décision de fin.")
    kept = {name: getattr(former, name) for name in ("case", "agenda_item", "referral", "measure", "body", "role")}
    if item is not None:
        kept |= {"agenda_item": item, "body": DecidingBody.INSTANCE}
    drop_conditions(decision=former, by=by)
    drop_tasks(decision=former, by=by)
    asking = fields.pop("asking", None)
    new = _write(Decision(corrects=former, **kept), by=by, code=code, **fields)
    _check_asking(new, asking)
    correct_asking(former=former, new=new, asking=asking, by=by)
    _put_right(former, new, by)
    audit.record("decision.corrected", new, by=by, changes={"code": [former.code, code], "corrects": str(former.pk)})
    if new.agenda_item is None or new.agenda_item.session.state == SessionState.CLOSED:
        give_tasks(new, by=by)
        if new.referral:
            notify_answer_waits(new.referral)
    return new


def _put_right(former: Decision, new: Decision, by: Actor) -> None:
    if former.code in ADMITTING and new.code in ADMITTING:
        _correct_admission(former, new, by)
    elif former.code not in REFERRAL_AFTER and new.code not in REFERRAL_AFTER:
        restore_level(former, by=by)
        apply_outcome(new, by=by)
    elif former.code != new.code:
        if former.case.closed_on:
            reopen_case(case=former.case, by=by, reason="décision corrigée")
        if former.referral and former.code not in ADMITTING:
            reopen_examination(former, by=by)
        apply_outcome(new, by=by, moves=CORRECTION_MOVES)


def _correct_admission(former: Decision, new: Decision, by: Actor) -> None:
    """Another level or lead person; another operator would be another admission."""
    if new.operator_id != former.operator_id:
        raise ValidationError("L’opérateur conduit déjà l’accompagnement : terminez-le avant d’en désigner un autre.")
    if new.level != former.level and new.measure.state == MeasureState.NOT_STARTED:
        rules = new.case.configuration.level(new.level)
        change_level(
            measure=new.measure,
            level=rules.code,
            rhythm=rules.rhythm,
            weight=rules.weight,
            decided_by=who_decided(new),
            by=by,
        )
    if new.lead_person and new.lead_person_id != former.lead_person_id:
        add_team_member(case=new.case, user=new.lead_person, organisation=new.operator, part=TeamPart.LEAD, by=by)
        if new.case.is_restricted:
            name_person(case=new.case, user=new.lead_person, by=by)


def _write(
    decision: Decision,
    *,
    by: Actor,
    code: str,
    conditions: Iterable[Condition] = (),
    asking: Asking | None = None,
    **fields: Any,
) -> Decision:
    for name, value in fields.items():
        setattr(decision, name, value)
    decision.code, decision.decided_on, decision.recorded_by = code, clock.today(), by.user
    if decision.measure is None and code not in REFERRAL_AFTER:
        decision.measure = current_measure(decision)
    conditions = list(conditions)
    _check(decision, conditions)
    decision.full_clean()
    decision.save()
    write_conditions(decision=decision, conditions=conditions, by=by)
    if asking:
        _check_asking(decision, asking)
        plan_candidatures(decision=decision, asking=asking, by=by)
    return decision


def _check_asking(decision: Decision, asking: Asking | None) -> None:
    if asking and (decision.code not in ASKING or decision.role == "advisory"):
        raise ValidationError("Cette décision ne demande pas de logement à un bailleur.")


def _check(decision: Decision, conditions: list[Condition]) -> None:
    """What the dispositif and the rights ask; the constraints say the rest."""
    rules = decision.case.configuration
    if rules.decision(decision.code) is None:
        raise ValidationError({"code": "Cette décision n’existe pas dans ce dispositif."})
    if decision.agenda_item and not _may_be_decided(decision):
        raise ValidationError({"code": "Cette décision ne va pas avec cette partie de l’ordre du jour."})
    if decision.level and rules.level(decision.level) is None:
        raise ValidationError({"level": "Ce niveau n’existe pas dans ce dispositif."})
    missing = {name: said for name, said in _REQUIRED.get(decision.code, {}).items() if not getattr(decision, name)}
    if decision.code == DecisionCode.ADMIT_CONDITIONAL and not conditions:
        missing["condition_1"] = "Dites au moins une condition : quoi, par qui, avant quand."
    if missing:
        raise ValidationError(missing)
    if decision.shareable_reason_code in reference.sensitive_codes("refusal_reason"):
        raise ValidationError({"shareable_reason_code": "Ce motif est réservé à l’instance : il ne se communique pas."})
    _check_lead_person(decision)


def _explain(item: AgendaItem, code: str, reserved_reason: str) -> None:
    """Against opinions that bind, or without quorum: the reason is kept with the decision, for the instance alone."""
    if not reserved_reason and (asked := why_to_explain(item, code)):
        raise ValidationError({"reserved_reason": asked})


def _may_be_decided(decision: Decision) -> bool:
    """What fits the item today; a correction may say again what it corrects, done since or not."""
    again = decision.corrects.code if decision.corrects else None
    return decision.code == again or decision.code in offered_codes(decision.agenda_item)


def _check_lead_person(decision: Decision) -> None:
    person, operator = decision.lead_person, decision.operator
    if person is None:
        if decision.case.is_restricted and decision.code in ADMITTING:
            raise ValidationError(
                {"lead_person": "Ce dossier est à accès restreint : nommez la personne qui le suivra."}
            )
        return
    held = person.memberships.current().filter(organisation=operator, role__in=TEAM_ROLES)
    if operator is None or not held.exists():
        raise ValidationError({"lead_person": "Cette personne n’accompagne pas pour l’opérateur choisi."})


def _refuse_unless(session: Session, *states: str) -> None:
    if session.state not in states:
        raise ValidationError(f"La séance est {session.get_state_display().lower()} : aucune décision n’y est prise.")
