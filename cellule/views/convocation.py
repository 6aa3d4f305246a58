"""The convocation: what is missing is said first; the sheets that name nobody are frozen together."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from cellule.models import AgendaItem
from cellule.services.freezing import freeze_ready
from cellule.services.outside import bring_pending
from cellule.services.sessions import NotReady, convene_session
from cellule.views.sessions import find_session
from veille.core import reads
from veille.core.formats import counted
from veille.core.models import AccessKind
from veille.core.reads import confidential
from veille.core.sending import INVALID, do_once


@require_POST
@confidential
def session_convene(request: HttpRequest, pk: UUID) -> HttpResponse:
    session = find_session(request, pk, to_keep=True)
    target, confirmed = reverse("cellule:session_detail", args=[session.pk]), request.POST.get("confirmed") == "on"

    def act() -> None:
        bring_pending(session=session, by=request.actor)
        convene_session(session=session, by=request.actor, confirmed=confirmed)
        messages.success(request, "La convocation est envoyée aux membres de l’instance.")

    try:
        return do_once(request, act, target)
    except NotReady as missing:
        return _ask(request, session, missing)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(target)


def _ask(request: HttpRequest, session, missing: NotReady) -> HttpResponse:
    """Only what she may see is named; the others are counted by nobody."""
    visible = AgendaItem.objects.visible_to(request.actor).filter(pk__in=[item.pk for item in missing.items])
    items = list(visible.with_list_data().select_related("case", "referral__presenter", "owner"))
    reads.record([item.case_id for item in items], section="agenda", kind=AccessKind.LIST)
    context = {"session": session, "items": items, "told": missing.messages[0]}
    return render(request, "cellule/session_convene.html", context, status=INVALID)


@require_POST
@confidential
def sheets_freeze(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The complete sheets in which the checker found nothing; the others stay to be reread one by one."""
    session = find_session(request, pk, to_keep=True)
    target = reverse("cellule:session_detail", args=[session.pk]) + "#agenda"

    def act() -> None:
        frozen, left = freeze_ready(session=session, by=request.actor)
        reads.record([sheet.case_id for sheet in (*frozen, *left)], section="sheet", kind=AccessKind.LIST)
        said = counted(len(frozen), "fiche figée", "fiches figées")
        rest = f", {counted(len(left), 'reste à relire', 'restent à relire')} une par une" if left else ""
        messages.success(request, f"{said}{rest}.")

    try:
        return do_once(request, act, target)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(target)
