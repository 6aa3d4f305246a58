"""Absences: who is away, who stands in on which file, and who is back."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accompaniment.forms.team import AbsenceForm
from accompaniment.team.absences import absences_of, files_to_cover
from accompaniment.team.people import manages
from accompaniment.views.loads import person_of
from households import services as households
from households.standing_in import can_arrange_absence, possible_stand_ins
from partners.models import Absence
from partners.object_rights import may
from veille.core import reads
from veille.core.models import AccessKind
from veille.core.pages import page_of
from veille.core.reads import confidential
from veille.core.sending import do_once, require_form, send, show

_LIST = "accompaniment:absence_list"


@require_safe
@confidential
def absence_list(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    if not may(actor, "absence", "W"):
        raise PermissionDenied
    page = page_of(absences_of(actor), request)
    context = {
        "page": page,
        "total": page.paginator.in_words("absence"),
        "manages": manages(actor),
        "can_be_away": can_arrange_absence(actor, actor.user_id) and not manages(actor),
    }
    return render(request, "accompaniment/absence_list.html", context)


@confidential
@require_form
def absence_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor
    person = person_of(actor, pk)
    if not can_arrange_absence(actor, person.pk):
        raise PermissionDenied
    cases = files_to_cover(actor, person)
    reads.record([case.pk for case, _, _ in cases], section="list", kind=AccessKind.LIST)
    form = AbsenceForm(request.POST or None, people=possible_stand_ins(actor, person.pk), cases=cases)

    def act() -> str:
        households.declare_absence(user=person, by=actor, **form.answer())
        return reverse(_LIST)

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        messages.success(request, "L’absence est prévue. Les dossiers s’ouvrent et se referment d’eux-mêmes.")
        return sent
    context = {"person": person, "is_self": person.pk == actor.user_id}
    return show(request, "accompaniment/absence_form.html", context, form=form)


@require_POST
@confidential
def absence_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    absence = get_object_or_404(Absence.objects.visible_to(request.actor), pk=pk)
    if not can_arrange_absence(request.actor, absence.user_id):
        raise PermissionDenied

    def act() -> None:
        households.end_absence(absence=absence, by=request.actor)
        messages.success(request, "L’absence a pris fin : les dossiers se referment à qui remplaçait.")

    try:
        return do_once(request, act, reverse(_LIST))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(_LIST)
