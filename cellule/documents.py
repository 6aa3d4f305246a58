"""Two documents: the sheet on one A4, the relevé de décisions. Neither holds a name nor a number."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from cellule.choices import REFUSING, AgendaKind, AgendaState
from cellule.models import AgendaItem, Decision, PresentationSheet, Session
from cellule.permissions import reads_whole_record
from cellule.services.closing import outcome_words, standing_decisions
from partners.configuration import Door
from veille.core.actor import Actor
from veille.core.pdf import make_one_page_pdf
from veille.core.reference import label

# From the most comfortable to the smallest still legible on paper (see static/pdf/document.css).
SIZES = ("text-11", "text-10", "text-9", "text-8", "text-7")


@dataclass(frozen=True)
class RecordLine:
    """One situation of the relevé, under its pseudonym."""

    pseudonym: str
    door: str
    kind: str
    outcome: str
    level: str
    operator: str
    lead_organisation: str
    reason: str
    contact_by: str
    contact_before: object
    next_review_on: object
    is_correction: bool
    case_id: object


def sheet_pdf(sheet: PresentationSheet) -> bytes:
    """The sheet on one page, whatever its length."""
    return make_one_page_pdf("cellule/sheet_pdf.html", {"sheet": sheet, "demo": settings.IS_DEMO}, sizes=SIZES)


def record_pdf(session: Session, lines: list[RecordLine]) -> bytes:
    """The relevé de décisions of a closed session."""
    return make_one_page_pdf("cellule/releve_pdf.html", record_context(session, lines), sizes=SIZES[1:4])


def record_context(session: Session, lines: list[RecordLine]) -> dict[str, Any]:
    """What the page of the relevé says; a subject of practice that was not reached is said postponed."""
    attendances = session.attendances.filter(is_present=True).select_related("organisation")
    return {
        "session": session,
        "lines": lines,
        "attendances": attendances.order_by("organisation__sort_name"),
        "subjects": session.items.filter(case=None).exclude(state=AgendaState.HIDDEN).order_by("position", "id"),
        "demo": settings.IS_DEMO,
    }


def record_lines(session: Session, actor: Actor) -> list[RecordLine]:
    """The lines of the relevé that the actor may read: all, or those of her organisation; none she is excluded from."""
    decisions = {decision.agenda_item_id: decision for decision in standing_decisions(session)}
    items = AgendaItem.objects.visible_to(actor).filter(session=session, case__isnull=False)
    items = items.exclude(state=AgendaState.HIDDEN).with_list_data().select_related("case", "referral")
    whole = reads_whole_record(actor, session)
    found = [(item, decisions.get(item.pk)) for item in items]
    mine = actor.organisation_id
    return [record_line(*line) for line in found if whole or mine in organisations_of(*line)]


def organisations_of(item: AgendaItem, decision: Decision | None) -> set[UUID]:
    """Whose entry it is: who sent it, who presents it, who was given something to do."""
    organisations = {decision.operator_id, decision.contact_by_id} if decision else set()
    if item.referral:
        organisations |= {item.referral.presenter_id, item.referral.referrer_organisation_id}
    return organisations - {None}


def _says_why(decision: Decision | None) -> bool:
    """Only a negative answer prints its reason, the one that its referrer reads too."""
    return decision is not None and decision.code in REFUSING and bool(decision.shareable_reason_code)


def _outcome(item: AgendaItem, decision: Decision | None) -> str:
    if decision is None and item.kind != AgendaKind.RATIFICATION:
        return "Reporté"
    return outcome_words(item, decision)


def record_line(item: AgendaItem, decision: Decision | None) -> RecordLine:
    level = decision.case.configuration.level(decision.level) if decision else None
    return RecordLine(
        pseudonym=item.name,
        door=Door(item.case.door).label,
        kind=item.get_kind_display(),
        outcome=_outcome(item, decision),
        level=level.label if level else "",
        operator=decision.operator.short_name if decision and decision.operator else "",
        lead_organisation=decision.operator.short_name if decision and decision.lead_person_id else "",
        reason=label("refusal_reason", decision.shareable_reason_code) if _says_why(decision) else "",
        contact_by=decision.contact_by.short_name if decision and decision.contact_by else "",
        contact_before=decision.contact_before if decision and decision.contact_by else None,
        next_review_on=decision.next_review_on if decision else None,
        is_correction=bool(decision and decision.corrects_id),
        case_id=item.case_id,
    )
