"""What the members take with them: the sheets of a session as one document, and its papers."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule.bundle import bundle_pdf
from cellule.choices import AgendaState
from cellule.forms.preparation import SessionDocumentForm
from cellule.models import AgendaItem, PresentationSheet, Session, SessionDocument
from cellule.services.session_documents import add_session_document, remove_session_document
from cellule.views.sessions import find_session
from partners.object_rights import may
from veille.core import reads
from veille.core.models import AccessKind
from veille.core.papers import paper_response
from veille.core.pdf import pdf_response
from veille.core.reads import confidential
from veille.core.sending import do_once, require_form, send, show


@require_safe
@confidential
def session_bundle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every frozen sheet she may read, in the order of the meeting; one line in the journal a file."""
    session = find_session(request, pk)
    if not may(request.actor, "session_bundle", "R"):
        raise PermissionDenied
    sheets = sheets_in_order(request, session)
    if not sheets:
        raise Http404
    reads.record([sheet.case_id for sheet in sheets], section="sheet", kind=AccessKind.EXPORT)
    return pdf_response(bundle_pdf(session, sheets), "fiches.pdf")


def sheets_in_order(request: HttpRequest, session: Session) -> list[PresentationSheet]:
    """The frozen sheets of the items to examine, of those her seat opens today."""
    items = AgendaItem.objects.visible_to(request.actor).filter(session=session, sheet__isnull=False)
    items = items.exclude(state=AgendaState.HIDDEN).in_meeting_order()
    open_to_her = PresentationSheet.objects.visible_to(request.actor).filter(session=session, state="frozen")
    readable = {sheet.pk: sheet for sheet in open_to_her.select_related("session__instance").order_by("pk")}
    return [readable[item.sheet_id] for item in items if item.sheet_id in readable]


@require_form
@confidential
def session_document_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    session = find_session(request, pk, to_keep=True)
    subjects = AgendaItem.objects.visible_to(request.actor).filter(session=session, case=None).in_meeting_order()
    form = SessionDocumentForm(request.POST or None, request.FILES or None, subjects=subjects)
    target = reverse("cellule:session_detail", args=[session.pk]) + "#documents"

    def act() -> str:
        files, fields = form.cleaned_data["files"], {name: form.cleaned_data[name] for name in ("title", "item")}
        add_session_document(session=session, received=files[0], by=request.actor, **fields)
        return target

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        messages.success(request, "Le document est remis aux membres.")
        return sent
    return show(request, "cellule/session_document_form.html", {"session": session}, form=form)


def _document(request: HttpRequest, session: Session, pk: UUID) -> SessionDocument:
    documents = SessionDocument.objects.visible_to(request.actor).filter(session=session)
    return get_object_or_404(documents.select_related("session"), pk=pk)


@require_safe
@confidential
def session_document(request: HttpRequest, pk: UUID, document: UUID) -> HttpResponse:
    return paper_response(_document(request, find_session(request, pk), document))


@require_POST
@confidential
def session_document_remove(request: HttpRequest, pk: UUID, document: UUID) -> HttpResponse:
    session = find_session(request, pk, to_keep=True)
    found = _document(request, session, document)
    target = reverse("cellule:session_detail", args=[session.pk]) + "#documents"
    try:
        return do_once(request, lambda: remove_session_document(document=found, by=request.actor), target)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(target)
