"""How long orientations take: medians for the secretary and the pilot, rows for who may read them."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cellule import delays
from cellule.querysets import instances_kept_by
from partners.object_rights import may
from veille.core import reads
from veille.core.models import AccessKind
from veille.core.pages import page_of
from veille.core.reads import confidential


@require_safe
@confidential
def referral_delays(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    if not may(actor, "referral_delays", "N"):
        raise PermissionDenied
    kept = instances_kept_by(actor)
    counted = delays.kept_by(actor) if kept.exists() else delays.referrals_counted_by(actor)
    page = page_of(delays.rows_kept_by(actor), request)
    reads.record([referral.case_id for referral in page], section="state", kind=AccessKind.LIST)
    context = {
        "delays": delays.measured(counted),
        "months": delays.WINDOW.days // 30,
        "page": page,
        "total": page.paginator.in_words("orientation"),
        "keeps": kept.exists(),
    }
    return render(request, "cellule/referral_delays.html", context)
