"""What is agreed, on paper: the plan, the agreement, the bilan and its shareable part."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accompaniment.agreed_texts import paragraphs, section, text_of
from accompaniment.choices import PlanState
from accompaniment.models import Plan, ProgressReview, ReviewSummary, SupportAgreement
from accompaniment.named_operator import names_operator
from accompaniment.papers import review_title, signatures_on
from accompaniment.plan_choices import ReviewState
from accompaniment.views.plans import plan_tab
from households import safety
from households.forms.synthesis import ReleaseForm
from households.pages import CasePage, open_page
from households.views.writing import Writing
from partners.roles import Section
from veille.core import clock, reads
from veille.core.formats import far_date
from veille.core.models import AccessKind
from veille.core.pdf import make_pdf, pdf_response
from veille.core.reads import confidential
from veille.core.sending import require_form, show

_TEMPLATE = "accompaniment/agreed_pdf.html"
_NAMED = "Ce texte nomme l’organisme qui accompagne. Une nouvelle version, établie aujourd’hui, ne le nommerait pas."
# What gives the paper to its reader, under a neutral name.
Handing = Callable[[bytes], HttpResponse]


def _find(request: HttpRequest, rows: QuerySet, pk: UUID, **wanted: Any):
    found = get_object_or_404(rows, pk=pk, **wanted)
    return found, open_page(request, found.case_id)


@confidential
@require_form
def plan_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The plan as agreed, with its signatures or the room for them; a draft says that it is one."""
    plan, page = _find(request, Plan.objects.visible_to(request.actor), pk)
    is_draft = plan.state == PlanState.DRAFT
    dated = "Projet, pas encore convenu" if is_draft else f"Convenu le {far_date(plan.agreed_on)}"
    paper = {"title": f"Plan d’accompagnement, version {plan.version}", "dated": dated}
    return print_agreed(request, page, plan, paper, lambda content: pdf_response(content, "plan.pdf"))


@confidential
@require_form
def agreement_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    agreement, page = _find(request, SupportAgreement.objects.visible_to(request.actor), pk)
    warning = _NAMED if names_operator(agreement, request.actor) else ""
    paper = {"title": agreement.title, "dated": f"Établi le {far_date(agreement.made_on)}", "warning": warning}
    return print_agreed(request, page, agreement, paper, lambda content: pdf_response(content, "contrat.pdf"))


@confidential
@require_form
def review_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    rows = ProgressReview.objects.visible_to(request.actor).exclude(state=ReviewState.DRAFT)
    review, page = _find(request, rows, pk)
    paper = {"title": review_title(review), "dated": _held(review), "note": review.present}
    return print_agreed(request, page, review, paper, lambda content: pdf_response(content, "bilan.pdf"))


@confidential
@require_form
def summary_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The shareable part alone, to be handed over: once it is settled and the household agrees."""
    rows = ReviewSummary.objects.visible_to(request.actor).select_related("review")
    summary, page = _find(request, rows, pk, is_agreed=True, review__state=ReviewState.SETTLED)
    review = summary.review
    paper = {
        "title": f"{review_title(review)} : synthèse",
        "dated": _held(review),
        "note": "Relue avec le ménage, qui est d’accord pour qu’elle soit lue.",
        "text": {"sections": [section("", paragraphs(summary.text))]},
    }
    return released(request, page, paper, lambda content: pdf_response(content, "synthese.pdf"), Section.SUMMARY)


def _held(review: ProgressReview) -> str:
    return f"Fait le {far_date(review.held_on)}{' avec le ménage' if review.with_household else ''}"


def print_agreed(
    request: HttpRequest, page: CasePage, subject, paper: dict[str, Any], hand_over: Handing
) -> HttpResponse:
    signatures = signatures_on(page.actor, subject) if subject.digest else []
    paper |= {"text": text_of(subject), "signatures": signatures, "is_signable": True}
    return released(request, page, paper, hand_over, Section.PLAN)


def released(
    request: HttpRequest, page: CasePage, paper: dict[str, Any], hand_over: Handing, section: str
) -> HttpResponse:
    """At once; about a household in danger, once somebody has said why it may be printed."""
    careful = safety.must_confirm(page.case, page.actor)
    if careful:
        form = ReleaseForm(request.POST or None, must_confirm=True)
        if request.method != "POST" or not form.is_valid():
            title, warning = f"Imprimer : {paper['title']}", paper.get("warning", "")
            back = Writing(title, "Imprimer", plan_tab(page.case.pk), "", readers=warning)
            return show(request, "households/case_form.html", {"page": page, "writing": back}, form=form)
        reason = form.cleaned_data["release_reason"]
        safety.release(case=page.case, what=safety.Outgoing.EXPORT, reason=reason, by=page.actor)
    reads.record([page.case.pk], section=section, kind=AccessKind.EXPORT)
    return hand_over(make_pdf(_TEMPLATE, {**paper, **_around(page, careful)}))


def _around(page: CasePage, careful: bool) -> dict[str, Any]:
    """A household that asks for care reads the neutral name of the service only."""
    return {
        "banner": page.banner,
        "keeper": "" if careful else page.actor.organisation.name,
        "service": page.case.dispositif.public_name,
        "today": clock.today(),
        "demo": settings.IS_DEMO,
    }
