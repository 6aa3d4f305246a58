"""What has waited too long since a session."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cellule.too_long import follows, kinds
from veille.core import reads
from veille.core.models import AccessKind
from veille.core.reads import confidential

_SHOWN = 50


@require_safe
@confidential
def too_long(request: HttpRequest) -> HttpResponse:
    """Each kind with its situations, the longest wait first; a pseudonym, never a name."""
    if not follows(request.actor):
        raise PermissionDenied
    found = kinds(request.actor)
    shown = [(kind, kind.rows[:_SHOWN], max(0, len(kind.rows) - _SHOWN)) for kind in found]
    cases = [row.case_id for _, rows, _ in shown for row in rows if row.case_id]
    if cases:
        reads.record(cases, section="waiting", kind=AccessKind.LIST)
    return render(request, "cellule/too_long.html", {"kinds": shown})
