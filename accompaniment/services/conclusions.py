"""What a meeting concludes: written in versions, handed over by a link, followed by decisions."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment.choices import PlanState
from accompaniment.coordination import notices
from accompaniment.coordination.choices import GuestKind, MeetingState
from accompaniment.coordination.rules import CONCLUSIONS, LONGEST_DAYS
from accompaniment.models import (
    Action,
    CaseMeeting,
    HandedConclusions,
    MeetingConclusions,
    MeetingDecision,
    MeetingGuest,
    Objective,
    Plan,
)
from accompaniment.services.meeting_guests import NOT_AGREED, check_told
from households import safety
from households.versions import hold_case
from veille.core import audit, clock, links
from veille.core.actor import Actor
from veille.core.versions import STALE


@transaction.atomic
def write_conclusions(
    *, meeting: CaseMeeting, text: str, audience: str, is_agreed: bool, former: int, by: Actor
) -> MeetingConclusions:
    """Write what may be read of the meeting; over a former version (its number, 0 for none), as a correction.

    Who was handed the former version reads, at the same address, the one that stands and that it was corrected.
    """
    stored = _held(meeting)
    standing = stored.conclusions.filter(is_current=True).first()
    if former != (standing.version if standing else 0):
        raise ValidationError(STALE, code="stale")
    if standing and (standing.text, standing.audience, standing.is_agreed) == (text, audience, is_agreed):
        return standing
    stored.conclusions.update(is_current=False)
    new = MeetingConclusions(
        case=stored.case,
        meeting=stored,
        version=former + 1,
        text=text,
        audience=audience,
        is_agreed=is_agreed,
        written_on=clock.today(),
        author=by.user,
    )
    new.full_clean()
    new.save()
    changes = {"version": new.version, "audience": audience, "agreed": is_agreed}
    audit.record("meeting_conclusions.written", new, by=by, changes=changes)
    return new


def _held(meeting: CaseMeeting) -> CaseMeeting:
    stored = CaseMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if stored.state != MeetingState.HELD:
        raise ValidationError("Notez d’abord que la réunion a eu lieu.")
    return stored


@transaction.atomic
def hand_conclusions(
    *, guest: MeetingGuest, days: int, by: Actor, release_reason: str = ""
) -> tuple[HandedConclusions, str]:
    """Hand the conclusions over to somebody without an account: by mail, else the address is returned once."""
    hold_case(guest.case_id)  # as when she is invited
    stored = MeetingGuest.objects.select_for_update(of=("self",)).select_related("meeting__case").get(pk=guest.pk)
    conclusions = stored.meeting.conclusions.filter(is_current=True, is_agreed=True).first()
    if conclusions is None or stored.kind != GuestKind.OUTSIDE:
        raise ValidationError("Seules des conclusions que le ménage a relues se remettent, à une personne sans compte.")
    if stored.agreed_on is None:
        raise ValidationError(NOT_AGREED)
    if not 1 <= days <= LONGEST_DAYS:
        raise ValidationError({"days": f"Choisissez une durée de 1 à {LONGEST_DAYS} jours."})
    check_told(stored.case)
    safety.release(case=stored.case, what=safety.Outgoing.EXPORT, reason=release_reason, by=by)
    handed = HandedConclusions(
        case=stored.case, guest=stored, version=conclusions.version, given_at=clock.now(), given_by=by.user
    )
    handed.full_clean()
    handed.save()
    _, address = links.give(purpose=CONCLUSIONS, object_id=handed.pk, days=days, by=by)
    audit.record("meeting_conclusions.handed", handed, by=by, changes={"days": days, "version": handed.version})
    if stored.email:
        transaction.on_commit(lambda: notices.say_handed(stored.email, address), robust=True)
        address = ""
    return handed, address


@transaction.atomic
def close_handed(*, handed: HandedConclusions, by: Actor) -> None:
    """Its address opens nothing from the next request on."""
    links.close(purpose=CONCLUSIONS, object_id=handed.pk, by=by)


@transaction.atomic
def add_decision(
    *, meeting: CaseMeeting, label: str, who: str, due_on: date, is_shared: bool, by: Actor
) -> MeetingDecision:
    """What was decided: who does what, by when."""
    stored = _held(meeting)
    decision = MeetingDecision(
        case=stored.case, meeting=stored, label=label, who=who, due_on=due_on, is_shared=is_shared
    )
    decision.full_clean()
    decision.save()
    audit.record("meeting_decision.made", decision, by=by)
    return decision


@transaction.atomic
def finish_decision(*, decision: MeetingDecision, by: Actor) -> MeetingDecision:
    """It is done."""
    stored = MeetingDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if stored.done_on is None:
        stored.done_on = clock.today()
        stored.save(update_fields=["done_on"])
        audit.record("meeting_decision.done", stored, by=by)
    return stored


@transaction.atomic
def put_in_plan(*, decision: MeetingDecision, objective: Objective, by: Actor) -> Action:
    """Take a decision into the plan that is being written; what was agreed with the household is not added to."""
    stored = MeetingDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=objective.plan_id)
    if plan.state != PlanState.DRAFT or plan.case_id != stored.case_id:
        raise ValidationError("Ce plan est convenu : écrivez-en une nouvelle version pour y ajouter une action.")
    if stored.action_id:
        raise ValidationError("Cette décision est déjà dans le plan.")
    action = Action(
        case=stored.case,
        objective=objective,
        label=stored.label,
        who=stored.who,
        due_on=stored.due_on,
        position=objective.actions.count(),
    )
    action.full_clean()
    action.save()
    stored.action = action
    stored.save(update_fields=["action"])
    audit.record("meeting_decision.planned", stored, by=by, changes={"action": str(action.pk)})
    return action
