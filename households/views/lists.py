"""Ménages: the cases of one's perimeter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from households import listing, searching
from households.forms import CaseFilterForm
from veille.core import formats, reads
from veille.core.models import AccessKind
from veille.core.pages import counted_in_words
from veille.core.reads import confidential


@require_safe
@confidential
def case_list(request: HttpRequest) -> HttpResponse:
    actor, text = request.actor, searching.remembered(request)
    form = _filter_form(request)
    filters = form.values()
    page = listing.page_of(actor, filters, text, request)
    rows = listing.rows_of(actor, page.rows)
    kind = AccessKind.SEARCH if text else AccessKind.LIST
    reads.record([row.case.pk for row in rows], section="list", kind=kind)
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "text": text,
        "sort": filters.get("sort") or listing.DEFAULT_SORT,
        "total": formats.counted(len(rows), "dossier") if page.is_whole else "",
        "is_narrowed": bool(text or any(filters.get(name) for name in ("door", "stage", "territory"))),
        "knows_files": listing.knows_files(actor),
    }
    return render(request, "households/case_list.html", context)


@require_safe
@confidential
def case_count(request: HttpRequest) -> HttpResponse:
    """How many cases the list holds: asked once the first ones are on the screen, it costs more than they do."""
    filters = _filter_form(request).values()
    cases = listing.listed(request.actor, filters, searching.remembered(request))
    return render(request, "households/_case_count.html", {"total": counted_in_words(cases, "dossier")})


def _filter_form(request: HttpRequest) -> CaseFilterForm:
    """She chooses among the territories of the cases she sees."""
    knows_files = listing.knows_files(request.actor)
    territories = listing.territories_of(request.actor) if knows_files else ()
    return CaseFilterForm(request.GET, territories=territories, knows_files=knows_files)


@require_POST
def case_search(request: HttpRequest) -> HttpResponse:
    """The text searched travels in the body of the request and waits, sealed, in the session."""
    searching.remember(request, request.POST.get("q", ""))
    return redirect("households:case_list")
