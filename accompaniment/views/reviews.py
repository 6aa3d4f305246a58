"""The bilan: begun, written with the household, settled, read, written anew; its shareable part."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accompaniment import services
from accompaniment.agreed_texts import text_of
from accompaniment.forms.reviews import BeginReviewForm, ReviewForm
from accompaniment.models import Measure, ProgressReview, ReviewSummary
from accompaniment.papers import due_reviews, expected, review_title, shared_summaries, signatures_on
from accompaniment.permissions import can_write_plan
from accompaniment.plan_choices import ReviewKind, ReviewState
from accompaniment.review_facts import facts
from accompaniment.views.plans import plan_tab
from accompaniment.views.refused import refused
from accompaniment.views.typed import find_draft
from households.pages import CasePage, open_page
from households.views.writing import Writing
from partners.roles import Right, Section
from veille.core import drafts
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show
from veille.core.versions import version_of

DRAFT = "bilan"


@confidential
@require_form
def review_begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which bilan, when, with whom; the one under way is opened instead."""
    seen = Measure.objects.visible_to(request.actor, Right.STATE).prefetch_related("former_exits")
    measure = get_object_or_404(seen, pk=pk)
    page = open_page(request, measure.case_id)
    page.require(can_write_plan(page.rights))
    page.require(request.method == "POST" or measure.started_on is not None)
    page.record(Section.PLAN)
    under_way = ProgressReview.objects.visible_to(page.actor).filter(measure=measure, state=ReviewState.DRAFT).first()
    if under_way is not None and request.method != "POST":
        return redirect("accompaniment:review_edit", pk=under_way.pk)
    months, due = page.case.configuration.review_months, _due(page, measure) if measure.started_on else ""
    form = BeginReviewForm(request.POST or None, months=months, due=due)
    writing = Writing("Faire un bilan", "Commencer", plan_tab(measure.case_id), "Le bilan est commencé.")
    if (
        request.method == "POST"
        and form.is_valid()
        and (sent := send(request, form, lambda: _begin(page, measure, form)))
    ):
        return sent
    return show(request, "households/case_form.html", {"page": page, "writing": writing}, form=form)


def _due(page: CasePage, measure: Measure) -> str:
    made = ProgressReview.objects.visible_to(page.actor).filter(measure=measure)
    due = expected(due_reviews(measure, list(made)))
    return due.which if due else ReviewKind.OTHER


def _begin(page: CasePage, measure: Measure, form: BeginReviewForm) -> str:
    review = services.begin_review(measure=measure, by=page.actor, **form.answer())
    return reverse("accompaniment:review_edit", args=[review.pk])


def _open(request: HttpRequest, pk: UUID) -> tuple[ProgressReview, CasePage]:
    seen = ProgressReview.objects.visible_to(request.actor).select_related("measure", "plan", "author")
    review = get_object_or_404(seen, pk=pk)
    page = open_page(request, review.case_id)
    page.record(Section.PLAN)
    return review, page


@confidential
@require_form
def review_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is typed is kept as one types; one button keeps the bilan, the other settles it."""
    review, page = _open(request, pk)
    page.require(can_write_plan(page.rights))
    page.require(request.method == "POST" or review.state == ReviewState.DRAFT)
    form, draft = _review_form(request, page, review)
    version = request.POST.get("version") or version_of(review)
    if request.method == "POST" and form.is_valid():
        sent = send(request, form, lambda: _write(request, page, review, form, version))
        if sent:
            return sent
    context = {
        "page": page,
        "review": review,
        "title": review_title(review),
        "facts": facts(review.measure, review.plan, review.held_on, page.actor),
        "draft": draft,
        "draft_name": DRAFT,
        "version": version,
    }
    return show(request, "accompaniment/review_form.html", context, form=form)


def _review_form(request: HttpRequest, page: CasePage, review: ProgressReview):
    """Refused, the page goes on from the draft as it stands: what is typed next is kept over it."""
    draft, kept = find_draft(page.actor, DRAFT, review.pk, ReviewForm)
    if request.method == "POST":
        return ReviewForm(request.POST), draft
    known = {name: getattr(review, name) for name in services.REVIEW_WRITTEN}
    summary = ReviewSummary.objects.visible_to(page.actor).filter(review=review).first()
    if summary:
        known |= {"summary": summary.text, "is_agreed": summary.is_agreed}
    return ReviewForm(initial=known | kept), draft


def _write(request: HttpRequest, page: CasePage, review: ProgressReview, form: ReviewForm, version: str) -> str:
    if "settle" in request.POST:
        services.write_and_settle_review(review=review, version=version, by=page.actor, **form.cleaned_data)
    else:
        services.write_review(review=review, version=version, by=page.actor, **form.cleaned_data)
    drafts.discard(by=page.actor, form=DRAFT, object_id=review.pk)
    return reverse("accompaniment:review_detail", args=[review.pk])


@confidential
@require_safe
def review_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    review, page = _open(request, pk)
    is_draft = review.state == ReviewState.DRAFT
    context = {
        "page": page,
        "review": review,
        "title": review_title(review),
        "text": text_of(review),
        "summary": ReviewSummary.objects.visible_to(page.actor).filter(review=review).first(),
        "signatures": [] if is_draft else signatures_on(page.actor, review),
        "may_write": can_write_plan(page.rights),
    }
    return render(request, "accompaniment/review_detail.html", context)


@confidential
@require_POST
def review_rewrite(request: HttpRequest, pk: UUID) -> HttpResponse:
    review, page = _open(request, pk)
    page.require(can_write_plan(page.rights))
    try:
        new = services.rewrite_review(review=review, by=page.actor)
    except ValidationError as error:
        return refused(request, page, error.messages)
    return redirect("accompaniment:review_edit", pk=new.pk)


@confidential
@require_POST
def summary_share(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The household agrees that the shareable part is read, or takes it back."""
    summary = get_object_or_404(ReviewSummary.objects.visible_to(request.actor).select_related("review"), pk=pk)
    page = open_page(request, summary.case_id)
    page.require(can_write_plan(page.rights))
    services.share_summary(summary=summary, is_agreed="share" in request.POST, by=page.actor)
    return redirect("accompaniment:review_detail", pk=summary.review_id)


@confidential
@require_safe
def summaries_fragment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the household lets be read of its bilans, for the landlord, the partners informed and the secretary."""
    page = open_page(request, pk)
    page.require(page.reads(Section.SUMMARY))
    page.record(Section.SUMMARY)
    context = {"page": page, "summaries": list(shared_summaries(page.actor, page.case))}
    template = "accompaniment/_summaries.html" if request.htmx else "accompaniment/case_summaries.html"
    return render(request, template, context)
