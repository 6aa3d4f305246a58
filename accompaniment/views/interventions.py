"""Note what was just done, on a phone, in thirty seconds."""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accompaniment import services
from accompaniment.choices import InterventionKind, VisitState
from accompaniment.forms.interventions import QuickEntryForm
from accompaniment.landlord_part import LandlordPart, part_of
from accompaniment.models import PlannedVisit
from accompaniment.permissions import can_hide_intervention, can_record_intervention
from accompaniment.services.interventions import usual_minutes
from accompaniment.services.solicitations import record_solicitation
from accompaniment.solicitation_permissions import can_note
from accompaniment.views.typed import find_draft
from households.note_levels import is_named_level
from households.note_writing import default_level, writable_levels
from households.pages import CasePage, open_page
from households.readers import case_readers, readers_of
from partners.roles import Section
from veille.core import clock, drafts
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
    visit = _planned(request, page)
    form, draft = _form(request, page, levels, visit)
    if request.method == "POST" and form.is_valid():
        sent = send(request, form, name=DRAFT, act=lambda: _record(page, form, visit))
        if sent:
            # Outside the act, done once: a phone that never heard the answer sends its draft and its form anew.
            drafts.discard(by=page.actor, form=DRAFT, object_id=page.case.pk)
            return sent
    everybody = case_readers(page.case)
    readers = [readers_of(level, page.case, page.actor, among=everybody) for level in levels]
    context = {
        "page": page,
        "readers": readers,
        "draft": draft,
        "draft_name": DRAFT,
        "visit": visit,
        "usual_minutes": _usual_minutes(form),
        "is_landlord_part": form.part is not None,
    }
    return show(request, "accompaniment/intervention_form.html", context, form=form)


def _planned(request: HttpRequest, page: CasePage) -> PlannedVisit | None:
    """The appointment this entry keeps, when she comes from it."""
    try:
        asked = UUID(request.GET.get("visite", ""))
    except ValueError:
        return None
    visits = PlannedVisit.objects.visible_to(page.actor).filter(case=page.case, state=VisitState.PLANNED)
    return visits.filter(pk=asked).first()


def _form(request: HttpRequest, page: CasePage, levels: list[str], visit: PlannedVisit | None):
    options = {
        "levels": levels,
        "default_level": default_level(page.actor, page.case),
        "may_hide": can_hide_intervention(page.rights),
        "may_solicit": can_note(page.actor, page.rights),
        "part": _part(request, page),
    }
    draft, kept = find_draft(page.actor, DRAFT, page.case.pk, QuickEntryForm)
    if request.method == "POST":
        return QuickEntryForm(request.POST, **options), draft
    return QuickEntryForm(initial={**_agreed(visit), **kept}, **options), draft


def _part(request: HttpRequest, page: CasePage) -> LandlordPart | None:
    """What the landlord does: for who accompanies the household for a landlord, when she asks for it."""
    asked = request.GET.get("part") == "bailleur"
    return part_of(page.actor, page.case, accompanies=can_hide_intervention(page.rights), asked=asked)


def _agreed(visit: PlannedVisit | None) -> dict:
    """What the appointment says already, on its day or after."""
    if visit is None:
        return {}
    agreed = {"kind": InterventionKind.HOME_VISIT, "minutes": visit.minutes, "started_at": visit.starts_at}
    return agreed | ({"happened_on": visit.due_on} if visit.due_on <= clock.today() else {})


def _usual_minutes(form: QuickEntryForm) -> str:
    """For the page to prefill the length as soon as the kind is chosen."""
    return json.dumps({kind: usual_minutes(kind) for kind, _ in form.fields["kind"].choices})


def _record(page: CasePage, form: QuickEntryForm, visit: PlannedVisit | None) -> str:
    if asked_at := form.solicited_at():
        record_solicitation(case=page.case, by=page.actor, received_at=asked_at)
    services.record_intervention(case=page.case, by=page.actor, visit=visit, **form.answer())
    return reverse("households:case_followup", args=[page.case.pk])
