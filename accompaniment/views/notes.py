"""Write a note; change who reads it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accompaniment import services
from accompaniment.forms.notes import NoteForm
from accompaniment.models import Note
from accompaniment.permissions import can_change_note_level, can_write_note
from accompaniment.views.typed import find_draft
from households.forms.levels import ReadersChangeForm
from households.note_writing import default_level, reading_options
from households.pages import CasePage, open_page
from households.readers import readers_of
from partners.roles import Section
from veille.core import drafts
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show

DRAFT = "note"


@confidential
@require_form
def note_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(can_write_note(page.actor, page.case))
    page.record(Section.STATE)
    form, draft = _form(request, page)
    if request.method == "POST" and form.is_valid():
        sent = send(request, form, name=DRAFT, act=lambda: _write(page, form))
        if sent:
            return sent
    context = {"page": page, "draft": draft, "draft_name": DRAFT}
    return show(request, "accompaniment/note_form.html", context, form=form)


def _form(request: HttpRequest, page: CasePage):
    options = reading_options(page.actor, page.case)
    draft, kept = find_draft(page.actor, DRAFT, page.case.pk, NoteForm)
    if request.method == "POST":
        return NoteForm(request.POST, **options), draft
    return NoteForm(initial={"level": default_level(page.actor, page.case), **kept}, **options), draft


def _write(page: CasePage, form: NoteForm) -> str:
    cleaned = form.cleaned_data
    services.write_note(
        case=page.case,
        text=cleaned["text"],
        level=cleaned["level"],
        on=cleaned["written_on"],
        readers=form.people(),
        by=page.actor,
    )
    drafts.discard(by=page.actor, form=DRAFT, object_id=page.case.pk)
    return reverse("households:case_followup", args=[page.case.pk])


@confidential
@require_form
def note_level(request: HttpRequest, pk: UUID) -> HttpResponse:
    note = get_object_or_404(Note.objects.visible_to(request.actor).select_related("case", "organisation"), pk=pk)
    page = open_page(request, note.case_id)
    if not can_change_note_level(page.actor, note):
        raise PermissionDenied
    page.record(Section.INTERVENTIONS, Section.INTERVENTIONS_SHARED)
    options = reading_options(page.actor, page.case)
    options["readers"] = [row for row in options["readers"] if row.value != note.level]
    form = ReadersChangeForm(request.POST or None, **options)
    if request.method == "POST" and form.is_valid():
        sent = send(request, form, name="note-lecteurs", act=lambda: _change(page, note, form))
        if sent:
            messages.success(request, "Les lecteurs ont changé.")
            return sent
    current = readers_of(note.level, page.case, page.actor)
    context = {"page": page, "note": note, "current": [current]}
    return show(request, "accompaniment/note_level.html", context, form=form)


def _change(page: CasePage, note: Note, form: ReadersChangeForm) -> str:
    cleaned = form.cleaned_data
    services.change_note_level(
        note=note, level=cleaned["level"], reason=cleaned["reason"], readers=form.people(), by=page.actor
    )
    return reverse("households:case_followup", args=[page.case.pk])
