"""What the actor may do with the accompaniment of a case she sees.

`rights` are those of `households.permissions.section_rights`.
"""

from django.db.models import Q, QuerySet

from accompaniment.choices import DiagnosisState, PlanState
from accompaniment.models import Action, Diagnosis, Note, PlannedVisit
from households.grants import GRANT_RIGHTS
from households.models import Case, CaseAccess
from households.note_writing import writable_levels
from households.permissions import Rights, can_write
from partners.object_rights import may, roles_with
from partners.roles import Right, Section
from veille.core.actor import Actor


def can_lead(rights: Rights) -> bool:
    """Start, suspend, raise, end: whoever writes in the measure."""
    return rights[Section.MEASURE] >= Right.WRITE


def can_record_intervention(rights: Rights) -> bool:
    """An association notes what it does; a landlord, what it shares."""
    return max(rights[Section.INTERVENTIONS], rights[Section.INTERVENTIONS_SHARED]) >= Right.WRITE


def noted_by_import(actor: Actor) -> QuerySet[Case]:
    """The files into which she brings visits from a table: `import`, « W own » (docs/rights/others.csv).

    Finer than the cells: a manager reads the visits of her team and writes none herself; with the right to
    import, she brings in what they noted elsewhere, where a grant lets her organisation write it.
    """
    found = Q(pk__in=())
    for section in (Section.INTERVENTIONS, Section.INTERVENTIONS_SHARED):
        levels = [level for level, rights in GRANT_RIGHTS.items() if rights[section] >= Right.WRITE]
        grants = CaseAccess.objects.current().filter(organisation=actor.organisation_id, level__in=levels)
        read = Case.objects.visible_to(actor, section, Right.READ).filter(pk__in=grants.values("case"))
        found |= Q(pk__in=read.values("pk"))
    return Case.objects.visible_to(actor).filter(found)


def can_hide_intervention(rights: Rights) -> bool:
    """Only who accompanies may keep the date of a visit from the landlord."""
    return rights[Section.INTERVENTIONS] >= Right.WRITE


def can_plan_visit(rights: Rights) -> bool:
    """Agree on a day with the household: whoever accompanies it."""
    return rights[Section.INTERVENTIONS] >= Right.WRITE


def can_change_visit(actor: Actor, visit: PlannedVisit, rights: Rights) -> bool:
    """Who agreed on it, or who leads: a partner takes nothing out of the calendar of another organisation."""
    own = visit.organisation_id == actor.organisation_id
    return can_plan_visit(rights) and (own or can_lead(rights))


def can_write_note(actor: Actor, case: Case) -> bool:
    return bool(writable_levels(actor, case))


def can_change_note_level(actor: Actor, note: Note) -> bool:
    """The author's organisation decides who reads, as long as it could have written the note."""
    return note.organisation_id == actor.organisation_id and note.level in writable_levels(actor, note.case)


def can_read_detail(rights: Rights) -> bool:
    """The second part of the diagnosis is for the operators alone."""
    return rights[Section.DIAGNOSIS] >= Right.READ


def can_report_diagnosis(actor: Actor, diagnosis: Diagnosis, rights: Rights) -> bool:
    """The operator it was asked of renders it."""
    return diagnosis.operator_id == actor.organisation_id and rights[Section.DIAGNOSIS] >= Right.WRITE


def can_correct_diagnosis(actor: Actor, diagnosis: Diagnosis, rights: Rights) -> bool:
    """A rendered diagnosis, until its file closes or is limited: who wrote it, or who manages her.

    The right is `diagnosis_correction`: who rendered it writes nothing else there any more.
    """
    case = diagnosis.case
    if diagnosis.state != DiagnosisState.DONE or case.closed_on or case.frozen_on or not can_read_detail(rights):
        return False
    hers = diagnosis.author_id == actor.user_id and may(actor, "diagnosis_correction", "W")
    manages = actor.has_role(*roles_with("diagnosis_correction", "W", scope="own"))
    return diagnosis.operator_id == actor.organisation_id and (hers or manages)


def can_order_again(actor: Actor, diagnosis: Diagnosis, rights: Rights) -> bool:
    """What could not be done may be taken up again, as long as nobody decided without it: the file opens with it."""
    case = diagnosis.case
    if case.closed_on or not can_report_diagnosis(actor, diagnosis, rights):
        return False
    return case.admitted_on is None or can_write(actor, case, Section.DIAGNOSIS)


def can_assess(rights: Rights) -> bool:
    """Who leads the accompaniment fills its grid; who only made the diagnosis does not see the measure."""
    return rights[Section.DIAGNOSIS] >= Right.WRITE and rights[Section.MEASURE] >= Right.WRITE


def can_write_plan(rights: Rights) -> bool:
    return rights[Section.PLAN] >= Right.WRITE


def can_move_action(rights: Rights, action: Action) -> bool:
    """Somebody who writes in the shared plan moves the shared actions."""
    objective = action.objective
    if objective.plan.state == PlanState.CLOSED:
        return False
    return can_write_plan(rights) or (objective.is_shared and rights[Section.PLAN_SHARED] >= Right.WRITE)
