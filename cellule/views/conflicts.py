"""Leaving the room for a situation, and opening it again to who left by mistake."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from cellule.choices import AgendaState
from cellule.forms.live import LiftForm
from cellule.live import operators_at_work
from cellule.live_permissions import can_lift_withdrawal, can_withdraw
from cellule.models import AgendaItem, Withdrawal
from cellule.services.live import lift_withdrawal, withdraw_from
from cellule.views.sessions import find_session
from veille.core import reads
from veille.core.models import AccessKind
from veille.core.reads import confidential
from veille.core.sending import do_once, require_form, send, show


@require_form
@confidential
def conflict_declare(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """From the line of the agenda, without reading the sheet: then the situation is nowhere for her."""
    if request.method == "POST":
        # Looked for inside the act: a second click finds nothing any more, and goes where the first one went.
        sent = do_once(
            request,
            lambda: withdraw_from(item=_item(request, pk, item), by=request.actor),
            reverse("cellule:session_detail", args=[pk]),
        )
        messages.success(request, "Vous vous êtes retiré·e : cette situation n’apparaît plus pour vous.")
        return sent
    found = _item(request, pk, item)
    reads.record([found.case_id], section="agenda", kind=AccessKind.LIST)
    operator = operators_at_work([found]).get(found.case_id, "")
    context = {"session": found.session, "item": found, "operator": operator}
    return render(request, "cellule/conflict_declare.html", context)


def _item(request: HttpRequest, pk: UUID, item: UUID) -> AgendaItem:
    session = find_session(request, pk)
    items = AgendaItem.objects.visible_to(request.actor).filter(session=session, case__isnull=False)
    items = items.exclude(state=AgendaState.HIDDEN).select_related("session__instance", "case", "sheet")
    found = get_object_or_404(items, pk=item)
    if not can_withdraw(request.actor, found):
        raise PermissionDenied
    return found


@require_form
@confidential
def conflict_lift(request: HttpRequest, pk: UUID, withdrawal: UUID) -> HttpResponse:
    session = find_session(request, pk)
    rows = Withdrawal.objects.visible_to(request.actor).standing().filter(item__session=session)
    found = get_object_or_404(rows.select_related("item__sheet", "case"), pk=withdrawal)
    if not can_lift_withdrawal(request.actor, session):
        raise PermissionDenied
    form = LiftForm(request.POST or None)
    reads.record([found.case_id], section="agenda", kind=AccessKind.LIST)

    def act() -> str:
        lift_withdrawal(withdrawal=found, by=request.actor, **form.cleaned_data)
        return reverse("cellule:session_at", args=[session.pk, found.item_id])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return sent
    return show(request, "cellule/conflict_lift.html", {"session": session, "withdrawal": found}, form=form)
