"""The synthesis of a file on one page, to print."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from households import safety
from households.forms.synthesis import ReleaseForm
from households.pages import CasePage, open_page
from households.summary import reason_shown
from households.timeline_drawing import LIFE, drawing_of, life_of
from households.views.writing import Writing
from partners.roles import Section
from veille.core import clock, reads
from veille.core.models import AccessKind
from veille.core.pdf import make_one_page_pdf, pdf_response
from veille.core.reads import confidential
from veille.core.sending import require_form, show
from veille.core.synthesis import parts_of

_SIZES = ("text-10", "text-9", "text-8", "text-7")


@require_form
@confidential
def case_synthesis(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page at once; about a household in danger, once somebody has said why it may be printed."""
    page = open_page(request, pk)
    page.require(page.reads(Section.STATE))
    if not safety.must_confirm(page.case, page.actor):
        return _document(page)
    form = ReleaseForm(request.POST or None, must_confirm=True)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["release_reason"]
        safety.release(case=page.case, what=safety.Outgoing.EXPORT, reason=reason, by=page.actor)
        return _document(page)
    back = reverse("households:case_detail", args=[page.case.pk])
    writing = Writing("Imprimer la synthèse", "Imprimer", back, "")
    return show(request, "households/case_form.html", {"page": page, "writing": writing}, form=form)


def _document(page: CasePage) -> HttpResponse:
    parts, events = parts_of(page.actor, page.case), life_of(page.actor, page.case)
    told = [*(one.section for one in [*parts, *events]), *(section for one in parts for section in one.also)]
    for section in dict.fromkeys([Section.STATE, *told]):
        reads.record([page.case.pk], section=section, kind=AccessKind.EXPORT)
    context = {
        "banner": page.banner,
        "parts": parts,
        "drawing": drawing_of(events, opened_on=page.case.opened_on, tracks=LIFE),
        "reason": reason_shown(page),
        "today": clock.today(),
        "organisation": page.actor.organisation.name,
        "demo": settings.IS_DEMO,
    }
    content = make_one_page_pdf("households/synthesis_pdf.html", context, sizes=_SIZES)
    return pdf_response(content, "synthese.pdf")
