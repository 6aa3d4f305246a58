"""A file before a landlord's commission: prepared, reread, passed on, its answer recorded and told."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule import candidature_permissions as permissions
from cellule.commission_note import note_pdf, shown_lines
from cellule.forms.commissions import ChangePassageForm, PassageForm, ResultForm
from cellule.models import CommissionPassage
from cellule.services import commissions
from households.pages import open_page
from households.views.writing import Writing, answer
from partners.roles import Section
from partners.views.writing import write
from veille.core import reads
from veille.core.models import AccessKind
from veille.core.pdf import pdf_response
from veille.core.reads import confidential
from veille.core.sending import require_form


@require_form
@confidential
def commission_prepare(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(permissions.can_prepare_passage(page.actor, page.case, page.rights))
    page.record(Section.CANDIDATURE)
    form = PassageForm(request.POST or None, case=page.case)
    back = reverse("households:case_housing", args=[pk])

    def act() -> None:
        commissions.prepare_passage(case=page.case, by=page.actor, **form.cleaned_data)

    writing = Writing(
        "Présenter à une commission d’attribution", "Préparer la note", back, "La note est prête à être relue."
    )
    return answer(request, page, form, act, writing)


def _find(request: HttpRequest, pk: UUID) -> CommissionPassage:
    rows = CommissionPassage.objects.visible_to(request.actor)
    rows = rows.select_related("case__rules", "landlord", "offer__commune", "candidature")
    passage = get_object_or_404(rows, pk=pk)
    reads.record([passage.case_id], section=Section.CANDIDATURE)
    return passage


@require_safe
@confidential
def commission_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, passage = request.actor, _find(request, pk)
    can_read = permissions.can_read_note(actor, passage)
    context = {
        "passage": passage,
        "lines": shown_lines(passage, actor) if can_read else (),
        "can_read": can_read,
        "can_change": permissions.can_change_note(actor, passage),
        "can_withdraw": permissions.can_withdraw_passage(actor, passage),
        "can_record": permissions.can_record_result(actor, passage),
        "can_tell": permissions.can_tell_household(actor, passage),
    }
    return render(request, "cellule/commission_detail.html", context)


@require_form
@confidential
def commission_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    passage = _find(request, pk)
    if not permissions.can_change_note(request.actor, passage):
        raise PermissionDenied
    initial = {name: getattr(passage, name) for name in ("held_on", "is_priority", "support_text")}
    form = ChangePassageForm(request.POST or None, case=passage.case, initial=initial)
    back = reverse("cellule:commission_detail", args=[pk])

    def act() -> str:
        commissions.change_passage(passage=passage, by=request.actor, **form.cleaned_data)
        return back

    words = {"title": "Note pour la commission", "verb": "Enregistrer", "back": back}
    return write(request, form, act, done="La note est modifiée.", **words)


@require_safe
@confidential
def commission_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The note on paper; its file name tells nothing."""
    passage = _find(request, pk)
    if not permissions.can_read_note(request.actor, passage):
        raise PermissionDenied
    reads.record([passage.case_id], section=Section.CANDIDATURE, kind=AccessKind.EXPORT)
    return pdf_response(note_pdf(passage, request.actor), "note-explicative.pdf")


@require_form
@confidential
def commission_result(request: HttpRequest, pk: UUID) -> HttpResponse:
    passage = _find(request, pk)
    if not permissions.can_record_result(request.actor, passage):
        raise PermissionDenied
    form, back = ResultForm(request.POST or None), reverse("cellule:commission_detail", args=[pk])

    def act() -> str:
        commissions.record_result(passage=passage, by=request.actor, **form.cleaned_data)
        return back

    words = {"title": "Résultat de la commission", "verb": "Enregistrer le résultat", "back": back}
    return write(request, form, act, done="Le résultat est noté.", **words)


@require_POST
@confidential
def commission_pass(request: HttpRequest, pk: UUID) -> HttpResponse:
    done = "La note est figée et transmise au bailleur."
    return _do(request, pk, permissions.can_change_note, commissions.pass_on, done)


@require_POST
@confidential
def commission_told(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _do(request, pk, permissions.can_tell_household, commissions.tell_household, "C’est noté.")


@require_POST
@confidential
def commission_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    done = "Le dossier n’ira pas devant cette commission."
    return _do(request, pk, permissions.can_withdraw_passage, commissions.withdraw_passage, done)


def _do(request: HttpRequest, pk: UUID, allowed: Callable, act: Callable, done: str) -> HttpResponse:
    passage = _find(request, pk)
    if not allowed(request.actor, passage):
        raise PermissionDenied
    try:
        act(passage=passage, by=request.actor)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, done)
    return redirect("cellule:commission_detail", pk=pk)
