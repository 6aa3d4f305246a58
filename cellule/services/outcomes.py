"""What a decision changes: the orientation, the grants, the measure, the team, then the tasks.

Called inside the transaction that writes the decision. Bodies that only advise change nothing.
"""

from collections.abc import Iterable
from datetime import timedelta

from accompaniment.choices import CLOSED_STATES
from accompaniment.models import Measure
from accompaniment.services import change_level, open_measure, order_diagnosis, plan_review
from cellule.candidature_choices import ConditionState
from cellule.choices import (
    ADMITTING,
    REFERRAL_AFTER,
    REFERRAL_ENDS,
    REFERRAL_MOVES,
    REFUSING,
    DecidingBody,
    DecisionCode,
    ReferralState,
    TaskAct,
    TaskState,
)
from cellule.models import AgendaItem, Assignment, Decision
from cellule.services.candidatures import send_candidatures
from households.grants import GrantLevel
from households.models import TeamPart
from households.services import add_team_member, admit_case, close_case, end_access, grant_access, name_person
from partners.configuration import DiagnosisWhen, LevelRules
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.formats import far_date
from veille.core.transitions import Moves, move

# Acts on a running accompaniment that need more than the instance says: its operator carries them out.
CARRIED_OUT_BY_OPERATOR = (
    DecisionCode.SUSPEND,
    DecisionCode.REACTIVATE,
    DecisionCode.END,
    DecisionCode.REOPEN,
)


def apply_outcome(decision: Decision, *, by: Actor, moves: Moves = REFERRAL_MOVES) -> None:
    """Make what was decided true."""
    if decision.role == "advisory":
        return
    _move_referral(decision, moves)
    if decision.code in ADMITTING:
        _admit(decision, by)
    elif decision.code == DecisionCode.ORDER_DIAGNOSIS:
        _order_diagnosis(decision, by)
    elif decision.code in (DecisionCode.CHANGE_LEVEL, DecisionCode.EXTEND):
        _adjust_measure(decision, by)
    if _is_final(decision):
        _end_examination(decision, by)


def who_decided(decision: Decision) -> str:
    """« Cellule de veille sociale – Nord, séance du 20 décembre 2018 », or the authority outside a session."""
    if decision.agenda_item_id:
        session = decision.agenda_item.session
        return f"{session.instance.label}, séance du {far_date(session.held_on)}"[:120]
    return DecidingBody(decision.body).label


def current_measure(spoken_of: Decision | AgendaItem) -> Measure | None:
    """The measure that a decision or an item speaks of: the open one, else the last."""
    measures = Measure.objects.filter(case=spoken_of.case_id)
    open_one = measures.exclude(state__in=CLOSED_STATES).first()
    return open_one or measures.order_by("-decided_on", "pk").first()


def _is_final(decision: Decision) -> bool:
    rules = decision.case.configuration.decision(decision.code)
    return bool(rules and rules.final)


def _move_referral(decision: Decision, moves: Moves) -> None:
    target = REFERRAL_AFTER.get(decision.code)
    if decision.referral is None or target is None:
        return
    changes = {"closed_on": clock.today() if target in REFERRAL_ENDS else None, "answer_read_on": None}
    if target == ReferralState.INCOMPLETE:
        changes |= {"complement_asked": decision.shareable_reason, "complement_asked_on": clock.today()}
    move(decision.referral, target, allowed=moves, **changes)


def _level(decision: Decision) -> LevelRules:
    return decision.case.configuration.level(decision.level)


def _admit(decision: Decision, by: Actor) -> None:
    """The operator leads the file from now on, with a measure that waits for its start."""
    case, level = decision.case, _level(decision)
    admit_case(case=case, on=decision.decided_on, by=by)
    measure = open_measure(
        case=case,
        operator=decision.operator,
        level=level.code,
        rhythm=level.rhythm,
        weight=level.weight,
        decided_by=who_decided(decision),
        decided_on=decision.decided_on,
        next_review_on=decision.next_review_on,
        by=by,
    )
    _link_measure(decision, measure)
    if case.configuration.diagnosis.when == DiagnosisWhen.AT_ENTRY:
        order_diagnosis(case=case, operator=decision.operator, ordered_by=who_decided(decision), by=by)
    _name_lead_person(decision, by, TeamPart.LEAD)


def _name_lead_person(decision: Decision, by: Actor, part: str) -> None:
    if decision.lead_person is None:
        return
    add_team_member(case=decision.case, user=decision.lead_person, organisation=decision.operator, part=part, by=by)
    if decision.case.is_restricted:
        name_person(case=decision.case, user=decision.lead_person, by=by)


def _order_diagnosis(decision: Decision, by: Actor) -> None:
    order_diagnosis(case=decision.case, operator=decision.operator, ordered_by=who_decided(decision), by=by)
    _name_lead_person(decision, by, TeamPart.MEMBER)


