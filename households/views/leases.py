"""The sliding lease: convention, reviews, prefect, result."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from households import services
from households.forms import LeaseForm, LeaseResultForm, LeaseReviewDayForm, LeaseReviewForm, PrefectForm
from households.models import LeaseReview, SlidingLease
from households.pages import CasePage, open_page
from households.versions import version_of
from households.views.housing import visible_period, words
from households.views.writing import answer
from partners.models import OrganisationKind
from partners.partnerships import partners_of
from partners.roles import Section
from veille.core.reads import confidential
from veille.core.sending import require_form


@require_form
@confidential
def lease_add(request: HttpRequest, pk: UUID, period_pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    period = visible_period(page, period_pk)
    page.require(page.writes(Section.HOUSING))
    associations = partners_of(page.case.rules.dispositif_id).filter(kind=OrganisationKind.ASSOCIATION)
    form = LeaseForm(request.POST or None, associations=associations)

    def act():
        services.sign_lease(period=period, by=page.actor, **form.cleaned_data)

    return answer(request, page, form, act, words(page, "Noter la convention de bail glissant", "Convention notée."))


def _lease(page: CasePage, lease_pk: UUID) -> SlidingLease:
    """A convention she reads, for who writes the housing; it is journalled as read."""
    rows = SlidingLease.objects.visible_to(page.actor).filter(case=page.case)
    lease = get_object_or_404(rows.select_related("case", "period__case", "association"), pk=lease_pk)
    page.require(page.writes(Section.HOUSING))
    page.record(Section.HOUSING)
    return lease


@require_form
@confidential
def lease_review_plan(request: HttpRequest, pk: UUID, lease_pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    lease = _lease(page, lease_pk)
    form = LeaseReviewDayForm(request.POST or None)

    def act():
        services.plan_review(lease=lease, by=page.actor, **form.cleaned_data)

    return answer(request, page, form, act, words(page, "Prévoir un bilan du bail glissant", "Le bilan est prévu."))


@require_form
@confidential
def lease_review_conclude(request: HttpRequest, pk: UUID, lease_pk: UUID, review_pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    lease = _lease(page, lease_pk)
    review = get_object_or_404(LeaseReview.objects.visible_to(page.actor).filter(lease=lease), pk=review_pk)
    known = {"done_on": review.done_on, "conclusion": review.conclusion} if review.done_on else {}
    form = LeaseReviewForm(request.POST or None, initial=known)
    form.version = request.POST.get("version") or version_of(review)

    def act():
        services.conclude_review(review=review, version=form.version, by=page.actor, **form.cleaned_data)

    return answer(request, page, form, act, words(page, "Noter la conclusion du bilan", "Le bilan est noté."))


@require_form
@confidential
def lease_prefect(request: HttpRequest, pk: UUID, lease_pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    lease = _lease(page, lease_pk)
    known = {"prefect_told_on": lease.prefect_told_on} if lease.prefect_told_on else {}
    form = PrefectForm(request.POST or None, initial=known)
    form.version = request.POST.get("version") or version_of(lease)

    def act():
        on = form.cleaned_data["prefect_told_on"]
        services.tell_prefect(lease=lease, version=form.version, on=on, by=page.actor)

    return answer(request, page, form, act, words(page, "Noter l’information du préfet", "L’information est notée."))


@require_form
@confidential
def lease_settle(request: HttpRequest, pk: UUID, lease_pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    lease = _lease(page, lease_pk)
    form = LeaseResultForm(request.POST or None)

    def act():
        data = dict(form.cleaned_data)
        services.settle_lease(lease=lease, on=data.pop("result_on"), by=page.actor, **data)

    return answer(request, page, form, act, words(page, "Noter l’issue du bail glissant", "L’issue est notée."))
