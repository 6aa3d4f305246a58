"""The list of participants that an association keeps for one action."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from accompaniment.collective.attendance import participants_of
from accompaniment.collective.querysets import keeps_lists
from accompaniment.forms.collective import ParticipantForm
from accompaniment.models import CollectiveParticipant
from accompaniment.services import collective_people as services
from accompaniment.views.collective import found
from accompaniment.views.collective_forms import acted, require
from veille.core import reads
from veille.core.formats import plus_months
from veille.core.models import AccessKind
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show


@confidential
@require_form
def collective_people(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who comes, and a line to add somebody; several associations of one action each keep their own list."""
    actor, action = request.actor, found(request, pk)
    require(keeps_lists(actor))
    form = ParticipantForm(request.POST or None)
    here = reverse("accompaniment:collective_people", args=[action.pk])

    def add() -> str:
        services.add_participant(action=action, by=actor, **form.answer())
        return here

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, add)):
        return sent
    people = list(participants_of(actor, action.pk))
    if people:
        reads.record((), section="collective_list", kind=AccessKind.LIST)
    days = [session.held_on for session in action.sessions.all()]
    context = {
        "action": action,
        "people": people,
        "keeper": actor.organisation,
        "months": services.KEPT_MONTHS,
        "forgotten_on": plus_months(max(days), services.KEPT_MONTHS) if days else None,
    }
    return show(request, "accompaniment/collective_people.html", context, form=form)


@require_POST
@confidential
def collective_person_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    rows = CollectiveParticipant.objects.visible_to(request.actor).select_related("action")
    participant = get_object_or_404(rows, pk=pk)
    act = partial(services.remove_participant, participant=participant, by=request.actor)
    back = reverse("accompaniment:collective_people", args=[participant.action_id])
    return acted(request, act, back, "C’est oublié : la personne n’est plus sur la liste.")
