"""Ménages: the cases of one's perimeter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from households import listing, searching
from households.forms import CaseFilterForm
from households.models import Case
from partners.models import Territory
from veille.core import reads
from veille.core.models import AccessKind
from veille.core.pages import page_of
from veille.core.reads import confidential


@require_safe
@confidential
def case_list(request: HttpRequest) -> HttpResponse:
    actor, text = request.actor, searching.remembered(request)
    form = _filter_form(request)
    filters = form.values()
    page = page_of(listing.listed(actor, filters, text), request)
    rows = listing.rows_of(actor, page.object_list)
    kind = AccessKind.SEARCH if text else AccessKind.LIST
    reads.record([row.case.pk for row in rows], section="list", kind=kind)
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "text": text,
        "sort": filters.get("sort") or listing.DEFAULT_SORT,
        "total": page.paginator.in_words("dossier"),
        "is_narrowed": bool(text or any(filters.get(name) for name in ("door", "stage", "territory"))),
        "knows_files": listing.knows_files(actor),
    }
    return render(request, "households/case_list.html", context)


def _filter_form(request: HttpRequest) -> CaseFilterForm:
    mine = Case.objects.visible_to(request.actor).values("territory")
    territories = Territory.objects.filter(pk__in=mine).order_by("name", "pk")
    return CaseFilterForm(request.GET, territories=territories, knows_files=listing.knows_files(request.actor))


@require_POST
def case_search(request: HttpRequest) -> HttpResponse:
    """The text searched travels in the body of the request and waits, sealed, in the session."""
    searching.remember(request, request.POST.get("q", ""))
    return redirect("households:case_list")
