"""The sheets to present: prepared from the file, corrected, frozen, printed on one page."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from cellule.choices import AgendaState, SheetState
from cellule.documents import sheet_pdf
from cellule.forms.sheets import FORM, SheetForm, words_of
from cellule.models import AgendaItem, PresentationSheet, Referral
from cellule.naming import names_told, own_names
from cellule.permissions import can_write_sheet, keeps
from cellule.preparation import to_prepare
from cellule.services.reviews import refresh_changes
from cellule.services.sheets import (
    BEFORE_SESSION,
    IdentifyingTextLeft,
    StaleSheet,
    draft_sheet,
    freeze_sheet,
    renew_sheet,
    write_sheet,
)
from cellule.shared_grid import corrected_since, criteria_beside
from cellule.sheet_checker import identifying_parts
from cellule.views.session_papers import sheets_in_order
from households.models import Case
from partners.object_rights import may, roles_with
from partners.roles import Section
from veille.core import drafts, reads
from veille.core.actor import Actor
from veille.core.models import AccessKind
from veille.core.pages import page_of, whole_number
from veille.core.pdf import pdf_response
from veille.core.reads import confidential
from veille.core.sending import CONFLICT, INVALID, add_refusal, require_form

SECTION = "sheet"


@require_safe
@confidential
def sheet_list(request: HttpRequest) -> HttpResponse:
    if not may(request.actor, "sheet_before_freezing", "R"):
        raise PermissionDenied
    page = page_of(to_prepare(request.actor), request)
    cases = [item.case_id for item in page]
    reads.record(cases, section=SECTION, kind=AccessKind.LIST)
    known = Case.objects.visible_to(request.actor).filter(pk__in=cases).order_by("pk")
    return render(request, "cellule/sheet_list.html", {"page": page, "known": set(known.values_list("pk", flat=True))})


@require_POST
@confidential
def sheet_prepare(request: HttpRequest, referral: UUID) -> HttpResponse:
    found = get_object_or_404(Referral.objects.visible_to(request.actor), pk=referral)
    if not _may_prepare(request.actor, found):
        raise PermissionDenied
    item = get_object_or_404(AgendaItem, referral=found, session__state__in=BEFORE_SESSION, state=AgendaState.LISTED)
    sheet = draft_sheet(referral=found, session=item.session, by=request.actor)
    return redirect("cellule:sheet_detail", pk=sheet.pk)


def _may_prepare(actor: Actor, referral: Referral) -> bool:
    writes = actor.roles & roles_with("sheet_before_freezing", "W", scope="own")
    return keeps(actor, referral) or (referral.presenter_id == actor.organisation_id and bool(writes))


def _sheet(request: HttpRequest, pk: UUID) -> PresentationSheet:
    sheets = PresentationSheet.objects.visible_to(request.actor)
    sheet = get_object_or_404(
        sheets.select_related(
            "session__instance", "case__rules", "case__household", "referral__presenter", "presenter"
        ),
        pk=pk,
    )
    reads.record([sheet.case_id], section=SECTION)
    return sheet


def _writable_sheet(request: HttpRequest, pk: UUID) -> PresentationSheet:
    sheet = _sheet(request, pk)
    if not can_write_sheet(request.actor, sheet):
        raise PermissionDenied
    return sheet


@require_form
@confidential
def sheet_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    if request.method == "POST":
        return _save(request, _writable_sheet(request, pk))
    sheet = _sheet(request, pk)
    if sheet.state == SheetState.DRAFT and can_write_sheet(request.actor, sheet):
        return _open(request, sheet)
    return render(request, "cellule/sheet_detail.html", _reading(request, sheet))


def _reading(request: HttpRequest, sheet: PresentationSheet) -> dict:
    renewable = sheet.state == SheetState.FROZEN and sheet.session.state in BEFORE_SESSION
    name, note = _name(request.actor, sheet)
    if name:
        reads.record([sheet.case_id], section=Section.IDENTITY)
    criteria = criteria_beside(request.actor, sheet)
    if criteria:
        reads.record([sheet.case_id], section=Section.RECOMMENDATION)
    return {
        "sheet": sheet,
        "criteria": criteria,
        "criteria_corrected_on": corrected_since(sheet) if criteria else None,
        "can_renew": renewable and can_write_sheet(request.actor, sheet),
        "name": name,
        "name_note": note,
        **_around(request, sheet),
    }


def _name(actor: Actor, sheet: PresentationSheet) -> tuple[str, str]:
    """In a nominative instance, by agreement; else only to whom the file is open anyway, on her own screen."""
    if told := names_told(sheet.session, [sheet.case_id], actor).get(sheet.case_id):
        return told, "nommée avec son accord, pour les membres de cette instance"
    own = own_names([sheet.case_id], actor).get(sheet.case_id, "")
    return own, "dossier de votre organisme, visible de vous seul·e"


def _around(request: HttpRequest, sheet: PresentationSheet) -> dict:
    """The sheets before and after it in the order of the meeting."""
    sheets = sheets_in_order(request, sheet.session)
    at = next((rank for rank, other in enumerate(sheets) if other.pk == sheet.pk), None)
    if at is None:
        return {"former": None, "following": None}
    return {"former": sheets[at - 1] if at else None, "following": sheets[at + 1] if at + 1 < len(sheets) else None}


def _open(request: HttpRequest, sheet: PresentationSheet) -> HttpResponse:
    """The form, with what she was typing when she left, of the edition she was correcting then."""
    draft = drafts.find(by=request.actor, form=FORM, object_id=sheet.pk)
    typed = _typed_before(draft)
    edition = whole_number(typed.pop("edition", "")) or sheet.edition
    form = SheetForm(instance=sheet, actor=request.actor, initial=typed)
    return _edit_page(request, sheet, form, edition=edition, draft=draft)


def _typed_before(draft) -> dict:
    """A list of ticked findings stays a list."""
    if draft is None:
        return {}
    typed = drafts.open_draft(draft)
    return {name: values if name in ("findings", "changes") else values[-1] for name, values in typed.items() if values}


def _save(request: HttpRequest, sheet: PresentationSheet) -> HttpResponse:
    if request.POST.get("act") == "stored":
        drafts.discard(by=request.actor, form=FORM, object_id=sheet.pk)
        return redirect("cellule:sheet_detail", pk=sheet.pk)
    edition = whole_number(request.POST.get("edition", "")) or 0
    form = SheetForm(request.POST, instance=sheet, actor=request.actor)
    if not form.is_valid():
        return _edit_page(request, sheet, form, edition=edition, status=INVALID)
    try:
        _write(request, sheet, edition, form.typed)
    except StaleSheet as stale:
        return _both_texts(request, sheet, form, stale)
    except IdentifyingTextLeft as warning:
        return _edit_page(request, sheet, form, edition=sheet.edition, status=INVALID, asks=warning.messages[0])
    except ValidationError as error:
        add_refusal(form, error)
        return _edit_page(request, sheet, form, edition=sheet.edition, status=INVALID)
    return redirect("cellule:sheet_detail", pk=sheet.pk)


def _write(request: HttpRequest, sheet: PresentationSheet, edition: int, typed: dict) -> None:
    write_sheet(sheet=sheet, by=request.actor, edition=edition, **typed)
    drafts.discard(by=request.actor, form=FORM, object_id=sheet.pk)
    if request.POST.get("act") == "freeze":
        freeze_sheet(sheet=sheet, by=request.actor, confirmed=request.POST.get("confirmed") == "on")
        messages.success(request, "La fiche est figée pour la séance.")
    elif request.POST.get("act") == "refresh":
        refresh_changes(sheet=sheet, by=request.actor)
        messages.success(request, "Ce qui a changé est relevé à nouveau ; votre texte est enregistré.")
    else:
        messages.success(request, "La fiche est enregistrée.")


def _both_texts(request: HttpRequest, sheet: PresentationSheet, form: SheetForm, stale: StaleSheet) -> HttpResponse:
    """Hers in the form, which now follows the stored edition; what it would replace beside it."""
    beside = [(form[name].label, words_of(stale.stored, name)) for name in stale.differing]
    told = {"told": stale.messages[0], "beside": beside, "parts": []}
    return _edit_page(request, sheet, form, edition=stale.stored.edition, status=CONFLICT, **told)


def _edit_page(request: HttpRequest, sheet, form, *, edition: int, status: int = 200, **more) -> HttpResponse:
    context = {
        "sheet": sheet,
        "form": form,
        "edition": edition,
        "draft": None,
        "parts": identifying_parts(sheet, sheet.case),
        "asks": "",
        "told": "",
        "beside": [],
    }
    return render(request, "cellule/sheet_form.html", context | more, status=status)


@require_POST
@confidential
def sheet_renew(request: HttpRequest, pk: UUID) -> HttpResponse:
    sheet = _writable_sheet(request, pk)
    try:
        new = renew_sheet(sheet=sheet, by=request.actor)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("cellule:sheet_detail", pk=sheet.pk)
    return redirect("cellule:sheet_detail", pk=new.pk)


@require_safe
@confidential
def sheet_document(request: HttpRequest, pk: UUID) -> HttpResponse:
    sheet = _sheet(request, pk)
    reads.record([sheet.case_id], section=SECTION, kind=AccessKind.EXPORT)
    return pdf_response(sheet_pdf(sheet), "fiche.pdf")
