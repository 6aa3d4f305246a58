"""What was done with a household, and the sentence that goes with it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment import guards
from accompaniment.choices import CONTACT_KINDS, InterventionKind, InterventionOutcome
from accompaniment.landlord_part import can_note_part, lines_open_to
from accompaniment.models import GroupEntry, Intervention, PlannedVisit
from accompaniment.services.notes import write_note
from accompaniment.services.planning import complete_visit, running_measure
from accompaniment.services.solicitations import answer_by_contact, reopen_solicitation
from funding.models import BudgetLine
from households.models import Case
from households.permissions import section_rights
from households.services import note_contact
from partners.models import User
from partners.roles import Right, Section
from veille.core import audit
from veille.core.actor import Actor

# What a contact usually lasts: prefilled, and corrected by who was there.
USUAL_MINUTES = {
    InterventionKind.HOME_VISIT: 45,
    InterventionKind.PHONE_CALL: 10,
    InterventionKind.NO_SHOW: 15,
    InterventionKind.ACCOMPANIED_STEP: 90,
    InterventionKind.PARTNER_CONTACT: 15,
    InterventionKind.LANDLORD_REPAYMENT: 60,
    InterventionKind.MEDIATION: 60,
    InterventionKind.MESSAGE: 5,
    InterventionKind.LETTER: 15,
    InterventionKind.SYNTHESIS_MEETING: 60,
    InterventionKind.TRIPARTITE_MEETING: 60,
}
_OTHERWISE = 30


def usual_minutes(kind: str) -> int:
    return USUAL_MINUTES.get(kind, _OTHERWISE)


@transaction.atomic
def record_intervention(
    *,
    case: Case,
    kind: str,
    happened_on: date,
    by: Actor,
    outcome: str = InterventionOutcome.EFFECTIVE,
    minutes: int | None = None,
    text: str = "",
    level: str = "",
    author: User | None = None,
    visit: PlannedVisit | None = None,
    group: GroupEntry | None = None,
    **fields,
) -> Intervention:
    """Note a contact or a step; the sentence becomes a note under its own level.

    `fields`: started_at, was_announced, unannounced_reason, people_met, themes, is_shared. Who reads
    only what is shared shares what she notes: her own organisation could not read it otherwise. `author` is
    who was there, when somebody else writes it down (an import). `visit` is the appointment it keeps, found
    among those of the days around when nobody says it.
    """
    guards.check_day(happened_on, not_before=case.opened_on, what="Date")
    if section_rights(by, case)[Section.INTERVENTIONS] < Right.READ:
        fields |= {"is_shared": True, "is_landlord_part": can_note_part(by, case)}
    if fields.get("is_landlord_part"):
        _check_landlord_part(case, by, fields.get("budget_line"))
        fields["is_shared"] = True
    if kind == InterventionKind.NO_SHOW:
        outcome = InterventionOutcome.NO_SHOW
    intervention = Intervention(
        case=case,
        measure=None if fields.get("is_landlord_part") else running_measure(case),
        organisation=by.organisation,
        author=author or by.user,
        kind=kind,
        outcome=outcome,
        happened_on=happened_on,
        minutes=usual_minutes(kind) if minutes is None else minutes,
        group=group,
        **fields,
    )
    intervention.full_clean(exclude=["measure"])
    intervention.save()
    audit.record("intervention.recorded", intervention, by=by, changes={"kind": kind, "outcome": outcome})
    if kind in CONTACT_KINDS and outcome == InterventionOutcome.EFFECTIVE:
        note_contact(case=case, on=happened_on)
    complete_visit(intervention, visit)
    answer_by_contact(intervention=intervention, by=by)
    if text:
        write_note(case=case, text=text, level=level, by=by, intervention=intervention, on=happened_on)
    return intervention


@transaction.atomic
def withdraw_intervention(*, intervention: Intervention, by: Actor) -> None:
    """It was noted by mistake: what it answered waits again, what was written stands alone.

    The day of the last contact of the file stays as it was told: it only delays forgetting.
    """
    for solicitation in intervention.solicitations.order_by("received_at", "pk"):
        reopen_solicitation(solicitation=solicitation, by=by)
    audit.record("intervention.withdrawn", intervention, by=by, changes={"kind": intervention.kind})
    intervention.delete()


def _check_landlord_part(case: Case, by: Actor, line: BudgetLine | None) -> None:
    """Its own people say what a landlord does, on a line of the plan that is its own."""
    if not can_note_part(by, case):
        raise ValidationError("La part du bailleur se note par le bailleur.")
    if line is not None and not lines_open_to(by, case).filter(pk=line.pk).exists():
        raise ValidationError({"budget_line": "Choisissez une ligne du plan en vigueur, ouverte à votre organisme."})
