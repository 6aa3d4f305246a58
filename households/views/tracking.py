"""« Mon tableau de suivi », and its one cell that is written in place."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from households import permissions, services, tracking
from households.forms.tracking import NextStepForm, TrackingFilterForm
from households.models import Case, NextStep
from households.pages import CasePage, open_page
from partners.models import Territory
from partners.roles import Section
from veille.core import reads
from veille.core.models import AccessKind
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import INVALID, require_form, send


@require_safe
@confidential
def tracking_list(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    form = _filter_form(request)
    filters = form.values()
    page = page_of(tracking.tracked(actor, filters), request)
    rows = tracking.rows_of(actor, page.object_list)
    reads.record([row.case.pk for row in rows], section="list", kind=AccessKind.LIST)
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "sort": filters.get("sort") or "due",
        "total": page.paginator.in_words("dossier"),
        "is_narrowed": any(filters.get(name) for name in ("due", "step", "door", "territory", "is_mine")),
    }
    return render(request, "households/tracking_list.html", context)


def _filter_form(request: HttpRequest) -> TrackingFilterForm:
    mine = Case.objects.visible_to(request.actor).values("territory")
    return TrackingFilterForm(request.GET, territories=Territory.objects.filter(pk__in=mine).order_by("name", "pk"))


@require_form
@confidential
def next_step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The next step of her organisation: read and written in the cell of the table, or on a page of its own."""
    page = open_page(request, pk)
    page.require(permissions.can_plan_next(page.case, page.rights))
    page.record(Section.STATE)
    if request.htmx and "lire" in request.GET:
        return _cell(request, page)
    step = _open_step(page)
    initial = {"replaces": step.pk if step else None}
    form = NextStepForm(request.POST or None, instance=step, initial=initial, auto_id=f"next-{pk}-%s")
    if request.method == "POST" and form.is_valid():
        sent = send(request, form, lambda: _write(page, form))
        if sent:
            return _cell(request, page) if request.htmx else sent
    return _form(request, page, form)


def _open_step(page: CasePage) -> NextStep | None:
    return NextStep.objects.visible_to(page.actor).filter(case=page.case, done_on=None).first()


def _write(page: CasePage, form: NextStepForm) -> str:
    services.plan_next_step(case=page.case, by=page.actor, **form.cleaned_data)
    return reverse("households:tracking_list")


def _cell(request: HttpRequest, page: CasePage) -> HttpResponse:
    row = tracking.rows_of(page.actor, [page.case])[0]
    return render(request, "households/_next_step.html", {"row": row})


def _form(request: HttpRequest, page: CasePage, form: NextStepForm) -> HttpResponse:
    template = "households/_next_step_form.html" if request.htmx else "households/next_step_form.html"
    return render(request, template, {"page": page, "form": form}, status=INVALID if form.errors else 200)