def _adjust_measure(decision: Decision, by: Actor) -> None:
    """A new level, a new review date: what an instance may set by itself, before the start as well."""
    measure = decision.measure
    if measure is None or measure.state in CLOSED_STATES:
        return
    if decision.code == DecisionCode.CHANGE_LEVEL:
        level = _level(decision)
        change_level(
            measure=measure,
            level=level.code,
            rhythm=level.rhythm,
            weight=level.weight,
            decided_by=who_decided(decision),
            by=by,
        )
    if decision.next_review_on:
        plan_review(measure=measure, on=decision.next_review_on, by=by)


def restore_level(corrected: Decision, *, by: Actor) -> None:
    """The level of before a change that was a mistake holds again, unless another act moved it since."""
    measure = corrected.measure
    if corrected.code != DecisionCode.CHANGE_LEVEL or measure is None or measure.state in CLOSED_STATES:
        return
    levels = measure.levels.order_by("-starts_on")
    former = levels.filter(starts_on__lt=corrected.decided_on).first()
    if former is None or levels[0].level != corrected.level:
        return
    change_level(
        measure=measure,
        level=former.level,
        rhythm=former.rhythm,
        weight=former.weight,
        decided_by=former.decided_by,
        by=by,
    )


def _link_measure(decision: Decision, measure: Measure) -> None:
    decision.measure = measure
    decision.save(update_fields=["measure"])


def _end_examination(decision: Decision, by: Actor) -> None:
    """A final decision ends what was opened to examine the case; a case never admitted closes with it."""
    case = decision.case
    for level in (GrantLevel.ADMISSION, GrantLevel.PRESENTING):
        end_access(case=case, level=level, by=by)
    if decision.code in REFUSING and case.admitted_on is None and case.closed_on is None:
        close_case(case=case, by=by, reason="orientation non retenue")


def reopen_examination(decision: Decision, *, by: Actor) -> None:
    """A corrected decision that is no longer final: the instance and the presenter examine again."""
    referral, ground = decision.referral, "décision corrigée"
    grants = ((referral.instance.organiser, GrantLevel.ADMISSION), (referral.presenter, GrantLevel.PRESENTING))
    for organisation, level in grants:
        grant_access(case=decision.case, organisation=organisation, level=level, ground=ground, by=by)


def give_tasks(decision: Decision, *, by: Actor) -> list[Assignment]:
    """The decision is told: landlords are asked, tasks given, once. What has to be done, by whom, before when."""
    if decision.role == "advisory":
        return []
    send_candidatures(decision=decision, by=by)
    if decision.assignments.exists():
        return []
    tasks = [task for task in planned_tasks(decision) if task.label not in _done_already(decision)]
    for task in tasks:
        task.save()
        audit.record("task.given", task, by=by, changes={"organisation": str(task.organisation_id)})
    return tasks


def _done_already(decision: Decision) -> set[str]:
    """What the decision it corrects gave, and somebody did: it is not asked twice."""
    done = Assignment.objects.filter(decision=decision.corrects_id, state=TaskState.DONE)
    return set(done.order_by().values_list("label", flat=True)) if decision.corrects_id else set()


def planned_tasks(decision: Decision) -> list[Assignment]:
    """The tasks a decision will give, not written yet: the closing page shows them before they leave."""
    return [*_main_task(decision), *_conditions_to_meet(decision)]


def _main_task(decision: Decision) -> list[Assignment]:
    due = decision.contact_before or clock.today() + timedelta(days=decision.case.configuration.first_contact_days)
    if decision.code in ADMITTING:
        return [_task(decision, "Contacter le ménage", decision.contact_by, due)]
    if decision.code == DecisionCode.ORDER_DIAGNOSIS:
        return [_task(decision, "Prendre contact pour le diagnostic", decision.operator, due)]
    if decision.code in (DecisionCode.REFUSE, DecisionCode.REDIRECT) and decision.referral:
        told_by = decision.contact_by or decision.referral.referrer_organisation
        return [_task(decision, "Dire au ménage la réponse et ce qui est proposé", told_by, due)]
    if decision.code in CARRIED_OUT_BY_OPERATOR and decision.measure:
        return [_task(decision, TaskAct(decision.code).label, decision.measure.operator, due, act=decision.code)]
    return []


def _conditions_to_meet(decision: Decision) -> Iterable[Assignment]:
    if decision.code != DecisionCode.ADMIT_CONDITIONAL:
        return
    for condition in decision.conditions.filter(state=ConditionState.PENDING).select_related("organisation"):
        words = f"Condition de l’admission : {condition.what}"
        fields = {"act": TaskAct.CONDITION, "condition": condition}
        yield _task(decision, words, condition.organisation, condition.due_on, **fields)


def _task(decision: Decision, words: str, organisation, due, **fields) -> Assignment:
    is_hers = decision.lead_person_id and decision.operator_id == organisation.pk
    return Assignment(
        case=decision.case,
        decision=decision,
        organisation=organisation,
        owner=decision.lead_person if is_hers else None,
        label=words,
        due_on=due,
        **fields,
    )
