"""What the page of a session to prepare shows, whole or as the fragment that comes back after a move."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from cellule.agenda import Line, Part, agenda_parts, ready_referrals
from cellule.choices import AgendaState, SheetState
from cellule.forms.preparation import SubjectForm
from cellule.instance_rules import rules_of
from cellule.models import AgendaItem, PresentationSheet, Session, SessionDocument
from cellule.readiness import Sign, last_sheets, ready, sheet_signs
from cellule.reviews import due_reviews
from cellule.services.agenda_order import order_version, part_of
from cellule.services.closing import standing_decisions
from cellule.services.sessions import UNDER_WAY
from cellule.services.sheets import BEFORE_SESSION
from veille.core import reads
from veille.core.actor import Actor
from veille.core.models import AccessKind
from veille.core.pages import PAGE_SIZE, counted_in_words


def items_of(request: HttpRequest, session: Session) -> list[AgendaItem]:
    """The items she sees, in the order of the meeting; the reading of their files is journalled."""
    items = AgendaItem.objects.visible_to(request.actor).filter(session=session).with_list_data()
    items = list(items.select_related("case__territory", "referral__presenter", "owner"))
    reads.record([item.case_id for item in items if item.case_id], section="agenda", kind=AccessKind.LIST)
    return items


def preparation(request: HttpRequest, session: Session, items: list[AgendaItem], **told) -> dict:
    """The agenda on one side, what may join it on the other; `told` is what became of the last move."""
    actor, is_under_way = request.actor, session.state in UNDER_WAY
    sheets = last_sheets(session, actor)
    signs = sheet_signs(items, sheets)
    parts = agenda_parts(items, decisions={d.agenda_item_id: d for d in standing_decisions(session)})
    page = {
        "parts": [_shown(session, part, signs, sheets) for part in parts],
        "to_freeze": sum(sheet.state == SheetState.DRAFT for sheet in sheets.values()),
        "is_under_way": is_under_way,
        "decides": bool(rules_of(session.instance).decides_doors),
        "is_before": session.state in BEFORE_SESSION,
        **_minutes(session, items),
        **(_joining(session, actor) if is_under_way else {}),
    }
    return {
        "session": session,
        "page": page,
        "told": {"refusal": "", "stale": "", **told},
        "documents": SessionDocument.objects.visible_to(actor).filter(session=session).defer("content"),
        "attendances": session.attendances.filter(is_present=True).select_related("organisation"),
    }


def _joining(session: Session, actor: Actor) -> dict:
    """What may still join the agenda: ready orientations, situations to look at again, a subject."""
    waiting = ready_referrals(session, actor)
    reviews, due = due_reviews(session, actor)
    return {
        "ready": ready(waiting[:PAGE_SIZE], session, actor),
        "ready_total": counted_in_words(waiting, "orientation prête", "orientations prêtes"),
        "reviews": reviews,
        "due": due,
        "subject_form": SubjectForm(session=session),
    }


@dataclass(frozen=True)
class Shown:
    """A part as the page shows it: the version of its order, and each line with where its sheet stands."""

    part: Part
    version: str
    rows: tuple[tuple[Line, str, Sign | None, PresentationSheet | None], ...]


def _shown(session: Session, part: Part, signs: Mapping[UUID, Sign], sheets: Mapping[UUID, PresentationSheet]) -> Shown:
    rows = tuple(_row(line, signs, sheets.get(line.item.case_id)) for line in part.lines)
    return Shown(part, order_version(part_of(session, part.kind)), rows)


def _row(line: Line, signs: Mapping[UUID, Sign], sheet: PresentationSheet | None) -> tuple:
    """Until its sheet is frozen, the item is known here by the pseudonym of its draft."""
    name = sheet.pseudonym if sheet and not line.item.sheet_id else line.item.name
    return line, name, signs.get(line.item.pk), sheet


def _minutes(session: Session, items: list[AgendaItem]) -> dict[str, int]:
    total = sum(item.minutes for item in items if item.state != AgendaState.HIDDEN)
    return {"minutes": total, "left": session.planned_minutes - total, "over": total - session.planned_minutes}
