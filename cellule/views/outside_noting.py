"""In session: what was decided without it is noted, ratified, or not. And files that open on another authority."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cellule.choices import ADMITTING, AgendaKind, AgendaState, SessionState
from cellule.forms.outside import NotRatifiedForm, OpenForm
from cellule.models import AgendaItem, Referral
from cellule.outside_choices import NotingOutcome
from cellule.outside_permissions import can_open_case
from cellule.permissions import can_record_decision
from cellule.services.decisions import decision_label, offered_codes
from cellule.services.outside import (
    note_outside_decision,
    noted_by,
    open_case_without_session,
    opening_bodies,
)
from cellule.views.agenda import find_item
from cellule.views.sessions import find_session
from partners.roles import Section
from veille.core import reads
from veille.core.reads import confidential
from veille.core.sending import do_once, require_form, send, show

_BY_ONE_CLICK = (NotingOutcome.NOTED, NotingOutcome.RATIFIED)


def _noted(request: HttpRequest, pk: UUID, item: UUID) -> AgendaItem:
    """An item that puts a decision before a session she keeps."""
    found = find_item(request, find_session(request, pk, to_keep=True), item)
    if found.kind != AgendaKind.RATIFICATION:
        raise Http404
    reads.record([found.case_id], section=Section.DECISION_RESERVED)
    return found


@require_safe
@confidential
def item_noting(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """What was decided, on what it rests, and what the session makes of it."""
    found = _noted(request, pk, item)
    rows = [(row, decision_label(row.decision)) for row in noted_by(found)]
    is_open = found.session.state == SessionState.OPEN and found.state == AgendaState.LISTED
    context = {"item": found, "session": found.session, "rows": rows, "is_open": is_open}
    return render(request, "cellule/item_noting.html", context)


@require_POST
@confidential
def item_note(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Noted or ratified, in one click."""
    found = _noted(request, pk, item)
    if not can_record_decision(request.actor, found):
        raise PermissionDenied
    target = reverse("cellule:item_noting", args=[found.session_id, found.pk])
    outcome = request.POST.get("outcome", "")
    try:
        if outcome not in _BY_ONE_CLICK:
            raise ValidationError("Dites si la séance en prend note ou la ratifie.")
        return do_once(request, lambda: note_outside_decision(item=found, outcome=outcome, by=request.actor), target)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(target)


@require_form
@confidential
def item_refuse(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Not ratified: why, and what the session decides instead."""
    found = _noted(request, pk, item)
    if not can_record_decision(request.actor, found):
        raise PermissionDenied
    rows = noted_by(found)
    form = NotRatifiedForm(request.POST or None, item=found, codes=_instead(found, rows))

    def act() -> str:
        note_outside_decision(
            item=found,
            outcome=NotingOutcome.NOT_RATIFIED,
            reason=form.cleaned_data["outcome_reason"],
            instead=form.decided,
            by=request.actor,
        )
        return reverse("cellule:item_noting", args=[found.session_id, found.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return sent
    labels = [decision_label(row.decision) for row in rows]
    return show(request, "cellule/item_refuse.html", {"item": found, "labels": labels}, form=form)


def _instead(item: AgendaItem, rows: list) -> list[str]:
    """An admission began something: it is admitted otherwise, or ended; anything else is answered anew."""
    admitted = any(row.decision.code in ADMITTING for row in rows)
    codes = offered_codes(item)
    return [code for code in codes if (code in (*ADMITTING, "end")) or not admitted]


@require_form
@confidential
def referral_open(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a file on a State referral, a convention, the order of a lot, or by its operator alone."""
    seen = Referral.objects.visible_to(request.actor).with_list_data()
    referral = get_object_or_404(seen.select_related("case__rules__dispositif", "referrer_organisation"), pk=pk)
    if not can_open_case(request.actor, referral):
        raise PermissionDenied
    rules = referral.case.configuration
    item = AgendaItem(case=referral.case, referral=referral, kind=AgendaKind.ENTRY)
    codes = [code for code in offered_codes(item) if code in ADMITTING]
    form = OpenForm(request.POST or None, item=item, codes=codes, bodies=opening_bodies(rules))
    reads.record([referral.case_id], section=Section.DECISION)

    def act() -> str:
        open_case_without_session(referral=referral, by=request.actor, **form.ground, **form.decided)
        return reverse("cellule:referral_list")

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        messages.success(request, "Le dossier est ouvert ; l’opérateur et l’orienteur en sont prévenus.")
        return sent
    context = {"referral": referral, "needs_admission": rules.entry_needs_admission}
    return show(request, "cellule/referral_open.html", context, form=form)
