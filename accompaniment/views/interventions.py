"""Note what was just done, on a phone, in thirty seconds."""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accompaniment import services
from accompaniment.forms.interventions import QuickEntryForm
from accompaniment.landlord_part import LandlordPart, part_of
from accompaniment.permissions import can_hide_intervention, can_record_intervention
from accompaniment.services.interventions import usual_minutes
from accompaniment.views.typed import find_draft
from households.note_levels import is_named_level
from households.note_writing import default_level, writable_levels
from households.pages import CasePage, open_page
from households.readers import case_readers, readers_of
from partners.roles import Section
from veille.core import drafts
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show

DRAFT = "noter"


@confidential
@require_form
def quick_entry(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(can_record_intervention(page.rights))
    page.record(Section.STATE)
    levels = [level for level in writable_levels(page.actor, page.case) if not is_named_level(level)]
    form, draft = _form(request, page, levels)
    if request.method == "POST" and form.is_valid():
        sent = send(request, form, name=DRAFT, act=lambda: _record(page, form))
        if sent:
            return sent
    everybody = case_readers(page.case)
    readers = [readers_of(level, page.case, page.actor, among=everybody) for level in levels]
    context = {
        "page": page,
        "readers": readers,
        "draft": draft,
        "draft_name": DRAFT,
        "usual_minutes": _usual_minutes(form),
        "is_landlord_part": form.part is not None,
    }
    return show(request, "accompaniment/intervention_form.html", context, form=form)


def _form(request: HttpRequest, page: CasePage, levels: list[str]):
    options = {
        "levels": levels,
        "default_level": default_level(page.actor, page.case),
        "may_hide": can_hide_intervention(page.rights),
        "part": _part(request, page),
    }
    if request.method == "POST":
        return QuickEntryForm(request.POST, **options), None
    draft, kept = find_draft(page.actor, DRAFT, page.case.pk, QuickEntryForm)
    return QuickEntryForm(initial=kept, **options), draft


def _part(request: HttpRequest, page: CasePage) -> LandlordPart | None:
    """What the landlord does: for who accompanies the household for a landlord, when she asks for it."""
    asked = request.GET.get("part") == "bailleur"
    return part_of(page.actor, page.case, accompanies=can_hide_intervention(page.rights), asked=asked)


def _usual_minutes(form: QuickEntryForm) -> str:
    """For the page to prefill the length as soon as the kind is chosen."""
    return json.dumps({kind: usual_minutes(kind) for kind, _ in form.fields["kind"].choices})


def _record(page: CasePage, form: QuickEntryForm) -> str:
    services.record_intervention(case=page.case, by=page.actor, **form.answer())
    drafts.discard(by=page.actor, form=DRAFT, object_id=page.case.pk)
    return reverse("households:case_followup", args=[page.case.pk])
